// @ts-check
/** The queue by keyboard and touch: one press a card, and the next card takes its place and the focus. */
import { commandOf, send } from "./commands.js";
import { dismiss, open } from "./dialogs.js";
import { byId, find } from "./find.js";
import { showPart } from "./panes.js";

let seen = cardId();
let acted = false;

/** Wires the queue. */
export function wireQueue() {
  document.addEventListener("click", ({ target }) => {
    if (/** @type {Element} */ (target).closest(".queue__actions button")) acted = true;
  }, true);
  document.addEventListener("click", edit);
  find("[data-edit-form]").addEventListener("submit", saveEdit);
  document.addEventListener("swapped", follow);
  tell();
}

/** Presses what a key stands for. @param {string} key @returns {boolean} whether the queue knows the key */
export function pressed(key) {
  const button = /** @type {HTMLElement | null} */ (document.querySelector(`.queue__actions [data-key="${key}"]`));
  if (!button || !seenOnScreen(button)) return false;
  button.click();
  return true;
}

/** @param {Event} event */
function follow(event) {
  if (/** @type {HTMLElement} */ (event.target).dataset.fragment !== "queue") return;
  tell();
  if (cardId() === seen) return;
  seen = cardId();
  if (acted || byId("queue").contains(document.activeElement)) focusCard();
  acted = false;
}

/** To the next card, or with the last one read, to the next action. */
function focusCard() {
  const card = document.getElementById("card");
  if (!card && !seenOnScreen(byId("next"))) showPart("now");
  const next = card ?? byId("next");
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

/** @param {Element} element */
function seenOnScreen(element) {
  return element.getClientRects().length > 0;
}

/** What stands outside the fragment and depends on it. */
function tell() {
  const waiting = find("[data-waiting]").dataset.waiting ?? "0";
  find("[data-points]").hidden = waiting === "0";
  const count = find("[data-tab-count]");
  count.hidden = waiting === "0";
  count.textContent = waiting;
}

/** @param {MouseEvent} event */
function edit(event) {
  const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-edit]"));
  if (!button) return;
  acted = false;
  const text = /** @type {HTMLTextAreaElement} */ (byId("edit-text"));
  text.value = wordsOf(byId("card-text"), button.dataset.replace !== undefined);
  /** @type {HTMLFormElement} */ (find("[data-edit-form]")).action = button.dataset.edit ?? "";
  open(byId("edit"), text);
}

/** A card's words; those that are marked with others in their place. @param {HTMLElement} card @param {boolean} replaced */
function wordsOf(card, replaced) {
  const parts = [...card.childNodes].map((part) => (replaced && part instanceof HTMLElement && part.dataset.instead) || part.textContent);
  return parts.join("");
}

/** @param {Event} event */
async function saveEdit(event) {
  event.preventDefault();
  event.stopPropagation();
  const form = /** @type {HTMLFormElement} */ (event.currentTarget);
  const save = /** @type {HTMLButtonElement} */ (find("button:not([type])", form));
  if (!await send(commandOf(form, save))) return;
  dismiss();
  focusCard();
}

function cardId() {
  return document.getElementById("card")?.dataset.card ?? "";
}
