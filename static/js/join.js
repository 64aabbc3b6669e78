// @ts-check
/** The door: the code is shown as ABC-DEFG however it is typed, and a code behind # is taken out of the address. */
import "./corners.js";
import { request } from "./request.js";
import { solve } from "./riddle.js";

const LENGTH = 7;
const FIRST = 3;

const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-join]"));
const field = /** @type {HTMLInputElement} */ (form.querySelector("[data-code]"));
const message = /** @type {HTMLElement} */ (form.querySelector("[data-message]"));
const languages = /** @type {HTMLFormElement} */ (document.querySelector("[data-languages]"));
const working = /** @type {HTMLElement} */ (form.querySelector("[data-working]"));
const offline = /** @type {HTMLElement} */ (form.querySelector("[data-offline]"));

/** @param {string} typed */
function marks(typed) {
  return typed.toUpperCase().replace(/[^A-Z0-9]/g, "").slice(0, LENGTH);
}

/** @param {string} code */
function grouped(code) {
  return code.length > FIRST ? `${code.slice(0, FIRST)}-${code.slice(FIRST)}` : code;
}

/** Groups the code and keeps the caret after the same letter. */
function tidy() {
  const before = marks(field.value.slice(0, field.selectionStart ?? field.value.length)).length;
  field.value = grouped(marks(field.value));
  const caret = before > FIRST ? before + 1 : before;
  if (document.activeElement === field) field.setSelectionRange(caret, caret);
}

/** A QR carries the code behind #, which no server sees. It leaves the address and the history at once. */
function takeFromAddress() {
  const code = marks(decodeURIComponent(location.hash.slice(1)));
  if (!location.hash) return;
  history.replaceState(null, "", location.pathname + location.search);
  field.value = grouped(code);
}

/** Joins without leaving the door in the history. A wrong code comes back as a page with the reason. */
async function join() {
  try {
    const answer = await sent(new FormData(form));
    if (answer) refuse(answer);
  } catch {
    offline.hidden = false;
  } finally {
    working.hidden = true;
  }
}

/** The page that says why not; nothing once the phone is in. @param {FormData} code @returns {Promise<Document | null>} */
async function sent(code) {
  const answer = await request(form.action, { method: "POST", body: code });
  if (answer.type === "opaqueredirect") {
    location.replace(form.dataset.roomUrl ?? "/");
    return null;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const { riddle } = /** @type {HTMLElement | null} */ (page.querySelector("[data-riddle]"))?.dataset ?? {};
  if (!riddle || code.has("riddle")) return page;
  working.hidden = false;
  code.set("riddle", riddle);
  code.set("answer", await solve(riddle));
  return sent(code);
}

/** @param {Document} page */
function refuse(page) {
  const reason = page.querySelector("[data-message]")?.textContent?.trim();
  if (!reason) return form.submit(); // Something else is wrong: let the server's own page say what.
  message.textContent = reason;
  message.hidden = false;
  field.setAttribute("aria-invalid", "true");
  field.select();
}

field.addEventListener("input", tidy);
addEventListener("hashchange", takeFromAddress);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  offline.hidden = message.hidden = true;
  join();
});

/** Another language brings the page anew. What was typed goes with it behind #, past every server. */
languages?.addEventListener("submit", () => {
  languages.action = `${languages.action.split("#")[0]}#${marks(field.value)}`;
});

takeFromAddress();
tidy();
warm();

/** Fetches the room's files while the text is read; Safari does not follow rel=prefetch. */
function warm() {
  if (document.createElement("link").relList.supports("prefetch")) return;
  for (const link of document.querySelectorAll(/** @type {"link"} */ ("link[rel=prefetch]"))) fetch(link.href).catch(() => {});
}
