// @ts-check
/** What this phone answered, step by step: strategies, answers and passes, and what of them was taken back. */
import { newReceipt } from "./receipt.js";

/** @typedef {import("./phone.js").Entry} Entry */

/** @param {import("./phone.js").Phone} phone */
export function openAnswers(phone) {
  /**
   * Puts something new on its way. The outbox does the rest.
   * @param {Entry["kind"]} kind @param {string} step @param {Partial<Entry>} [more]
   */
  function post(kind, step, more = {}) {
    const asked = windowOf({ step, run: more.run ?? 0 });
    const first = isAnswer(kind) && !phone.answered.includes(asked);
    if (first) phone.answered.push(asked);
    phone.entries.push({
      receipt: newReceipt(), step, kind, text: "", share: false, value: null, run: 0, first, of: "", tries: 0,
      state: "waiting", words: "", ...more,
    });
    phone.save();
  }

  /**
   * Answers in a step that still stand, the latest last.
   * @param {string} step @param {number} [run] how often its question had been answered before
   */
  function standing(step, run = 0) {
    return given(step).filter((one) => one.run === run);
  }

  /** @param {string} step */
  function given(step) {
    return phone.entries.filter((one) => one.step === step && isAnswer(one.kind) && one.state !== "taken");
  }

  /**
   * Answers a scale or a poll, or passes (null). It replaces the answer before: that one is named, and only the one
   * who opens both can see it. One that never left this phone is dropped.
   * @param {string} step @param {number} run @param {number | null} value
   */
  function choose(step, run, value) {
    let of = given(step).pop();
    while (of && of.state === "waiting" && of.tries === 0) {
      drop(of);
      of = given(step).pop();
    }
    post(value === null ? "pass" : "answer", step, { value, run, of: of?.receipt ?? "" });
  }

  /** Drops an entry that the server never took. @param {Entry} entry */
  function drop(entry) {
    phone.entries = phone.entries.filter((other) => other !== entry);
    if (entry.first) phone.answered = phone.answered.filter((asked) => asked !== windowOf(entry));
    phone.save();
  }

  /**
   * Takes one answer back: by its receipt while the session runs, by its words after the end.
   * @param {Entry} entry @param {boolean} ended
   */
  function takeBack(entry, ended) {
    if (entry.state === "waiting" && entry.tries === 0) return drop(entry);
    entry.state = "taken";
    if (!ended) post("take_back", entry.step, { of: entry.receipt });
    else if (entry.words) post("words", entry.step, { words: entry.words });
    phone.save();
  }

  /** Texts that were written and did not leave this phone. */
  function unsent() {
    const waiting = phone.entries.filter(({ kind, state }) => kind === "strategy" && state === "waiting");
    return [...Object.values(phone.drafts), ...waiting].map(({ text }) => text.trim()).filter((text) => text);
  }

  return { post, standing, choose, drop, takeBack, unsent };
}

/** @param {Entry["kind"]} kind */
function isAnswer(kind) {
  return kind === "strategy" || kind === "answer" || kind === "pass";
}

/** What stands for one window of a step: a question that is asked again has a new one. @param {{step: string, run: number}} asked */
function windowOf({ step, run }) {
  return run ? `${step} ${run}` : step;
}
