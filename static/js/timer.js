// @ts-check
/**
 * Counts every `[data-timer]` of the page down by the server's clock.
 * `data-ends-at` holds the end in milliseconds, or `data-paused` what is left. A child `[data-timer-text]` shows the
 * time: its `data-format` holds %s, its `data-over` what to say at the end. A child `[data-timer-cue]` gets those words
 * in the last minute, without a sound (R12). With `data-minutes` the element gets `--left`, from 1 down to 0.
 */
import { serverNow } from "./fragments.js";

const LAST_MINUTE = 60_000;

/** Starts counting. @param {ParentNode} [within] */
export function runTimers(within = document) {
  const tick = () => {
    for (const timer of within.querySelectorAll(/** @type {"p"} */ ("[data-timer]"))) draw(timer);
  };
  tick();
  setInterval(tick, 500);
  document.addEventListener("swapped", tick);
}

/** Shows what a timer has left. @param {HTMLElement} timer */
export function draw(timer) {
  const left = msLeft(timer);
  const last = left <= LAST_MINUTE;
  timer.toggleAttribute("data-last-minute", last);
  timer.toggleAttribute("data-up", left === 0);
  const text = /** @type {HTMLElement | null} */ (timer.querySelector("[data-timer-text]"));
  if (text) write(text, left);
  const cue = /** @type {HTMLElement | null} */ (timer.querySelector("[data-timer-cue]"));
  if (cue) put(cue, last && left > 0 ? cue.dataset.timerCue ?? "" : "");
  if (timer.dataset.minutes) timer.style.setProperty("--left", String(share(left, Number(timer.dataset.minutes))));
}

/** How long a timer runs on, in milliseconds. @param {HTMLElement} timer */
export function msLeft({ dataset }) {
  return Math.max(0, dataset.paused ? Number(dataset.paused) : Number(dataset.endsAt) - serverNow());
}

/** @param {HTMLElement} text @param {number} left */
function write(text, left) {
  put(text, left === 0 && text.dataset.over || (text.dataset.format ?? "%s").replace("%s", clock(left)));
}

/** @param {HTMLElement} place @param {string} words */
function put(place, words) {
  if (place.textContent !== words) place.textContent = words;
}

/** Minutes and seconds, as 4:07. @param {number} ms */
export function clock(ms) {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** @param {number} left @param {number} minutes */
function share(left, minutes) {
  return Math.min(1, left / (minutes * 60_000)).toFixed(4);
}
