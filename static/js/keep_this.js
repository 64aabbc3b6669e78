// @ts-check
/**
 * "Keep this": below each text that the group shared, a way into this phone's own plan. The buttons are put in here, since
 * the stage is the same for every phone; nothing is asked of the server, and nobody is told.
 */
import { keep } from "./plan_keep.js";

/** What was kept while this page is open. @type {Set<string>} */
const kept = new Set();

/** Offers it below each text of the stage, now and after each change. */
export function offerKeepingThis() {
  const template = /** @type {HTMLTemplateElement | null} */ (document.querySelector("[data-keep-this]"));
  if (!template || !globalThis.indexedDB) return;
  const draw = () => {
    for (const item of document.querySelectorAll("[data-fragment=stage] li.strategy")) {
      if (item.querySelector("[data-keep-button]")) continue;
      const place = item.querySelector("details") ?? item;
      const { text, notes } = read(item);
      place.append(template.content.cloneNode(true));
      const button = /** @type {HTMLElement} */ (item.querySelector("[data-keep-button]"));
      if (kept.has(text)) tell(button, "kept");
      button.addEventListener("click", () => keepText(text, notes, button));
    }
  };
  document.addEventListener("swapped", draw);
  draw();
}

/**
 * Puts a text into the plan and says whether it is there.
 * @param {string} text @param {string[]} notes @param {HTMLElement} button the words to say are on the element that holds it
 */
export async function keepText(text, notes, button) {
  const done = await keep({ text, notes }).then(() => true, () => false);
  if (done) kept.add(text);
  tell(button, done ? "kept" : "unkept");
}

/** @param {HTMLElement} button @param {"kept" | "unkept"} how */
function tell(button, how) {
  const place = button.closest("[data-kept-words]");
  const said = place?.querySelector("[data-said]");
  if (!(place instanceof HTMLElement) || !said) return;
  button.hidden = how === "kept";
  said.textContent = (how === "kept" ? place.dataset.keptWords : place.dataset.unkeptWords) ?? "";
}

/** The words of a text, and which lines belong below it. @param {Element} item */
function read(item) {
  const copy = /** @type {Element} */ (item.cloneNode(true));
  for (const note of copy.querySelectorAll(".strategy__note, summary")) note.remove();
  const notes = /** @type {HTMLElement[]} */ ([...item.querySelectorAll("[data-note]")]);
  return { text: copy.textContent?.trim() ?? "", notes: notes.map((note) => note.dataset.note ?? "") };
}
