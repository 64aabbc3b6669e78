// @ts-check
/** What can be opened and closed on the console: the four parts on a phone, sheets, small menus. */
import { byId, find } from "./find.js";

/** Wires tabs, sheets and menus. */
export function wirePanes() {
  showPart(location.hash.slice(1) || "now");
  document.addEventListener("click", follow);
  document.addEventListener("click", ({ target }) => closeMenus(/** @type {Element} */ (target)));
  document.addEventListener("toggle", settle, true);
}

/** Shows one of the four parts where the console has room for one only. @param {string} name */
export function showPart(name) {
  const main = byId("main");
  const known = document.querySelector(`.tabs [data-tab-link="${CSS.escape(name)}"]`);
  main.dataset.tab = known ? name : "now";
  for (const tab of document.querySelectorAll(".tabs [data-tab-link]")) {
    if (tab.getAttribute("data-tab-link") === main.dataset.tab) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
}

/** Closes the sheet or menu that is open, and gives the focus to what opened it. @returns {boolean} whether one was */
export function closeOpened() {
  const opened = /** @type {HTMLDetailsElement | null} */ (document.querySelector("[data-sheet][open], .menu[open]"));
  if (opened) shut(opened);
  return opened !== null;
}

/** @param {HTMLDetailsElement} details */
export function shut(details) {
  const inside = details.contains(document.activeElement);
  details.open = false;
  if (inside) find("summary", details).focus({ preventScroll: true });
}

/** @param {MouseEvent} event */
function follow(event) {
  const pressed = /** @type {Element} */ (event.target);
  if (pressed.closest("[data-close-sheet]")) closeOpened();
  const link = /** @type {HTMLElement | null} */ (pressed.closest("[data-tab-link]"));
  if (!link) return;
  event.preventDefault();
  const name = link.dataset.tabLink ?? "";
  showPart(name);
  if (link.closest(".tabs")) scrollTo(0, 0);
  else arrive(name);
}

/** @param {string} name */
function arrive(name) {
  const target = document.getElementById(name === "queue" ? "card" : "now-title") ?? byId(name);
  target.focus({ preventScroll: true });
  byId(name).scrollIntoView({ block: "nearest" });
}

/** @param {Element} pressed */
function closeMenus(pressed) {
  for (const menu of document.querySelectorAll(/** @type {"details"} */ (".menu[open]"))) {
    if (!menu.contains(pressed) || pressed.closest("a")) menu.open = false;
  }
}

/** One sheet at a time, and a menu opens in sight. @param {Event} event */
function settle({ target }) {
  const opened = /** @type {HTMLDetailsElement} */ (target);
  if (!opened.open) return;
  opened.querySelector(".menu__panel")?.scrollIntoView({ block: "nearest" });
  if (!opened.matches("[data-sheet]")) return;
  for (const sheet of document.querySelectorAll(/** @type {"details"} */ ("[data-sheet][open]"))) {
    if (sheet !== opened) sheet.open = false;
  }
}
