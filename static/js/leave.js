// @ts-check
/** Leaving fast: the seat is given back if it can be, this phone's own keys go, and another page takes this one's place. */
import { leaveNothing } from "./phone.js";

const PATIENCE = 300; // milliseconds

/**
 * Makes every `[data-leave]` link leave at once. Without a script it is a plain link to the other page.
 * @param {() => Promise<unknown>} [last] what may still be put away, out of sight
 */
export function offerLeaving(last) {
  for (const link of document.querySelectorAll(/** @type {"a"} */ ("a[data-leave]"))) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      document.documentElement.hidden = true;
      leaveNothing();
      giveSeatBack();
      const go = () => location.replace(link.href);
      if (!last) return go();
      setTimeout(go, PATIENCE);
      last().then(go, go);
    });
  }
}

/** Tells the server, as far as it can be reached, that this phone's seat is free. */
export function giveSeatBack() {
  const token = /** @type {HTMLInputElement | null} */ (document.querySelector("input[name=csrf_token]"))?.value;
  const url = /** @type {HTMLElement | null} */ (document.querySelector("[data-leave-url]"))?.dataset.leaveUrl;
  if (!token || !url) return;
  const form = new FormData();
  form.set("csrf_token", token);
  navigator.sendBeacon(url, form);
}
