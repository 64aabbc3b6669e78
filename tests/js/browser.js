/** The few things of a browser that the phone's own modules stand on. Import this first. */

/** @type {Map<string, string>} */
export const stored = new Map();

globalThis.sessionStorage = {
  getItem: (key) => stored.get(key) ?? null,
  setItem: (key, value) => void stored.set(key, value),
  removeItem: (key) => void stored.delete(key),
};
globalThis.document = Object.assign(new EventTarget(), { visibilityState: "visible" });
const page = new EventTarget();
globalThis.addEventListener = page.addEventListener.bind(page);

/** The network is back, as a browser would say it. */
export function online() {
  page.dispatchEvent(new Event("online"));
}

/** Waits until `check` holds; the test's own time limit ends it otherwise. @param {() => boolean} check */
export async function until(check) {
  while (!check()) await new Promise((resume) => setImmediate(resume));
}
