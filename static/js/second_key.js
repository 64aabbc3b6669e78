// @ts-check
/**
 * The second key: where a hint marks a point of a card, the first press of Show only says which, and the second shows it.
 * An edited text asks for a tick instead. Whether a text is heavy is ticked for one card and forgotten with it.
 */
import { byId, find } from "./find.js";

const TOO_SOON = 500; // milliseconds: the second press of a double click was not meant

let card = cardId();

/** Wires the second key. Call it before anything else but the guard listens for clicks. */
export function wireSecondKey() {
  document.addEventListener("click", ask, true);
  document.addEventListener("click", prepareEdit, true);
  document.addEventListener("swapped", forget);
}

/** @param {MouseEvent} event */
function ask(event) {
  const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-confirm]"));
  if (!button) return;
  const asked = Number(button.dataset.asked ?? 0);
  if (asked && performance.now() - asked > TOO_SOON) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (asked) return;
  button.dataset.asked = String(performance.now());
  find("[data-confirm-label]", button).textContent = button.dataset.confirm ?? "";
  find("[data-announcement]").textContent = button.dataset.confirmSay ?? "";
}

/** @param {MouseEvent} event */
function prepareEdit(event) {
  const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-edit]"));
  if (!button) return;
  const { points = "", pointLabels = "" } = button.dataset;
  const tick = box("edit-confirmed");
  tick.checked = false;
  tick.value = points;
  tick.required = points !== "";
  find("[data-edit-points]").textContent = pointLabels;
  find("[data-edit-confirm]").hidden = !points;
  box("edit-heavy").checked = box("heavy").checked;
}

/** The next card begins without a tick. */
function forget() {
  if (cardId() === card) return;
  card = cardId();
  box("heavy").checked = box("edit-heavy").checked = false;
}

/** @param {string} id */
function box(id) {
  return /** @type {HTMLInputElement} */ (byId(id));
}

function cardId() {
  return document.getElementById("card")?.dataset.card ?? "";
}
