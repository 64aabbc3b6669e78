// @ts-check
/** The facilitator's lines: those that fit the present step stand first. All are in the page, so that no network is needed. */
import { find } from "./find.js";

/** Wires the sheet of lines. */
export function wireLines() {
  document.addEventListener("swapped", draw);
  draw();
}

function draw() {
  const ids = (find("[data-likely]").dataset.likely ?? "").split(" ");
  const lines = ids.map((id) => document.querySelector(`[data-line="${CSS.escape(id)}"]`)).filter((line) => line !== null);
  const place = find("[data-likely-lines]");
  place.replaceChildren(...lines.map((line) => /** @type {Element} */ (line).cloneNode(true)));
  for (const copy of place.children) copy.removeAttribute("data-line");
  /** @type {HTMLElement} */ (place.parentElement).hidden = lines.length === 0;
}
