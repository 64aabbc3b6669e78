// @ts-check
/**
 * "Keep this": drops a text into the plan from another page, without opening the plan. A plan with a passphrase has a slot,
 * a public key: what is dropped in is sealed for it before it is written. Nothing is asked of any server.
 *
 * @typedef {import("./plan_store.js").Kept} Kept
 * @typedef {import("./plan_merge.js").Answers} Answers
 */
import { drop, pickUp } from "./plan_lock.js";
import { newId } from "./plan_merge.js";
import { openStore } from "./plan_store.js";

const KEY = "kept.texts";

/** @param {Kept} kept */
export async function keep(kept) {
  const store = await openStore();
  try {
    for (;;) {
      const slot = (await store.read())?.slot ?? "";
      if (await store.drop(slot ? await drop(slot, kept) : kept, slot)) return;
    }
  } finally {
    store.close();
  }
}

/** @param {any} value what lay in the tray @param {string} opener @returns {Promise<Kept | null>} null for what nobody can open */
export async function opened(value, opener) {
  return value.to ? pickUp(opener, value).catch(() => null) : value;
}

/** @param {Answers} answers @param {(Kept | null)[]} texts @returns {Answers} */
export function withKept(answers, texts) {
  const rows = Array.isArray(answers[KEY]) ? [...answers[KEY]] : [];
  for (const one of texts) {
    if (one && !rows.some((row) => row.a === one.text)) rows.push({ id: newId(), a: one.text, b: "", notes: one.notes });
  }
  return rows.length ? { ...answers, [KEY]: rows } : answers;
}
