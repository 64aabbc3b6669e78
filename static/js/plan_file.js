// @ts-check
/**
 * A plan in a file, to be opened on another phone: locked with a passphrase, or for anybody to read. Opening changes
 * nothing by itself: what is wrong with a file is told, and what is right in it is handed back.
 *
 * @typedef {import("./plan_merge.js").Plan} Plan
 * @typedef {import("./plan_lock.js").Sealed} Sealed
 * @typedef {{plan: Plan} | {sealed: Sealed} | {wrong: "other" | "broken" | "newer" | "passphrase" | "https"}} Found
 */
import { canLock, known, lockOf, seal, unseal } from "./plan_lock.js";
import { broughtUp, cleaned } from "./plan_merge.js";

const KIND = "notes";
const LONGEST = 4_000_000; // characters

/** A file that anybody can read. @param {Plan} plan */
export function plainFile(plan) {
  return JSON.stringify({ kind: KIND, plan: bare(plan) }, null, 1);
}

/** A file for whoever has the passphrase of `lock`. @param {Plan} plan @param {import("./plan_lock.js").Lock} lock */
export async function lockedFile(plan, lock) {
  return JSON.stringify({ kind: KIND, sealed: await seal(lock, bare(plan)) }, null, 1);
}

/** What stands in a file, which a locked one does not tell before it is opened. @param {string} text @returns {Found} */
export function readFile(text) {
  const file = parsed(text);
  if (file?.kind !== KIND) return { wrong: text.includes(`"${KIND}"`) ? "broken" : "other" };
  if (!file.sealed) return checked(file.plan);
  if (!canLock()) return { wrong: "https" };
  const { terms, nonce, data } = file.sealed;
  if (typeof nonce !== "string" || typeof data !== "string" || !terms) return { wrong: "broken" };
  return known(terms) ? { sealed: file.sealed } : { wrong: "newer" };
}

/** @param {Sealed} sealed @param {string} passphrase @returns {Promise<Found>} */
export async function openFile(sealed, passphrase) {
  try {
    return checked(await unseal(await lockOf(sealed.terms, passphrase), sealed));
  } catch {
    return { wrong: "passphrase" }; // Or damaged: the two cannot be told apart.
  }
}

/** Hands the file to the browser's downloads. @param {string} text @param {string} name */
export function saveFile(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** @param {Plan} plan what opens the slot stays on this phone */
function bare({ format, answers }) {
  return { format, answers };
}

/** @param {any} plan @returns {Found} */
function checked(plan) {
  const made = broughtUp(plan);
  if (!made) return { wrong: Number(plan?.format) > 1 ? "newer" : "broken" };
  const answers = cleaned(made.answers);
  return answers ? { plan: { ...made, answers, opener: "" } } : { wrong: "broken" };
}

/** @param {string} text */
function parsed(text) {
  try {
    return text.length > LONGEST ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
