// @ts-check
/**
 * What is for this phone alone: the private steps' field. It has no name, belongs to no form, and nothing here sends.
 * It is kept as drafts are, and gone with them.
 */
import { find } from "./find.js";

/** @param {import("./phone.js").Phone} phone */
export function openPrivate(phone) {
  const box = /** @type {HTMLTextAreaElement} */ (find("[data-private-box]"));
  let step = "";

  /** Puts what was written in a step into the field, once. @param {string} next */
  function show(next) {
    if (next === step) return;
    step = next;
    box.value = phone.privates[step] ?? "";
  }

  box.addEventListener("input", () => {
    if (box.value) phone.privates[step] = box.value;
    else delete phone.privates[step];
    phone.save();
  });

  return {
    show,
    /** All that was written for this phone alone. */
    texts: () => Object.values(phone.privates).map((text) => text.trim()).filter((text) => text),
    empty: () => (box.value = ""),
  };
}
