// @ts-check
/**
 * What the word lists find, on this phone alone: the card that fits appears to the writer, before sending and again after.
 * It blocks nothing and sends nothing. The lists are fetched once and work without a network as long as the page is open.
 *
 * @typedef {{id: string, lists: [string, string][]}} Signal signs, and what is taken out first, for each language
 */
import { find } from "./find.js";

const PAUSE = 600; // milliseconds without typing: half a word may look like another
const AGAIN = 20_000;

/** @type {{id: string, lists: {signs: RegExp, unless: RegExp | null}[]}[]} the most urgent first */
let signals = [];

/**
 * Shows the card of the part that is on, and of what was sent in it.
 * @param {{view: () => string, sent: () => string}} page `sent` is the text that was sent last in this step, if any
 */
export function openScreening({ view, sent }) {
  const cards = find("[data-hints]");
  let timer = 0;

  function draw() {
    const on = view();
    const slot = document.querySelector(`[data-view~="${on}"] [data-hints-place]`);
    if (slot && cards.parentElement !== slot) slot.append(cards);
    const text = on === "sent" ? sent() : slot?.closest("[data-view]")?.querySelector("textarea")?.value ?? "";
    show(slot ? found(text)[0] ?? "" : "");
  }

  /** @param {string} id of the card to show; empty for none */
  function show(id) {
    for (const card of cards.querySelectorAll(/** @type {"section"} */ ("[data-hint]"))) {
      const hidden = card.dataset.hint !== id;
      if (card.hidden !== hidden) card.hidden = hidden;
    }
  }

  document.addEventListener("input", ({ target }) => {
    if (!(target instanceof HTMLTextAreaElement)) return;
    clearTimeout(timer);
    timer = setTimeout(draw, PAUSE);
  });
  fetchLists(cards.dataset.url ?? "", draw);
  return { draw };
}

/** The ids of the signals in `text`, the most urgent first. @param {string} text @returns {string[]} */
export function found(text) {
  const plain = folded(text);
  /** @param {{signs: RegExp, unless: RegExp | null}} list */
  const has = ({ signs, unless }) => signs.test(plain) && (!unless || signs.test(plain.replace(unless, " / ")));
  return signals.filter(({ lists }) => lists.some(has)).map(({ id }) => id);
}

/** Makes these the lists. @param {Signal[]} lists */
export function use(lists) {
  signals = lists.map(({ id, lists: each }) => ({
    id,
    lists: each.map(([signs, unless]) => ({ signs: new RegExp(signs, "u"), unless: unless ? new RegExp(unless, "gu") : null })),
  }));
}

/** A text as it is searched: the same steps as facilitator/content/patterns.py. @param {string} text */
export function folded(text) {
  const bare = text.normalize("NFKD").toLowerCase().replace(/\p{M}|['’`´ʼ]/gu, "").replace(/\/+/g, " ").replace(/@/g, " @ ");
  const parted = bare.replace(/(\p{L})\1+/gu, "$1").replace(/([0-9])(?=\p{L})|(\p{L})(?=[0-9])/gu, "$1$2 ");
  return ` / ${parted.replace(/[.!?;\n]+(?=\s|$)/g, " / ").replace(/[^\p{L}0-9/@]+/gu, " ").trim()} / `;
}

/** Fetches the lists once the page is up, and until they are here. @param {string} url @param {() => void} then */
async function fetchLists(url, then) {
  try {
    const answer = await fetch(url, { credentials: "same-origin" });
    if (!answer.ok) throw new Error("no lists yet");
    use(await answer.json());
    then();
  } catch {
    setTimeout(() => fetchLists(url, then), AGAIN);
    addEventListener("online", () => signals.length || fetchLists(url, then), { once: true });
  }
}
