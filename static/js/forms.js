// @ts-check
/** The console's small forms: paper slips, the timer's minutes, and why a text was declined. */
import { commandOf, send } from "./commands.js";
import { dismiss, open } from "./dialogs.js";
import { byId, find } from "./find.js";

const slips = /** @type {HTMLFormElement} */ (find("[data-slips-form]"));
const minutes = /** @type {HTMLFormElement} */ (find("[data-minutes-form]"));
const why = /** @type {HTMLFormElement} */ (byId("why"));

/** Wires the forms. */
export function wireForms() {
  document.addEventListener("click", ({ target }) => {
    const pressed = /** @type {Element} */ (target);
    const slip = /** @type {HTMLElement | null} */ (pressed.closest("[data-slips]"));
    const timer = /** @type {HTMLElement | null} */ (pressed.closest("[data-minutes-path]"));
    if (slip) openSlips(slip.dataset.slips ?? "");
    if (timer) openMinutes(timer.dataset);
    if (pressed.closest(".queue__actions button, .pile button")) why.hidden = true;
  });
  slips.addEventListener("submit", addSlip);
  minutes.addEventListener("submit", setMinutes);
  byId("why-reason").addEventListener("change", () => {
    send({ url: why.action, body: new URLSearchParams(/** @type {any} */ (new FormData(why))), button: byId("why-reason") });
  });
}

/** Asks why, once a text was declined; no answer is an answer. @param {string} url where it was declined */
export function askWhy(url) {
  why.action = url;
  why.reset();
  why.hidden = false;
}

/** @param {string} path */
function openSlips(path) {
  slips.action = path;
  find("[data-slip-said]").textContent = "";
  open(byId("slips"), byId("slip-text"));
}

/** @param {Event} event */
async function addSlip(event) {
  event.preventDefault();
  event.stopPropagation();
  const said = find("[data-slip-said]");
  said.textContent = "";
  if (!await send(commandOf(slips, /** @type {HTMLButtonElement} */ (byId("slip-add"))))) return;
  slips.reset();
  said.textContent = said.dataset.added ?? "";
  byId("slip-text").focus();
}

/** @param {DOMStringMap} pressed */
function openMinutes({ minutesPath = "", turn = "" }) {
  minutes.action = minutesPath;
  /** @type {HTMLInputElement} */ (find("[name=turn]", minutes)).value = turn;
  open(byId("minutes"), byId("minutes-text"));
}

/** @param {Event} event */
async function setMinutes(event) {
  event.preventDefault();
  event.stopPropagation();
  if (await send(commandOf(minutes, /** @type {HTMLButtonElement} */ (byId("minutes-save"))))) dismiss();
}
