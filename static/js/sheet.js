// @ts-check
/** The join sheet prints itself where a script may. */
import { find } from "./find.js";

const button = find("[data-print]");
button.hidden = false;
button.addEventListener("click", () => print());
