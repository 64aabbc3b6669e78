// @ts-check
/** What phones show now, in a tree of its own: the phones' styles and the console's never meet. */
import { open } from "./dialogs.js";
import { byId, find } from "./find.js";
import { fill, setClock } from "./fragments.js";
import { request, told } from "./request.js";
import { runTimers } from "./timer.js";

/** @type {HTMLElement | null} */
let stage = null;

/** Wires the view. */
export function wirePreview() {
  document.addEventListener("click", ({ target }) => {
    if (/** @type {Element} */ (target).closest("[data-preview]")) show();
  });
  document.addEventListener("swapped", () => byId("preview").hidden || draw());
}

function show() {
  stage ??= made(find("[data-preview-phone]"));
  const code = document.querySelector(".room__code strong")?.textContent ?? "";
  /** @type {HTMLAnchorElement} */ (find("[data-as-a-phone]")).hash = code;
  draw();
  open(byId("preview"), find("[data-dismiss]", byId("preview")));
}

/** An empty phone. @param {HTMLElement} host */
function made(host) {
  const root = host.attachShadow({ mode: "open" });
  const styles = (host.dataset.styles ?? "").split(" ").map((href) => Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
  const [phone, main, page] = ["phone", "phone__main", "phone__page"].map((name) => Object.assign(document.createElement("div"), { className: name }));
  phone?.append(main ?? "");
  main?.append(page ?? "");
  root.append(...styles, phone ?? "");
  runTimers(root);
  return /** @type {HTMLElement} */ (page);
}

async function draw() {
  try {
    const answer = await request(find("[data-preview-phone]").dataset.url ?? "", { headers: { Accept: "application/json" } });
    const { now, frames } = await told(answer);
    if (!stage || !frames) return;
    setClock(now);
    fill(stage, frames[0].html);
    const { mood = "", writing = "" } = /** @type {HTMLElement} */ (stage.firstElementChild).dataset;
    /** @type {HTMLElement} */ (stage.closest(".phone")).dataset.mood = mood;
    find("[data-preview-writing]").hidden = !writing;
  } catch {
    // Without a network the last picture stands.
  }
}
