// @ts-check
/** A group's library on a phone: searched, narrowed and shuffled here, without a request. "Keep this" puts a text into the plan. */
import { find } from "./find.js";

const SHORT = 3; // letters: shorter words such as "at" say nothing

const card = find("[data-card]");
const list = /** @type {HTMLElement | null} */ (card.querySelector("[data-ideas]"));
const ideas = /** @type {HTMLElement[]} */ ([...card.querySelectorAll("[data-idea]")]);

/** @param {string} text */
function folded(text) {
  return text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
}

/** Wires search, filters and order. */
function wireTools() {
  const words = /** @type {HTMLInputElement} */ (find("[data-words]"));
  const moment = /** @type {HTMLSelectElement | null} */ (card.querySelector("[data-moment]"));
  const stage = /** @type {HTMLSelectElement | null} */ (card.querySelector("[data-stage]"));
  const draw = () => {
    const narrowed = ideas.filter((idea) => has(idea.dataset.moments, moment?.value) && has(idea.dataset.stages, stage?.value));
    const wanted = folded(words.value).split(/[^\p{L}\p{N}]+/u).filter((word) => word.length >= SHORT);
    const whole = narrowed.filter((idea) => wanted.every((word) => idea.dataset.search?.includes(stem(word))));
    const some = narrowed.filter((idea) => wanted.some((word) => idea.dataset.search?.includes(stem(word))));
    const shown = new Set(whole.length ? whole : some);
    for (const idea of ideas) idea.hidden = !shown.has(idea);
    find("[data-none]").hidden = shown.size > 0;
    find("[data-some]").hidden = whole.length > 0 || shown.size === 0;
  };
  for (const field of [words, moment, stage]) field?.addEventListener("input", draw);
  find("[data-shuffle]").addEventListener("click", () => list?.append(...shuffled(ideas)));
  find("[data-tools]").hidden = false;
}

/** Whether one of the ids is `wanted`; what fits any stage fits each. @param {string | undefined} ids @param {string | undefined} wanted */
function has(ids = "", wanted = "") {
  return !wanted || ids.split(" ").some((id) => id === wanted || id === "any");
}

/** "nights" finds "night". @param {string} word */
function stem(word) {
  return word.length > SHORT + 1 ? word.replace(/e?s$/, "") : word;
}

/** @template T @param {T[]} things @returns {T[]} */
function shuffled(things) {
  const order = crypto.getRandomValues(new Uint32Array(things.length));
  return things.map((thing, place) => ({ thing, key: order[place] ?? 0 })).sort((a, b) => a.key - b.key).map(({ thing }) => thing);
}

/** Offers to keep a text, where this phone can have a plan. */
async function wireKeeping() {
  const { keep } = await import("./plan_keep.js");
  for (const idea of ideas) {
    const button = /** @type {HTMLButtonElement} */ (find("[data-keep]", idea));
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = find("[data-text]", idea).textContent?.trim() ?? "";
      const notes = [...idea.querySelectorAll(/** @type {"p"} */ ("[data-note]"))].map((note) => note.dataset.note ?? "");
      const done = await keep({ text, notes }).then(() => true, () => false);
      button.hidden = done;
      find("[data-kept-words]", idea).textContent = (done ? card.dataset.keptSay : card.dataset.unkeptSay) ?? "";
    });
  }
}

if (ideas.length) wireTools();
wireKeeping().catch(() => {}); // Without a place for a plan there is no button.
