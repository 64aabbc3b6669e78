// @ts-check
/** The prompt editor with a script: how the words read is told while they are typed, and fields come with their kind. */
import { byId, find } from "./find.js";
import { request, told } from "./request.js";

const PAUSE = 400;
const form = /** @type {HTMLFormElement} */ (find("[data-prompt-editor]"));
const kind = /** @type {HTMLSelectElement} */ (byId("kind"));
const text = /** @type {HTMLTextAreaElement} */ (byId("text"));
const READ = ["text", "options", "reminder", "language"];

let timer = 0;
let asked = 0;

find("[data-without-script]").hidden = true;
kind.addEventListener("change", showFields);
form.addEventListener("input", ({ target }) => {
  if (!READ.includes(/** @type {HTMLInputElement} */ (target).name)) return;
  clearTimeout(timer);
  timer = setTimeout(look, PAUSE);
});
showFields();
if (text.value !== text.defaultValue) look(); // typed before this script came, or kept by the browser

/** Choices are for polls, and a hard end for scales. */
function showFields() {
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-for-kind]"))) {
    part.hidden = part.dataset.forKind !== kind.value;
  }
}

/** Asks how the words read; nothing is stored. An older answer never replaces a newer one. */
async function look() {
  asked += 1;
  const mine = asked;
  const body = new URLSearchParams(/** @type {[string, string][]} */ ([...new FormData(form)]));
  try {
    const answer = await request(form.dataset.readingAt ?? "", { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.ok && mine === asked) show(await told(answer));
  } catch {
    // Without a network the words stay unmeasured; that hinders nobody.
  }
}

/** @param {{reading: string, hints: string[]}} words */
function show({ reading, hints }) {
  find("[data-reading]").textContent = reading;
  const list = find("[data-hints]");
  list.hidden = hints.length === 0;
  list.replaceChildren(...hints.map((line) => {
    const item = document.createElement("li");
    item.textContent = line;
    return item;
  }));
}
