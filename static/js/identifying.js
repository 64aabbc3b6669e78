// @ts-check
/**
 * A calm line under the box when what is written may say who somebody is. This phone looks by itself, by the rules of
 * facilitator/privacy/identifying.py: nothing is blocked and nothing is sent.
 *
 * @typedef {{kind: string, patterns: string[], cased: boolean, only: string[], never: string[]}} Rule
 */
import { find } from "./find.js";

const PAUSE = 600; // milliseconds without typing
const AGAIN = 20_000;

/** @type {{kind: string, searches: RegExp[], only: Set<string>, never: Set<string>}[]} */
let rules = [];

/** Watches the box and says which kinds of details are in it. @param {HTMLTextAreaElement} box */
export function hintAtDetails(box) {
  const line = find("[data-identifying]");
  let timer = 0;

  function draw() {
    const kinds = new Set(identifying(box.value).map(([kind]) => kind));
    const names = [...line.querySelectorAll(/** @type {"span"} */ ("[data-identifying-kind]"))];
    for (const name of names) name.hidden = !kinds.has(name.dataset.identifyingKind ?? "");
    line.hidden = names.every((name) => name.hidden);
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(draw, PAUSE);
  });
  fetchRules(line.dataset.url ?? "", draw);
  return { draw };
}

/** What may say who somebody is: kind and words of each, in the order of the rules. @param {string} text */
export function identifying(text) {
  const plain = plainly(text);
  /** @type {{kind: string, start: number, end: number}[]} */
  const found = [];
  for (const { kind, searches, only, never } of rules) {
    for (const match of searches.flatMap((search) => [...plain.matchAll(search)])) {
      const end = (match.index ?? 0) + match[0].length;
      const start = end - (match[1] ?? match[0]).length;
      const word = (plain.slice(start, end).match(/[A-Za-z0-9']+/) ?? [""])[0].toLowerCase();
      const usable = word && (!only.size || only.has(word)) && !never.has(word);
      if (usable && !found.some((one) => one.start < end && start < one.end)) found.push({ kind, start, end });
    }
  }
  return found.map(({ kind, start, end }) => [kind, plain.slice(start, end)]);
}

/** Makes these the rules. @param {Rule[]} given */
export function use(given) {
  rules = given.map(({ kind, patterns, cased, only, never }) => ({
    kind, only: new Set(only), never: new Set(never),
    searches: patterns.map((pattern) => new RegExp(pattern, cased ? "g" : "gi")),
  }));
}

/** A text without accents, letter for letter. @param {string} text */
export function plainly(text) {
  return [...text].map((letter) => {
    const bare = [...letter.normalize("NFKD").replace(/\p{M}/gu, "")];
    return bare.length === 1 ? bare[0] : letter === "’" ? "'" : letter;
  }).join("");
}

/** @param {string} url @param {() => void} then */
async function fetchRules(url, then) {
  try {
    const answer = await fetch(url, { credentials: "same-origin" });
    if (!answer.ok) throw new Error("no rules yet");
    use(await answer.json());
    then();
  } catch {
    setTimeout(() => fetchRules(url, then), AGAIN);
  }
}
