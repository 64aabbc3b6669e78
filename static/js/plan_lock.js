// @ts-check
/**
 * The lock of a plan: a key made from a passphrase, which is kept nowhere, and what is sealed with it.
 * PBKDF2 with SHA-256 and 600,000 rounds (OWASP, 2023), AES-GCM with 256 bits, a new salt for each passphrase and a new
 * nonce for each sealing. What was used stands beside what was sealed.
 *
 * @typedef {{kdf: string, rounds: number, salt: string, cipher: string}} Terms
 * @typedef {{terms: Terms, key: CryptoKey}} Lock
 * @typedef {{terms: Terms, nonce: string, data: string}} Sealed
 * @typedef {{to: string, nonce: string, data: string}} Letter something dropped in by a page that has no key
 */

const ROUNDS = 600_000;
const MOST_ROUNDS = 10_000_000; // A file that asks for more would hang the phone.
const KDF = "PBKDF2-SHA-256";
const CIPHER = "AES-GCM-256";
const CURVE = { name: "ECDH", namedCurve: "P-256" };
export const SHORTEST = 8; // characters of a passphrase

/** Whether this page can lock: browsers do it over HTTPS alone. */
export function canLock() {
  return Boolean(globalThis.crypto?.subtle);
}

/** A lock for a new passphrase. @param {string} passphrase @returns {Promise<Lock>} */
export function newLock(passphrase) {
  const salt = base64(crypto.getRandomValues(new Uint8Array(16)));
  return lockOf({ kdf: KDF, rounds: ROUNDS, salt, cipher: CIPHER }, passphrase);
}

/** The lock that something was sealed with. @param {Terms} terms @param {string} passphrase @returns {Promise<Lock>} */
export async function lockOf(terms, passphrase) {
  const words = new TextEncoder().encode(passphrase.normalize("NFKC"));
  const material = await crypto.subtle.importKey("raw", words, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytesOf(terms.salt), iterations: terms.rounds };
  const key = await crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  return { terms, key };
}

/** Whether we know how to open what was sealed on these terms. @param {any} terms */
export function known(terms) {
  return terms?.kdf === KDF && terms.cipher === CIPHER && typeof terms.salt === "string"
    && Number.isInteger(terms.rounds) && terms.rounds > 0 && terms.rounds <= MOST_ROUNDS;
}

/** @param {Lock} lock @param {unknown} value @returns {Promise<Sealed>} */
export async function seal({ terms, key }, value) {
  return { terms, ...(await hide(key, value)) };
}

/** Throws for another passphrase, and for what was damaged. @param {Lock} lock @param {Sealed} sealed @returns {Promise<any>} */
export function unseal({ key }, sealed) {
  return reveal(key, sealed);
}

/** A slot for letters: whoever has `slot` can drop one in, and only `opener` opens it. */
export async function newSlot() {
  const pair = await crypto.subtle.generateKey(CURVE, true, ["deriveKey"]);
  const [slot, opener] = await Promise.all([crypto.subtle.exportKey("raw", pair.publicKey), crypto.subtle.exportKey("pkcs8", pair.privateKey)]);
  return { slot: base64(new Uint8Array(slot)), opener: base64(new Uint8Array(opener)) };
}

/** @param {string} slot @param {unknown} value @returns {Promise<Letter>} */
export async function drop(slot, value) {
  const own = await crypto.subtle.generateKey(CURVE, true, ["deriveKey"]);
  const theirs = await crypto.subtle.importKey("raw", bytesOf(slot), CURVE, false, []);
  const to = base64(new Uint8Array(await crypto.subtle.exportKey("raw", own.publicKey)));
  return { to, ...(await hide(await agreed(theirs, own.privateKey), value)) };
}

/** @param {string} opener @param {Letter} letter @returns {Promise<any>} */
export async function pickUp(opener, letter) {
  const own = await crypto.subtle.importKey("pkcs8", bytesOf(opener), CURVE, false, ["deriveKey"]);
  const theirs = await crypto.subtle.importKey("raw", bytesOf(letter.to), CURVE, false, []);
  return reveal(await agreed(theirs, own), letter);
}

/** @param {CryptoKey} theirs @param {CryptoKey} own */
function agreed(theirs, own) {
  return crypto.subtle.deriveKey({ name: "ECDH", public: theirs }, own, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** @param {CryptoKey} key @param {unknown} value */
async function hide(key, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(value)));
  return { nonce: base64(iv), data: base64(new Uint8Array(data)) };
}

/** @param {CryptoKey} key @param {{nonce: string, data: string}} hidden */
async function reveal(key, { nonce, data }) {
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytesOf(nonce) }, key, bytesOf(data));
  return JSON.parse(new TextDecoder().decode(plain));
}

/** @param {Uint8Array} bytes */
function base64(bytes) {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** @param {string} text */
function bytesOf(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
