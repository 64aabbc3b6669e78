// @ts-check
/** Whether single keys do things: a choice of this browser, for every page that has such keys (R15). */

const KEPT = "console-keys";

/** Ties a checkbox to the choice. @param {HTMLInputElement} box @returns {() => boolean} whether keys are wanted now */
export function keysWanted(box) {
  box.checked = remembered() !== "off";
  box.addEventListener("change", () => remember(box.checked ? "on" : "off"));
  return () => box.checked;
}

/** Whether a key belongs to what is typed into. @param {EventTarget | null} target */
export function typing(target) {
  const field = /** @type {HTMLElement} */ (target).closest("input, textarea, select");
  return field !== null && !["checkbox", "radio"].includes(field.getAttribute("type") ?? "");
}

function remembered() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null; // Storage is switched off: the keys are on.
  }
}

/** @param {"on" | "off"} choice */
function remember(choice) {
  try {
    localStorage.setItem(KEPT, choice);
  } catch {
    // Storage is switched off: the choice lasts as long as the page.
  }
}
