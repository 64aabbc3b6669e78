// @ts-check
/** Read aloud: what the group shared, one text at a time in very large type, on the facilitator's own device (R16). */
import { dismiss, open } from "./dialogs.js";
import { byId, find } from "./find.js";

const FORWARD = ["ArrowRight", "ArrowDown", "PageDown", " "];
const BACK = ["ArrowLeft", "ArrowUp", "PageUp"];

/** @type {string[]} */
let texts = [];
let at = 0;

/** Wires buttons and keys. */
export function wireReadAloud() {
  document.addEventListener("click", ({ target }) => {
    const pressed = /** @type {Element} */ (target);
    if (pressed.closest("[data-read-aloud]")) readAloud();
    const button = /** @type {HTMLElement | null} */ (pressed.closest("[data-read-turn]"));
    if (button) turn(Number(button.dataset.readTurn));
  });
  byId("read-aloud").addEventListener("keydown", follow);
  document.addEventListener("swapped", refresh);
}

/** Opens the view. @returns {boolean} whether there is something to read */
export function readAloud() {
  texts = shown();
  at = 0;
  if (!texts.length) return false;
  draw();
  open(byId("read-aloud"), find("[data-read-words]"));
  return true;
}

function shown() {
  return [...document.querySelectorAll(".read-out [data-read]")].map((item) => item.textContent ?? "");
}

/** @param {KeyboardEvent} event */
function follow(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const onButton = event.key === " " && /** @type {Element} */ (event.target).closest("button");
  const by = onButton ? 0 : FORWARD.includes(event.key) ? 1 : BACK.includes(event.key) ? -1 : 0;
  if (!by) return;
  event.preventDefault();
  turn(by);
}

/** @param {number} by */
function turn(by) {
  at = Math.min(Math.max(at + by, 0), texts.length - 1);
  draw();
}

/** Something was shown since, or taken back: what is being read stays, as long as it is there. */
function refresh() {
  if (byId("read-aloud").hidden) return;
  const reading = texts[at] ?? "";
  texts = shown();
  if (!texts.length) return dismiss();
  const still = texts.indexOf(reading);
  at = still < 0 ? Math.min(at, texts.length - 1) : still;
  draw();
}

function draw() {
  const words = find("[data-read-words]");
  if (words.textContent !== texts[at]) words.textContent = texts[at] ?? "";
  const place = find("[data-read-place]");
  place.textContent = (place.dataset.format ?? "").replace("%(place)s", String(at + 1)).replace("%(places)s", String(texts.length));
  byId("read-back").setAttribute("aria-disabled", String(at === 0));
  byId("read-next").setAttribute("aria-disabled", String(at === texts.length - 1));
}
