// @ts-check
/** The list of what this phone sent, with a way to take each thing back, now or later; and what was not sent. */

import { keepText, offerKeepingThis } from "./keep_this.js";

/** @typedef {import("./phone.js").Entry} Entry */

/**
 * Draws `[data-mine]` and fills it only when something in it has changed, so that what is open stays open.
 * @param {Entry[]} entries
 */
export function drawMine(entries) {
  const sent = entries.filter(({ kind }) => kind === "strategy");
  redraw("mine", sent.map(({ receipt, text, state, words }) => ({ receipt, text, state, words })), (item, entry) => {
    part(item, "text").textContent = entry.text;
    part(item, "words").textContent = entry.words;
    part(item, "later").hidden = !entry.words || entry.state === "taken";
    part(item, "take-back").dataset.receipt = entry.receipt;
    part(item, "take-back").hidden = entry.state === "taken";
    part(item, entry.state).hidden = false;
  });
  return sent.length > 0;
}

/** Draws `[data-unsent]`: texts that never left this phone. @param {string[]} texts */
export function drawUnsent(texts) {
  redraw("unsent", texts, (item, text) => (part(item, "text").textContent = text));
  return texts.length > 0;
}

/** Draws `[data-alone]`: what was written for this phone alone. @param {string[]} texts */
export function drawAlone(texts) {
  redraw("alone", texts, (item, text) => (part(item, "text").textContent = text));
  return texts.length > 0;
}

/**
 * @template T
 * @param {string} name @param {T[]} rows @param {(item: DocumentFragment, row: T) => void} fill
 */
function redraw(name, rows, fill) {
  const list = part(document, `${name}-list`);
  const drawn = JSON.stringify(rows);
  if (list.dataset.drawn === drawn) return;
  list.dataset.drawn = drawn;
  const template = /** @type {HTMLTemplateElement} */ (part(document, `${name}-item`));
  list.replaceChildren(...rows.map((row) => {
    const item = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    fill(item, row);
    return item;
  }));
}

/** @param {ParentNode} where @param {string} name @returns {HTMLElement} */
function part(where, name) {
  return /** @type {HTMLElement} */ (where.querySelector(`[data-${name}]`));
}

/** Copy, Save and Print beside any `[data-copied]` text, and a way into the plan. */
export function offerKeeping() {
  offerKeepingThis();
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && /** @type {HTMLElement | null} */ (event.target.closest("[data-keep]"));
    const kept = button ? button.closest("[data-kept]")?.querySelector("[data-copied]") : null;
    const text = kept instanceof HTMLTextAreaElement ? kept.value : kept?.textContent;
    if (!button || !text) return;
    if (button.dataset.keep === "copy") copy(text, button);
    else if (button.dataset.keep === "plan") keepText(text, [], button);
    else if (button.dataset.keep === "save") saveFile(withAddress(text));
    else print(text);
  });
}

/** @param {string} text @param {HTMLElement} button */
async function copy(text, button) {
  const done = await navigator.clipboard?.writeText(text).then(() => true, () => false) || copyOldWay(text);
  const label = button.textContent;
  if (!done || !button.dataset.done) return;
  button.textContent = button.dataset.done;
  setTimeout(() => (button.textContent = label), 2000);
}

/** Pages without HTTPS have no clipboard of their own. @param {string} text */
function copyOldWay(text) {
  const box = document.createElement("textarea");
  box.value = text;
  box.className = "visually-hidden";
  document.body.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  return done;
}

/** @param {string} text */
function saveFile(text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = "words.txt";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** @param {string} text */
function print(text) {
  const sheet = part(document, "printed");
  sheet.textContent = withAddress(text);
  globalThis.print();
}

/** @param {string} words the words, and where they work */
function withAddress(words) {
  return `${words}\n\n${location.origin}${part(document, "room").dataset.takeBackUrl}\n`;
}
