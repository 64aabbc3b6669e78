// @ts-check
/** The desk by keyboard: 1 accepts, 2 rewords, 3 asks for a second opinion, 4 declines, n goes on. */
import { find } from "./find.js";
import { keysWanted, typing } from "./key_choice.js";

const wanted = keysWanted(/** @type {HTMLInputElement} */ (find("[data-use-keys]")));

document.addEventListener("keydown", (event) => {
  if (!wanted() || event.repeat || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (!/^[1-4n]$/.test(event.key)) return;
  const place = /** @type {HTMLElement | null} */ (document.querySelector(`[data-key="${event.key}"]`));
  if (place) event.preventDefault();
  if (place instanceof HTMLDetailsElement) unfold(place);
  else place?.click();
});

/** @param {HTMLDetailsElement} part */
function unfold(part) {
  part.open = true;
  find("textarea, input:not([type=hidden])", part).focus();
}
