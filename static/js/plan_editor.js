// @ts-check
/**
 * The plan editor with a script: steps move, go and come back at once, by button, key or drag; new ones are asked for
 * from the server, which also does all of this without a script. Nothing is stored before Save.
 */
import { find } from "./find.js";
import { wireDrag } from "./plan_drag.js";
import { wireSearch } from "./plan_search.js";
import { request } from "./request.js";

const form = /** @type {HTMLFormElement} */ (find("[data-plan-editor]"));
const list = find("[data-steps]");
let saved = written();
let leaving = false;

form.addEventListener("click", pressed);
form.addEventListener("input", typed);
form.addEventListener("change", typed);
form.addEventListener("submit", () => (leaving = true));
addEventListener("pageshow", () => (leaving = false));
addEventListener("beforeunload", (event) => {
  if (leaving || written() === saved) return;
  event.preventDefault();
  event.returnValue = ""; // Safari asks for this one
});
wireDrag(list, (step) => settled(step, "moved"));
wireSearch(form);
if (find(".editor__head").querySelector("[role=alert]")) saved = "";
count();

/** @param {MouseEvent} event */
function pressed(event) {
  const button = /** @type {HTMLButtonElement | null} */ (/** @type {Element} */ (event.target).closest("button[name=change]"));
  if (!button) return;
  event.preventDefault();
  const step = /** @type {HTMLElement | null} */ (button.closest("[data-step]"));
  if (!step) return void add(button);
  if ("up" in button.dataset) move(step, stepBefore(step), button);
  else if ("down" in button.dataset) move(step, stepAfter(step), button);
  else mark(step, "remove" in button.dataset);
}

/** Puts the step in the place of its neighbour, and leaves the focus on the button. @param {HTMLElement} step @param {Element | null} neighbour @param {HTMLElement} button */
function move(step, neighbour, button) {
  if (!neighbour) return tell("up" in button.dataset ? "first" : "last", step);
  if ("up" in button.dataset) list.insertBefore(step, neighbour);
  else list.insertBefore(step, neighbour.nextSibling);
  button.focus();
  step.scrollIntoView({ block: "nearest" });
  settled(step, "moved");
}

/** Takes a step out, or puts it back. It stays in the form until the plan is saved. @param {HTMLElement} step @param {boolean} gone */
function mark(step, gone) {
  /** @type {HTMLInputElement} */ (find("[name=gone]", step)).value = gone ? "yes" : "";
  step.classList.toggle("step--gone", gone);
  find(gone ? "[data-restore]" : "[data-remove]", step).focus();
  settled(step, gone ? "taken" : "restored");
}

/** Asks for the step that the button adds, and puts it last, before a closing step. @param {HTMLButtonElement} button */
async function add(button) {
  if (button.hasAttribute("aria-disabled")) return;
  const fields = new FormData(form);
  fields.append("change", button.value);
  button.setAttribute("aria-disabled", "true");
  try {
    const answer = await request(button.formAction, { method: "POST", body: params(fields) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const made = /** @type {HTMLElement[]} */ ([...page.querySelectorAll("[data-new]")]);
    const [first] = made;
    if (!first) throw new Error("no step came");
    const last = lastStep();
    const before = last?.dataset.kind === "close" ? last : null;
    for (const step of made) list.insertBefore(prepared(step), before);
    settled(first, "added");
    if (!titleOf(first).value) titleOf(first).focus();
  } catch {
    find("[data-told]").textContent = form.dataset.failed ?? "";
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

/** @param {FormData} fields */
function params(fields) {
  return new URLSearchParams(/** @type {[string, string][]} */ ([...fields]));
}

/** Names and numbers follow what is typed. @param {Event} event */
function typed(event) {
  const step = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-step]"));
  if (step) rename(step);
  count();
}

/** @param {HTMLElement} step */
function rename(step) {
  const up = /** @type {HTMLSelectElement} */ (find("[name=phones]", step)).value === "up";
  step.classList.toggle("step--up", up);
  find("[data-up]", step).hidden = !up;
  const title = titleOf(step).value.trim();
  if (title) for (const name of step.querySelectorAll("[data-name]")) name.textContent = title;
}

/** @param {HTMLElement} step @param {string} what */
function settled(step, what) {
  count();
  tell(what, step);
}

/** What a screen reader says. @param {string} what @param {HTMLElement} step */
function tell(what, step) {
  const steps = kept();
  const words = form.dataset[what] ?? "";
  const name = find("[data-name]", step).textContent ?? "";
  find("[data-told]").textContent = words
    .replace("{name}", () => name)
    .replace("{place}", String(steps.indexOf(step) + 1))
    .replace("{count}", String(steps.length));
}

/** The times of the steps, the sum, and the two warnings. */
function count() {
  let [start, up] = [0, 0];
  for (const step of kept()) {
    const minutes = Number(/** @type {HTMLInputElement} */ (find("[data-minutes]", step)).value) || 0;
    find("[data-time]", step).textContent = `${start}–${start + minutes}`;
    start += minutes;
    if (/** @type {HTMLSelectElement} */ (find("[name=phones]", step)).value === "up") up += minutes;
  }
  find("[data-sum]", find(".editor__bar")).textContent = (form.dataset.sum ?? "")
    .replace("{minutes}", String(start)).replace("{up}", String(up));
  const warning = find("[data-too-long]");
  warning.hidden = up <= Number(warning.dataset.most);
  find("[data-unclosed]").hidden = lastStep()?.dataset.kind === "close";
}

/** A step from another page, for this one. @param {HTMLElement} step */
function prepared(step) {
  const ours = document.adoptNode(step);
  find("[data-grip]", ours).hidden = false;
  for (const each of ours.querySelectorAll("[autofocus]")) each.removeAttribute("autofocus");
  return ours;
}

/** The steps that were not taken out. @returns {HTMLElement[]} */
function kept() {
  const steps = /** @type {HTMLElement[]} */ ([...list.children]);
  return steps.filter((step) => !step.classList.contains("step--gone"));
}

function lastStep() {
  return kept().pop();
}

/** @param {HTMLElement} step */
function stepBefore(step) {
  const steps = kept();
  return steps[steps.indexOf(step) - 1] ?? null;
}

/** @param {HTMLElement} step */
function stepAfter(step) {
  const steps = kept();
  return steps[steps.indexOf(step) + 1] ?? null;
}

/** @param {HTMLElement} step @returns {HTMLInputElement} */
function titleOf(step) {
  return /** @type {HTMLInputElement} */ (find("[data-title]", step));
}

function written() {
  return params(new FormData(form)).toString();
}
