// @ts-check
/** Finding what a page surely has. */

/** @param {string} selector @param {ParentNode} [within] @returns {HTMLElement} */
export function find(selector, within = document) {
  const found = /** @type {HTMLElement | null} */ (within.querySelector(selector));
  if (!found) throw new Error(`The page has no ${selector}`);
  return found;
}

/** @param {string} id @returns {HTMLElement} */
export function byId(id) {
  return find(`#${id}`);
}
