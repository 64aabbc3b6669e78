// @ts-check
/**
 * An exercise, line by line, in one rhythm on every screen: the step's time by the server's clock, shared out evenly.
 * Who asks for less motion, or has no script, sees all lines at once, and they stay.
 */
import { msLeft } from "./timer.js";

const still = matchMedia("(prefers-reduced-motion: reduce)");

/** Paces every `[data-pace]` of the page; `data-minutes` is its length. */
export function runPace() {
  tick();
  setInterval(tick, 500);
  document.addEventListener("swapped", tick);
}

function tick() {
  for (const exercise of document.querySelectorAll(/** @type {"div"} */ ("[data-pace]"))) draw(exercise);
}

/** @param {HTMLElement} exercise */
function draw(exercise) {
  const lines = [...exercise.querySelectorAll("li")];
  const now = lineAt(lines.length, Number(exercise.dataset.minutes) * 60_000, msLeft(exercise));
  exercise.classList.toggle("paced--moving", !still.matches);
  lines.forEach((line, place) => line.classList.toggle("paced__line--now", place === now));
}

/** The place of the line that is on. @param {number} lines @param {number} whole @param {number} left both in ms */
export function lineAt(lines, whole, left) {
  const passed = Math.max(0, whole - left);
  return Math.min(lines - 1, Math.floor(passed * lines / whole));
}
