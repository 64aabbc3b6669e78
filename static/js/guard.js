// @ts-check
/**
 * The next action and a card's buttons stay in their places while what they do changes. A press within half a second
 * of such a change, such as the second of a double click, was meant for what stood there before: it does nothing.
 */

const TOO_SOON = 500;
const PLACES = "#next, .queue__actions button";

let deeds = deedsNow();
/** @type {Map<string, number>} */
const changedAt = new Map();

/** Wires the guard. Call it before anything else listens for clicks. */
export function wireGuard() {
  document.addEventListener("swapped", follow);
  document.addEventListener("click", guard, true);
  document.addEventListener("keydown", (event) => {
    const held = event.repeat && (event.key === "Enter" || event.key === " ");
    if (held && /** @type {Element} */ (event.target).closest("button, a")) event.preventDefault();
  });
}

function follow() {
  const now = deedsNow();
  for (const [place, deed] of now) {
    if (deeds.get(place) !== deed) changedAt.set(place, performance.now());
  }
  deeds = now;
}

/** @param {MouseEvent} event */
function guard(event) {
  const button = /** @type {Element} */ (event.target).closest(PLACES);
  const since = button && changedAt.get(button.id);
  if (since == null || performance.now() - since > TOO_SOON) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** What each place does now. @returns {Map<string, string>} */
function deedsNow() {
  const buttons = [...document.querySelectorAll(PLACES)];
  return new Map(buttons.map((button) => [button.id, ["formaction", "data-edit", "href"].map((name) => button.getAttribute(name)).join()]));
}
