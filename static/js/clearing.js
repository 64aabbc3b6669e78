// @ts-check
/** "Clear this phone" asks first where there is a plan of one's own: this group only, or the plan too. */

import { hasPlan, wipe } from "./plan_store.js";

/**
 * What its buttons do, by their `data-do`.
 * @param {() => void} clear takes what belongs to the group off this phone
 */
export function openClearing(clear) {
  const done = () => {
    clear();
    for (const words of document.querySelectorAll(/** @type {"p"} */ ("[data-cleared]"))) words.hidden = false;
  };
  /** @param {boolean} yes */
  const ask = (yes) => {
    for (const question of document.querySelectorAll(/** @type {"div"} */ ("[data-clear-ask]"))) question.hidden = !yes;
    for (const button of document.querySelectorAll(/** @type {"button"} */ ("[data-do=clear]"))) button.hidden = yes;
  };
  return {
    clear: async (/** @type {HTMLElement} */ button) => {
      if (!(await hasPlan().catch(() => false))) return done();
      ask(true);
      const near = button.closest("section, details")?.querySelector("[data-do=clear-group]");
      if (near instanceof HTMLElement) near.focus();
    },
    "clear-group": () => {
      ask(false);
      done();
    },
    "clear-all": async () => {
      await wipe();
      ask(false);
      done();
    },
  };
}
