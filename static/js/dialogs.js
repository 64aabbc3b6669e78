// @ts-check
/**
 * Dialogs, the question before what cannot be undone, and the cover.
 * While one is up, the stylesheet hides the rest of the page, so that neither focus nor a screen reader leaves it.
 */
import { byId, find } from "./find.js";

/** @typedef {{words: DOMStringMap, go: () => void, instead: () => void}} Question */

/** @type {HTMLElement | null} */
let shown = null;
/** The id of what had the focus: by the time a dialog closes, a swap may have put another element in its place. */
let cameFrom = "";
/** @type {Question | null} */
let question = null;
/** @type {HTMLElement | null} */
let underCover = null;

/** Wires what every dialog has. */
export function wireDialogs() {
  document.addEventListener("click", ({ target }) => {
    const pressed = /** @type {HTMLElement} */ (target);
    if (pressed.closest("[data-dismiss]")) dismiss();
    if (pressed.closest("[data-cover]")) cover();
    if (pressed.closest("[data-uncover]")) uncover();
  });
  find("[data-answer=go]").addEventListener("click", () => decide("go"));
  find("[data-answer=instead]").addEventListener("click", () => decide("instead"));
}

/** Whether a dialog or the cover keeps the page from being used. */
export function busy() {
  return shown !== null || covered();
}

/** @param {HTMLElement} dialog @param {HTMLElement} first what gets the focus */
export function open(dialog, first) {
  if (shown) hide(shown);
  else cameFrom = document.activeElement?.id ?? "";
  shown = dialog;
  dialog.hidden = false;
  dialog.dataset.modalShown = "";
  document.body.dataset.modal = dialog.id;
  first.focus();
}

/** Closes the dialog that is up, and gives the focus back. */
export function dismiss() {
  if (!shown) return;
  hide(shown);
  shown = null;
  delete document.body.dataset.modal;
  /** @type {HTMLElement | null} */ (document.activeElement)?.blur(); // Else a hidden field gets the next key.
  document.getElementById(cameFrom)?.focus({ preventScroll: true });
}

/** Asks once before something that cannot be undone or that everybody sees. @param {Question} asked */
export function ask(asked) {
  const { askText, askYes, askInsteadYes } = asked.words;
  const dialog = byId("ask");
  question = asked;
  find("[data-ask-title]", dialog).textContent = asked.words.ask ?? "";
  find("[data-ask-words]", dialog).textContent = askText ?? "";
  find("[data-answer=go]", dialog).textContent = askYes ?? "";
  const instead = find("[data-answer=instead]", dialog);
  instead.textContent = askInsteadYes ?? "";
  instead.hidden = !askInsteadYes;
  open(dialog, find(askInsteadYes ? "[data-answer=instead]" : "[data-dismiss]", dialog));
}

/** @param {"go" | "instead"} which */
function decide(which) {
  const answered = question;
  question = null;
  dismiss();
  answered?.[which]();
}

/** Hides everything on the screen, with one key. */
export function cover() {
  if (covered()) return;
  underCover = /** @type {HTMLElement | null} */ (document.activeElement);
  byId("cover").hidden = false;
  document.body.dataset.covered = "";
  find("[data-uncover]").focus();
}

export function uncover() {
  byId("cover").hidden = true;
  delete document.body.dataset.covered;
  (document.getElementById(underCover?.id ?? "") ?? underCover)?.focus({ preventScroll: true });
}

export function covered() {
  return "covered" in document.body.dataset;
}

/** @param {HTMLElement} dialog */
function hide(dialog) {
  dialog.hidden = true;
  delete dialog.dataset.modalShown;
}
