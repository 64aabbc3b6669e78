// @ts-check
/** Finding a prompt to add: every word that is typed must be in it, without regard to case and accents. */
import { find } from "./find.js";

/** @param {HTMLElement} form */
export function wireSearch(form) {
  const field = find("[data-find]", form);
  const input = /** @type {HTMLInputElement} */ (find("input", field));
  field.hidden = false;
  input.addEventListener("input", (event) => {
    event.stopPropagation();
    narrow(form, plain(input.value).split(/\s+/).filter(Boolean));
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}

/** @param {HTMLElement} form @param {string[]} words */
function narrow(form, words) {
  let found = 0;
  for (const item of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-find-text]"))) {
    const text = plain(item.dataset.findText ?? "");
    item.hidden = !words.every((word) => text.includes(word));
    if (!item.hidden) found += 1;
  }
  for (const topic of /** @type {NodeListOf<HTMLDetailsElement>} */ (form.querySelectorAll("[data-finds] details"))) {
    topic.hidden = !topic.querySelector("li:not([hidden])");
    topic.open = words.length > 0;
  }
  find("[data-none-found]", form).hidden = found > 0;
}

/** @param {string} text */
function plain(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
}
