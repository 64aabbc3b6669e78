// @ts-check
/** The duty board: while something on it waits, the page leaves room for it, so that it covers nothing one needs. */
import { find } from "./find.js";

/** Wires the board. It makes no sound. */
export function wireSignals() {
  document.addEventListener("swapped", draw);
  draw();
}

function draw() {
  const board = find(".signals");
  const lines = board.children.length;
  if (lines) document.body.dataset.signals = board.dataset.open ? "open" : "quiet";
  else delete document.body.dataset.signals;
}
