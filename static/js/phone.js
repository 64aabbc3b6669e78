// @ts-check
/**
 * What is this phone's own: drafts by step, and what it sent. It lives in memory. Where the browser can, a copy lies in
 * this tab's storage, under AES-GCM with a key that the page was given and that nobody gets again once the session
 * has ended. The server keeps none of it.
 *
 * @typedef {{text: string, share: boolean}} Draft
 * @typedef {{
 *   receipt: string, step: string, kind: "strategy" | "answer" | "pass" | "take_back" | "words", text: string,
 *   share: boolean, value: number | null, run: number, first: boolean, of: string, tries: number,
 *   state: "waiting" | "saved" | "taken" | "returned", words: string,
 * }} Entry one thing sent, or to be sent. `words` is a take-back by its words, after writing has closed. `value` is an
 *   answer's, and `run` says how often its question had been answered before.
 */

const NAME = "room";

/** Whether this page is being left for good: what it would still write down on its way out is not kept. */
let left = false;

/**
 * Opens the phone's memory with what an earlier page of this tab left.
 * @param {string} key base64url of 32 bytes; empty keeps everything in memory
 */
export async function openPhone(key) {
  let secret = await secretFrom(key);
  let changed = false;
  /** @type {Promise<void> | null} */
  let writing = null;
  let era = 0;
  const phone = {
    /** @type {Record<string, Draft>} */ drafts: {},
    /** @type {Entry[]} */ entries: [],
    /** What was written for this phone alone, by step. @type {Record<string, string>} */ privates: {},
    /** Steps this phone has answered. @type {string[]} */ answered: [],
    /** What people who had this phone before left in the outbox. @type {Entry[]} */ handed: [],
    /** A call to be found: its secret, and when it was made. @type {{secret: string, at: number} | null} */ call: null,
    /** Since when nobody looks, and what was on then. @type {{at: number, moment: string} | null} */ left: null,
    agreed: false,
    /** A revision of the session that this phone has seen; 0 for none yet. */
    revision: 0,
    /** Whether a reload keeps what was typed. */
    keeps: secret !== null,
    save,
    clear,
    forget,
  };
  Object.assign(phone, await restored(secret));

  /** Writes the copy; done when the newest is stored. Many calls in a row become one or two writes. */
  function save() {
    changed = true;
    writing ??= writeAll().finally(() => (writing = null));
    return writing;
  }

  async function writeAll() {
    while (changed && secret) await write(secret).catch(() => {});
  }

  /** @param {CryptoKey} key */
  async function write(key) {
    changed = false;
    const mine = era;
    const { drafts, entries, privates, answered, handed, call, left, agreed, revision } = phone;
    const kept = { drafts, entries, privates, answered, handed, call, left, agreed, revision };
    const hidden = await hide(key, JSON.stringify(kept));
    if (mine === era) store(hidden);
  }

  /** Removes what was written and sent, in memory and in storage. */
  function clear() {
    era += 1;
    changed = false;
    phone.drafts = {};
    phone.entries = [];
    phone.privates = {};
    phone.handed = [];
    phone.call = null;
    remove();
  }

  /** The session has ended: nothing is stored any more. The open page still has it. */
  function forget() {
    era += 1;
    secret = null;
    remove();
  }

  return phone;
}

/** @typedef {Awaited<ReturnType<typeof openPhone>>} Phone */

/** Removes what is stored, and stores nothing more: this page is being left. */
export function leaveNothing() {
  left = true;
  remove();
}

/** Removes this session's own key by name. */
function remove() {
  try {
    sessionStorage.removeItem(NAME);
  } catch {
    // Storage is switched off: there is nothing to remove.
  }
}

/** @param {string} hidden */
function store(hidden) {
  if (left) return;
  try {
    sessionStorage.setItem(NAME, hidden);
  } catch {
    // Storage is switched off or full: memory still has it.
  }
}

/** @param {CryptoKey | null} secret */
async function restored(secret) {
  try {
    const hidden = sessionStorage.getItem(NAME);
    if (hidden && secret) return JSON.parse(await reveal(secret, hidden));
  } catch {
    // Another session's, under a key that is gone.
  }
  remove();
  return {};
}

/** @param {string} key @returns {Promise<CryptoKey | null>} null outside secure contexts, which have no WebCrypto */
async function secretFrom(key) {
  if (!key || !globalThis.crypto?.subtle) return null;
  const bytes = bytesOf(key.replace(/-/g, "+").replace(/_/g, "/"));
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]).catch(() => null);
}

/** @param {CryptoKey} secret @param {string} text */
async function hide(secret, text) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const hidden = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, secret, new TextEncoder().encode(text));
  return `${base64(iv)}.${base64(new Uint8Array(hidden))}`;
}

/** @param {CryptoKey} secret @param {string} hidden */
async function reveal(secret, hidden) {
  const [iv = "", body = ""] = hidden.split(".");
  return new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytesOf(iv) }, secret, bytesOf(body)));
}

/** @param {Uint8Array} bytes */
function base64(bytes) {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** @param {string} text */
function bytesOf(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
