// @ts-check
/** Who leads: the console of whoever does not can follow and review, and take over by one press that asks. */
import { find } from "./find.js";

let leader = "";

/** Wires the line that says who leads. */
export function wireLeading() {
  document.addEventListener("swapped", draw);
  draw();
}

/** Whether somebody else leads now. */
export function following() {
  return "following" in document.body.dataset;
}

function draw() {
  const line = /** @type {HTMLElement | null} */ (document.querySelector("[data-leader]"));
  const now = line?.dataset.leader ?? "";
  const mine = now === document.body.dataset.account;
  document.body.toggleAttribute("data-leading", mine);
  document.body.toggleAttribute("data-following", line !== null && !mine);
  const more = document.getElementById("now-more");
  if (more) more.hidden = following() && !more.querySelector("[data-slips]");
  if (line && leader && leader !== now) find("[data-announcement]").textContent = find(mine ? ".leads__you" : ".leads__other", line).textContent;
  leader = now;
}
