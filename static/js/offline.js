// @ts-check
/**
 * The console without a network: the facilitator goes on through the plan on this device alone, with notes and timers.
 * Screens stay where the server has them, and the page says so; once it is back, it says where they are (R19).
 */
import { say } from "./commands.js";
import { byId, find } from "./find.js";
import { serverNow } from "./fragments.js";
import { draw as drawTimer } from "./timer.js";

/**
 * @typedef {{
 *   id: string, title: string, minutes: number, phones_up: boolean, cross_talk: boolean, talk: boolean,
 *   text: string, options: string[], note: string, safety_note: string,
 * }} Step
 */

const PATIENCE = 5000; // milliseconds: a short gap is no matter

/** @type {Map<string, Step>} */
const byHeart = new Map(JSON.parse(find("[data-plan-by-heart]").textContent ?? "[]").map((/** @type {Step} */ step) => [step.id, step]));
/** When each step that was turned to here is over. @type {Map<string, number>} */
const ends = new Map();
let here = "";
/** @type {ReturnType<typeof setTimeout> | undefined} */
let patience;

/** Wires the local view. @returns {(yes: boolean) => void} to call when contact is lost or found */
export function wireOffline() {
  document.addEventListener("click", ({ target }) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest("[data-local-turn]"));
    if (button) turn(Number(button.dataset.localTurn));
  });
  addEventListener("beforeunload", (event) => {
    if (offline() && open()) event.preventDefault();
  });
  return (yes) => {
    clearTimeout(patience);
    if (yes) leave();
    else patience = setTimeout(enter, PATIENCE);
    find("[data-reconnecting]").hidden = yes || offline();
  };
}

function offline() {
  return "offline" in document.body.dataset;
}

function open() {
  return document.querySelector("[data-fragment=now] .now--open") !== null;
}

function enter() {
  document.body.dataset.offline = "";
  find("[data-reconnecting]").hidden = true;
  find("[data-offline-line]").hidden = false;
  if (!open()) return;
  const held = find("[data-fragment=now]").contains(document.activeElement);
  here = there() || order()[0] || "";
  find("[data-local]").hidden = false;
  document.body.dataset.alone = "";
  draw();
  if (held) byId("local-next").focus({ preventScroll: true });
}

function leave() {
  if (!offline()) return;
  const held = find("[data-local]").contains(document.activeElement);
  const apart = "alone" in document.body.dataset && here !== there();
  delete document.body.dataset.offline;
  delete document.body.dataset.alone;
  find("[data-offline-line]").hidden = find("[data-local]").hidden = true;
  const { format = "", same = "" } = find("[data-back-online]").dataset;
  say(apart ? format.replace("%(there)s", title(there())).replace("%(here)s", title(here)) : same);
  if (held) byId("next").focus({ preventScroll: true });
}

/** The step that screens show. */
function there() {
  return document.querySelector("[aria-current=step]")?.id.slice("step-".length) ?? "";
}

/** The steps that were not skipped, in the order of the plan. */
function order() {
  return [...document.querySelectorAll(".agenda__row:not(.agenda__row--skipped)")].map((row) => row.id.slice("step-".length));
}

/** @param {string} id */
function title(id) {
  return byHeart.get(id)?.title ?? document.querySelector(".now__title")?.textContent ?? "";
}

/** @param {number} by */
function turn(by) {
  const steps = order();
  const next = steps[steps.indexOf(here) + by];
  if (!next) return;
  here = next;
  draw();
  byId("local-title").focus({ preventScroll: true });
}

function draw() {
  const step = byHeart.get(here);
  if (!step) return;
  const steps = order();
  const next = steps[steps.indexOf(here) + 1];
  put("title", step.title);
  put("text", step.text);
  put("note", step.note);
  put("care", step.safety_note);
  const { up = "", down = "" } = find("[data-local-phones]").dataset;
  put("phones", step.phones_up ? up : down);
  const { together = "", one = "" } = find("[data-local-talk]").dataset;
  put("talk", step.talk ? (step.cross_talk ? together : one) : "");
  find("[data-local-options]").replaceChildren(...step.options.map((option) => Object.assign(document.createElement("li"), { textContent: option })));
  const told = find("[data-local-told]").dataset.format ?? "";
  put("told", here === there() ? "" : told.replace("%s", title(there())));
  const button = byId("local-next");
  button.textContent = next ? (button.dataset.format ?? "").replace("%s", title(next)) : button.dataset.last ?? "";
  button.setAttribute("aria-disabled", String(!next));
  byId("local-back").hidden = steps.indexOf(here) < 1;
  wind(step);
}

/** Sets the clock: the server's for the step that screens show, an own one for a step that was turned to here. @param {Step} step */
function wind(step) {
  const own = find("[data-local-clock]");
  const shown = /** @type {HTMLElement | null} */ (document.querySelector("[data-fragment=now] [data-timer]"));
  delete own.dataset.endsAt;
  delete own.dataset.paused;
  if (here === there()) Object.assign(own.dataset, shown?.dataset.paused ? { paused: shown.dataset.paused } : { endsAt: shown?.dataset.endsAt ?? "" });
  else {
    if (!ends.has(here)) ends.set(here, serverNow() + step.minutes * 60_000);
    own.dataset.endsAt = String(ends.get(here));
  }
  own.toggleAttribute("data-timer", Boolean(own.dataset.endsAt || own.dataset.paused));
  own.hidden = !own.hasAttribute("data-timer");
  if (!own.hidden) drawTimer(own);
}

/** @param {string} name @param {string} words */
function put(name, words) {
  const place = find(`[data-local-${name}]`);
  place.textContent = words;
  place.hidden = !words;
}
