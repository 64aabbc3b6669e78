// @ts-check
/** Dragging a step by its grip, with a mouse or a finger. Everything it does, the buttons and keys do too. */

/**
 * @param {HTMLElement} list
 * @param {(step: HTMLElement) => void} dropped called with a step that has a new place
 */
export function wireDrag(list, dropped) {
  for (const grip of list.querySelectorAll("[data-grip]")) /** @type {HTMLElement} */ (grip).hidden = false;
  list.addEventListener("pointerdown", (event) => {
    const grip = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-grip]"));
    const step = /** @type {HTMLElement | null} */ (grip?.closest("[data-step]") ?? null);
    if (!grip || !step || event.button !== 0) return;
    event.preventDefault();
    drag(list, step, grip, event.pointerId, dropped);
  });
}

/**
 * @param {HTMLElement} list @param {HTMLElement} step @param {HTMLElement} grip @param {number} pointer
 * @param {(step: HTMLElement) => void} dropped
 */
function drag(list, step, grip, pointer, dropped) {
  const before = [...list.children].indexOf(step);
  step.classList.add("step--moving");
  // Moving an element in the page drops a captured pointer, so the whole window is listened to.
  const follow = (/** @type {PointerEvent} */ event) => {
    if (event.pointerId === pointer) place(list, step, event.clientY);
  };
  const drop = (/** @type {PointerEvent} */ event) => {
    if (event.pointerId !== pointer) return;
    removeEventListener("pointermove", follow);
    for (const end of ENDS) removeEventListener(end, drop);
    step.classList.remove("step--moving");
    if ([...list.children].indexOf(step) !== before) dropped(step);
  };
  addEventListener("pointermove", follow);
  for (const end of ENDS) addEventListener(end, drop);
}

const ENDS = /** @type {const} */ (["pointerup", "pointercancel"]);

/** Puts the step where the pointer is. @param {HTMLElement} list @param {HTMLElement} step @param {number} y */
function place(list, step, y) {
  const others = [...list.children].filter((other) => other !== step);
  const below = others.find((other) => y < middle(other)) ?? null;
  if (step.nextElementSibling !== below) list.insertBefore(step, below);
}

/** @param {Element} element */
function middle(element) {
  const { top, height } = element.getBoundingClientRect();
  return top + height / 2;
}
