// @ts-check
/**
 * Lets the worker keep these pages on the phone, says when it has, and asks the browser not to throw away what is here.
 * Without a worker (plain http, an old browser) the page is as it is without this script.
 */

const line = /** @type {HTMLElement | null} */ (document.querySelector("[data-kept]"));
const add = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-add]"));
const workers = "serviceWorker" in navigator ? navigator.serviceWorker : null;

/** Shows that the page opens without a network, as soon as it does. */
async function keep() {
  if (!workers) return;
  await workers.register("/worker.js", { scope: "/" });
  const ready = await workers.ready;
  ready.active?.postMessage({ language: document.documentElement.lang });
  if (line) line.hidden = false;
}

/** Takes the kept pages and the worker off this phone: for whoever clears it. What was written is not theirs to take. */
export async function removeKeptPages() {
  if (!workers) return;
  const all = await workers.getRegistrations();
  await Promise.all(all.map((one) => one.unregister()));
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("pages-") || name === "choices").map((name) => caches.delete(name)));
}

/** Some browsers let a page offer what their own menu has. */
addEventListener("beforeinstallprompt", (/** @type {any} */ event) => {
  if (!add) return;
  event.preventDefault();
  add.hidden = false;
  add.addEventListener("click", () => event.prompt(), { once: true });
});
addEventListener("appinstalled", () => add && (add.hidden = true));

keep().catch(() => {}); // A browser that refuses keeps nothing, and the page works on.
