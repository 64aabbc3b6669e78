// @ts-check
/**
 * Sends what waits on this phone, one at a time, in order, with the same receipt until the server has answered.
 * Only 201 means saved. No network, a timeout, a busy server and an old token are never the last word.
 */
import { pause, request, told } from "./request.js";
import { sealed } from "./receipt.js";

const LONGEST_WAIT = 15_000;

/** @typedef {import("./phone.js").Entry} Entry */

/**
 * @param {{
 *   phone: import("./phone.js").Phone,
 *   urls: {envelopes: string, takeBack: string, token: string},
 *   token: string,
 *   changed: () => void,
 *   returned: (entry: Entry, message: string) => void,
 *   refused: () => void,
 * }} options `changed` is called after every try. `returned` gets, to take it
 *   away, what the server cannot use as it is. `refused` is
 *   called when the session has ended or the seat is void; the entry waits on.
 * @returns {{kick: () => void, stop: () => void}} `kick` sends at once what waits; `stop` gives up on envelopes
 */
export function openOutbox({ phone, urls, token, changed, returned, refused }) {
  let busy = false;
  let stopped = false;
  let hurry = () => {};

  function kick() {
    hurry();
    if (!busy) run();
  }

  async function run() {
    busy = true;
    for (let entry = next(); entry; entry = next()) {
      const settled = await attempt(entry);
      phone.handed = phone.handed.filter(({ state }) => state === "waiting");
      phone.save();
      changed();
      if (!settled) await nextChance(entry.tries);
    }
    busy = false;
  }

  /** Take-backs by words need no seat: they go out after the end, too. */
  function next() {
    const all = [...phone.handed, ...phone.entries];
    return all.find(({ state, kind }) => state === "waiting" && (!stopped || kind === "words"));
  }

  /** @param {Entry} entry @returns {Promise<boolean>} whether it is settled */
  async function attempt(entry) {
    entry.tries += 1;
    try {
      const answer = await post(entry);
      return await (entry.kind === "words" ? settleWords(entry, answer) : settle(entry, answer));
    } catch {
      return false;
    }
  }

  /** @param {Entry} entry */
  function post(entry) {
    const byWords = entry.kind === "words";
    return request(byWords ? urls.takeBack : urls.envelopes, {
      method: "POST",
      headers: { "X-CSRFToken": token, "Content-Type": byWords ? "application/x-www-form-urlencoded" : "application/json" },
      body: byWords ? new URLSearchParams({ words: entry.words }).toString() : sealed(entry),
    });
  }

  /** @param {Entry} entry @param {Response} answer */
  async function settle(entry, answer) {
    switch (answer.status) {
      case 201:
        return saved(entry, (await told(answer)).words);
      case 400:
        return renewToken();
      case 410:
        refused();
        return false;
      case 413:
      case 422:
        if (phone.handed.includes(entry)) entry.state = "returned"; // Its writer has gone.
        else returned(entry, (await told(answer)).message ?? "");
        return true;
      default:
        return false;
    }
  }

  /** @param {Entry} entry @param {Response} answer */
  async function settleWords(entry, answer) {
    if (answer.status === 400) return renewToken();
    return answer.ok && saved(entry, entry.words);
  }

  /** @param {Entry} entry @param {string} words */
  function saved(entry, words) {
    entry.words = words;
    if (entry.state === "waiting") entry.state = "saved";
    return true;
  }

  async function renewToken() {
    const answer = await request(urls.token);
    if (answer.ok) token = (await answer.json()).token;
    return false;
  }

  /** Waits with full jitter; less when something says that now is better. @param {number} tries */
  function nextChance(tries) {
    const most = Math.min(LONGEST_WAIT, 500 * 2 ** tries);
    return Promise.race([pause(Math.random() * most), new Promise((resume) => (hurry = () => resume(undefined)))]);
  }

  const wake = () => document.visibilityState === "visible" && kick();
  document.addEventListener("visibilitychange", wake);
  addEventListener("pageshow", wake);
  addEventListener("online", wake);
  return { kick, stop: () => (stopped = true) };
}
