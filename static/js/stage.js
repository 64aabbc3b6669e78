// @ts-check
/** What the server says is on, as the stage fragment tells the page's scripts. */

const DARK = "#0B0E0F";

/** What the server says is on. */
export function stage() {
  const {
    state = "", step = "", kind = "", writing = "", mood = "", recall = "", announce = "", run = "", hard = "", low = "", high = "", missed = "",
  } = /** @type {HTMLElement} */ (document.querySelector("[data-fragment=stage] > *")).dataset;
  return { state, step, kind, writing: writing === "open", mood, recall: recall === "on", announce, run: Number(run), hard, low, high, missed: missed === "yes" };
}

/** The browser's own bars go dark with the page. @param {string} mood */
export function setMood(mood) {
  document.body.dataset.mood = mood;
  for (const bar of document.querySelectorAll(/** @type {"meta"} */ ("meta[name=theme-color]"))) {
    bar.dataset.own ??= bar.content;
    bar.content = mood === "down" ? DARK : bar.dataset.own;
  }
}
