// @ts-check
/**
 * The parking lot: short notes for later, without names. They are in this page's memory and in this tab's storage, are
 * never sent anywhere, and go when the session ends (R17).
 */
import { open } from "./dialogs.js";
import { byId, find } from "./find.js";

const PREFIX = "parking:";
const name = `${PREFIX}${document.body.dataset.session}:${document.body.dataset.account}`;

/** @type {string[]} */
let notes = [];

/** Wires the list. */
export function wireParking() {
  forgetOthers();
  notes = read();
  document.addEventListener("click", ({ target }) => {
    const pressed = /** @type {Element} */ (target);
    if (pressed.closest("[data-park]")) openParking();
    const item = pressed.closest("[data-unpark]")?.closest("li");
    if (item) take(item);
  });
  find("[data-parking-form]").addEventListener("submit", add);
  document.addEventListener("swapped", eraseAtTheEnd);
  eraseAtTheEnd();
  draw();
}

/** Opens the list. @returns {boolean} whether there is a session to park things for */
export function openParking() {
  if (ended()) return false;
  open(byId("parking"), byId("parking-text"));
  return true;
}

/** @param {Event} event */
function add(event) {
  event.preventDefault();
  event.stopPropagation();
  const field = /** @type {HTMLInputElement} */ (byId("parking-text"));
  const note = field.value.trim();
  if (!note) return;
  notes.push(note);
  field.value = "";
  keep();
}

/** @param {Element} item */
function take(item) {
  notes.splice([...find("[data-parking-list]").children].indexOf(item), 1);
  keep();
  byId("parking-text").focus();
}

function eraseAtTheEnd() {
  if (!ended() || !notes.length) return;
  notes = [];
  keep();
}

function ended() {
  return document.querySelector(".now--ended") !== null;
}

function keep() {
  try {
    if (notes.length) sessionStorage.setItem(name, JSON.stringify(notes));
    else sessionStorage.removeItem(name);
  } catch {
    // Storage is switched off: the notes last as long as the page.
  }
  draw();
}

/** @returns {string[]} */
function read() {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? "[]");
  } catch {
    return [];
  }
}

/** What another session, or somebody else in this tab, left. */
function forgetOthers() {
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(PREFIX) && key !== name) sessionStorage.removeItem(key);
    }
  } catch {
    // Storage is switched off: nothing was left.
  }
}

function draw() {
  const template = /** @type {HTMLTemplateElement} */ (find("[data-parking-item]"));
  find("[data-parking-list]").replaceChildren(...notes.map((note) => {
    const item = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    find("[data-parked]", item).textContent = note;
    find("[data-parked-name]", item).textContent = note;
    return item;
  }));
}
