// @ts-check
/** The console's keys. Each does what a button does, and all can be switched off (R15, R52). */
import { busy, cover, covered, dismiss, uncover } from "./dialogs.js";
import { byId, find } from "./find.js";
import { keysWanted, typing } from "./key_choice.js";
import { following } from "./leading.js";
import { closeOpened } from "./panes.js";
import { openParking } from "./parking.js";
import { pressed } from "./queue.js";
import { readAloud } from "./read_aloud.js";

/** What a key does, when no dialog is up; each tells whether it meant something. @type {Record<string, () => boolean>} */
const DEEDS = {
  "?": () => toggle("keys-sheet"),
  s: () => toggle("lines-sheet"),
  h: () => toggle("help-sheet"),
  e: () => toggle("emergency-sheet"),
  n: () => press("next") || press("local-next"),
  "+": () => !following() && press("add-minute", false),
  r: readAloud,
  p: openParking,
};

/** Wires the keys. */
export function wireKeys() {
  const wanted = keysWanted(/** @type {HTMLInputElement} */ (find("[data-use-keys]")));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return void escape();
    if (!wanted() || event.repeat || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (act(event.key)) event.preventDefault();
  });
}

/** @param {string} key @returns {boolean} whether the key means something here */
function act(key) {
  if (key === ".") covered() ? uncover() : cover();
  else if (busy()) return false;
  else return DEEDS[key]?.() ?? ("1234".includes(key) && pressed(key));
  return true;
}

function escape() {
  if (covered()) return;
  if (busy()) dismiss();
  else closeOpened();
}

/** @param {string} id @param {boolean} [inSight] whether the button must be on the screen, and not in a closed menu */
function press(id, inSight = true) {
  const button = document.getElementById(id);
  if (!button || inSight && !button.getClientRects().length) return false;
  button.click();
  return true;
}

/** @param {string} id */
function toggle(id) {
  const sheet = /** @type {HTMLDetailsElement} */ (byId(id));
  sheet.open = !sheet.open;
  if (sheet.open) find("summary", sheet).focus();
  return true;
}
