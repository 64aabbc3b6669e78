// @ts-check
/** A receipt is made when Send is tapped; every envelope is one size, so that its size tells nothing. */

const RECEIPT_BYTES = 16;
const ENVELOPE_BYTES = 4096;

/** 128 random bits as 32 hex digits. */
export function newReceipt() {
  const bytes = crypto.getRandomValues(new Uint8Array(RECEIPT_BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The body of an envelope: JSON of exactly 4,096 bytes in UTF-8.
 * @param {import("./phone.js").Entry} entry
 * @returns {string}
 */
export function sealed({ receipt, step, kind, first, text, share, of, value = null }) {
  const letter = { v: 1, receipt, step, kind, first, text, share_beyond: share, of, value, pad: "" };
  const room = ENVELOPE_BYTES - new TextEncoder().encode(JSON.stringify(letter)).length;
  return JSON.stringify({ ...letter, pad: "0".repeat(Math.max(0, room)) });
}

/** Text without halves of characters, which a cut-off paste leaves and no server can store. @param {string} text */
export function wellFormed(text) {
  return text.replace(/([\uD800-\uDBFF][\uDC00-\uDFFF])|[\uD800-\uDFFF]/g, "$1");
}
