// @ts-check
/** The projector: it follows the session, and its keys turn the pages of a long list. */
import { stayAwake } from "./comfort.js";
import { keepLive } from "./live.js";
import { runPace } from "./pace.js";
import { runTimers } from "./timer.js";

const FORWARD = ["ArrowRight", "ArrowDown", "PageDown", " ", "Enter"];
const BACK = ["ArrowLeft", "ArrowUp", "PageUp", "Backspace"];

const place = /** @type {HTMLElement} */ (document.querySelector("[data-screen]"));
const lost = /** @type {HTMLElement} */ (document.querySelector("[data-lost]"));
const more = /** @type {HTMLElement} */ (document.querySelector("[data-more]"));
let page = 0;

/** The words that may not fit: the window they are seen through, and the strip of columns behind it. */
function parts() {
  const view = /** @type {HTMLElement | null} */ (place.querySelector("[data-pages]"));
  const strip = /** @type {HTMLElement | null} */ (place.querySelector("[data-pages-strip]"));
  return view && strip && { view, strip };
}

/** One large column if that is enough, else two, else two and pages: columns that run on sideways. */
const LAYOUTS = ["wall__words--one", "wall__words--two", "wall__words--pages"];

function layOut() {
  const found = parts();
  more.hidden = true;
  if (!found) return;
  const { view, strip } = found;
  for (const layout of LAYOUTS) {
    strip.classList.remove(...LAYOUTS);
    strip.classList.add(layout);
    if (strip.scrollHeight <= view.clientHeight && strip.scrollWidth <= view.clientWidth) break;
  }
  turn(0);
}

/** @param {number} by pages */
function turn(by) {
  const found = parts();
  if (!found) return;
  const { view, strip } = found;
  const step = view.clientWidth + parseFloat(getComputedStyle(strip).columnGap || "0");
  const pages = Math.max(1, Math.ceil((strip.scrollWidth - 1) / step));
  page = Math.min(Math.max(page + by, 0), pages - 1);
  const side = getComputedStyle(strip).direction === "rtl" ? 1 : -1;
  strip.style.transform = page ? `translateX(${side * page * step}px)` : "";
  more.hidden = pages === 1;
  more.textContent = Array.from({ length: pages }, (_, number) => (number === page ? "●" : "○")).join(" ");
}

addEventListener("keydown", (event) => {
  const by = FORWARD.includes(event.key) ? 1 : BACK.includes(event.key) ? -1 : 0;
  if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  turn(by);
});
addEventListener("resize", layOut);
document.addEventListener("swapped", () => {
  page = 0;
  layOut();
});

runTimers();
runPace();
keepLive({
  url: place.dataset.fragmentsUrl ?? "",
  auth: { as: "screen", link: place.dataset.link ?? "" },
  inTouch: (yes) => (lost.hidden = yes),
});
stayAwake(true);
layOut();
document.fonts?.ready.then(layOut);
