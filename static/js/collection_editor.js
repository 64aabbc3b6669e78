// @ts-check
/**
 * The editor of a collection with a script: strategies move, go and come back at once, by button, key or drag; what is
 * searched for and added comes from the server, which also does all of this without a script. Nothing is stored
 * before Save.
 */
import { find } from "./find.js";
import { wireDrag } from "./plan_drag.js";
import { request } from "./request.js";

const form = /** @type {HTMLFormElement} */ (find("[data-collection-editor]"));
const list = find("[data-steps]");
let saved = written();
let leaving = false;

form.addEventListener("click", pressed);
form.addEventListener("keydown", searched);
form.addEventListener("submit", () => (leaving = true));
addEventListener("pageshow", () => (leaving = false));
addEventListener("beforeunload", (event) => {
  if (leaving || written() === saved) return;
  event.preventDefault();
  event.returnValue = ""; // Safari asks for this one
});
wireDrag(list, (step) => tell("moved", step));
if (find(".editor__head").querySelector("[role=alert]")) saved = "";

/** @param {MouseEvent} event */
function pressed(event) {
  const button = /** @type {HTMLButtonElement | null} */ (/** @type {Element} */ (event.target).closest("button[name=change]"));
  if (!button) return;
  event.preventDefault();
  const step = /** @type {HTMLElement | null} */ (button.closest("[data-step]"));
  if (!step) return void ask(button);
  if ("up" in button.dataset) move(step, beside(step, -1), button);
  else if ("down" in button.dataset) move(step, beside(step, 1), button);
  else mark(step, "remove" in button.dataset);
}

/** Enter in the search searches, and does not save. @param {KeyboardEvent} event */
function searched(event) {
  if (event.key !== "Enter" || !(/** @type {Element} */ (event.target).closest("[data-search]"))) return;
  event.preventDefault();
  void ask(/** @type {HTMLButtonElement} */ (find("[data-ask][value=find]")));
}

/** @param {HTMLElement} step @param {HTMLElement | null} neighbour @param {HTMLElement} button */
function move(step, neighbour, button) {
  const up = "up" in button.dataset;
  if (!neighbour) return tell(up ? "first" : "last", step);
  list.insertBefore(step, up ? neighbour : neighbour.nextSibling);
  button.focus();
  step.scrollIntoView({ block: "nearest" });
  tell("moved", step);
}

/** Takes it out, or puts it back. It stays in the form until the draft is saved. @param {HTMLElement} step @param {boolean} gone */
function mark(step, gone) {
  /** @type {HTMLInputElement} */ (find("[name=gone]", step)).value = gone ? "yes" : "";
  step.classList.toggle("step--gone", gone);
  find(gone ? "[data-restore]" : "[data-remove]", step).focus();
  tell(gone ? "taken" : "restored", step);
}

/** Searches, or adds what the button names. @param {HTMLButtonElement} button */
async function ask(button) {
  if (button.hasAttribute("aria-disabled")) return;
  const fields = new FormData(form);
  fields.append("change", button.value);
  button.setAttribute("aria-disabled", "true");
  try {
    const answer = await request(button.formAction, { method: "POST", body: params(fields) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = find("[data-found]", page.body);
    const told = page.querySelector(".editor__head [role=alert]");
    comeBack(page);
    take([.../** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll("[data-new]"))]);
    find("[data-found]").replaceChildren(...document.adoptNode(found).childNodes);
    if (told) find("[data-told]").textContent = told.textContent;
  } catch {
    find("[data-told]").textContent = form.dataset.failed ?? "";
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

/** What was taken out and is added again. @param {Document} page */
function comeBack(page) {
  for (const theirs of /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll("[data-step]:not(.step--gone)"))) {
    const ours = /** @type {HTMLElement[]} */ ([...list.children]).find((step) => idOf(step) === idOf(theirs));
    if (ours?.classList.contains("step--gone")) mark(ours, false);
  }
}

/** @param {HTMLElement} step */
function idOf(step) {
  return /** @type {HTMLInputElement} */ (find("[name=strategy]", step)).value;
}

/** @param {HTMLElement[]} made */
function take(made) {
  for (const step of made) {
    const ours = document.adoptNode(step);
    find("[data-grip]", ours).hidden = false;
    for (const each of ours.querySelectorAll("[autofocus]")) each.removeAttribute("autofocus");
    list.append(ours);
  }
  find("[data-empty]").hidden = list.children.length > 0;
  const last = made.pop();
  if (last) tell("added", last);
}

/** What a screen reader says. @param {string} what @param {HTMLElement} step */
function tell(what, step) {
  const steps = kept();
  find("[data-told]").textContent = (form.dataset[what] ?? "")
    .replace("{place}", String(steps.indexOf(step) + 1))
    .replace("{count}", String(steps.length));
}

/** @returns {HTMLElement[]} */
function kept() {
  const steps = /** @type {HTMLElement[]} */ ([...list.children]);
  return steps.filter((step) => !step.classList.contains("step--gone"));
}

/** @param {HTMLElement} step @param {number} by @returns {HTMLElement | null} */
function beside(step, by) {
  const steps = kept();
  return steps[steps.indexOf(step) + by] ?? null;
}

/** @param {FormData} fields */
function params(fields) {
  return new URLSearchParams(/** @type {[string, string][]} */ ([...fields]));
}

function written() {
  const fields = new FormData(form);
  for (const name of [...fields.keys()]) if (name.startsWith("find_")) fields.delete(name);
  return params(fields).toString();
}
