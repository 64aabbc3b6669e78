// @ts-check
/**
 * The pieces of a page that the server renders, and the server's clock.
 * This is the only module that writes HTML.
 *
 * @typedef {{name: string, revision: number, html: string, now: number}} Frame
 */

/** What each place held when it came from the server, before a script touched it. @type {WeakMap<Element, string>} */
const pristine = new WeakMap();
for (const place of document.querySelectorAll("[data-fragment]")) pristine.set(place, place.innerHTML);

/** The server's clock minus this page's. Wrong phone clocks do not matter. */
let ahead = Number(document.body.dataset.now || Date.now()) - pageArrived();

/** Milliseconds on the server's clock. */
export function serverNow() {
  return performance.now() + ahead;
}

/** @param {number} now the server's clock in milliseconds, just told */
export function setClock(now) {
  ahead = now - performance.now();
}

/**
 * Shows a frame unless the page holds a newer one. Focus and open <details> with an id stay as they were.
 * The place then sends "swapped" if it changed, and "refreshed" in any case; both bubble.
 * @param {Frame} frame
 */
export function show(frame) {
  const place = /** @type {HTMLElement | null} */ (document.querySelector(`[data-fragment="${frame.name}"]`));
  if (!place || frame.revision < Number(place.dataset.revision)) return;
  place.dataset.revision = String(frame.revision);
  const html = parsed(frame.html);
  if (pristine.get(place) !== html) {
    pristine.set(place, html);
    swap(place, html);
    place.dispatchEvent(new CustomEvent("swapped", { bubbles: true }));
  }
  place.dispatchEvent(new CustomEvent("refreshed", { bubbles: true }));
}

/** Fills a place that no frame is pushed to. @param {HTMLElement} place @param {string} html rendered by the server */
export function fill(place, html) {
  place.innerHTML = html;
}

/** @param {HTMLElement} place @param {string} html */
function swap(place, html) {
  const opened = new Map(detailsOf(place).map((details) => [details.id, details.open]));
  const focused = place.contains(document.activeElement) && document.activeElement;
  place.innerHTML = html;
  for (const details of detailsOf(place)) details.open = opened.get(details.id) ?? details.open;
  if (focused) (focused.id && document.getElementById(focused.id) || place).focus({ preventScroll: true });
}

/** @param {HTMLElement} place @returns {HTMLDetailsElement[]} */
function detailsOf(place) {
  return [...place.querySelectorAll(/** @type {"details"} */ ("details[id]"))];
}

/** HTML as the browser would write it, so that equal pages compare as equal. @param {string} html */
function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.innerHTML;
}

/** When the page's first byte came, on the clock of performance.now(). */
function pageArrived() {
  const [arrival] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  return arrival?.responseStart || performance.now();
}
