// @ts-check
/**
 * What can be the matter with a plan's place on the phone.
 *
 * @typedef {"none" | "full" | "newer" | "stuck"} Trouble no storage here; no room; a newer page's plan; anything else
 */
import { broughtUp } from "./plan_merge.js";

const PATIENCE = 8000; // milliseconds that a database may take to open
const NO_STORAGE = ["NotFoundError", "SecurityError", "InvalidStateError", "UnknownError"];

/** The plan is locked with a passphrase that this page was not told. */
export class Locked extends Error {}

/** The plan is of a format that this page does not know. */
export class Newer extends Error {}

/** @param {unknown} found @returns {import("./plan_merge.js").Plan} throws Newer */
export function up(found) {
  const plan = broughtUp(found);
  if (!plan) throw new Newer();
  return plan;
}

/** @param {unknown} error @returns {Trouble} */
export function nameOf(error) {
  if (error instanceof Newer) return "newer";
  const name = error instanceof DOMException ? error.name : "";
  if (name === "QuotaExceededError") return "full";
  if (name === "VersionError") return "newer";
  return NO_STORAGE.includes(name) ? "none" : "stuck";
}

/** A database that does not answer is none. @template T @param {Promise<T>} promise @returns {Promise<T>} */
export function inTime(promise) {
  const late = new Promise((_, reject) => setTimeout(() => reject(new DOMException("", "UnknownError")), PATIENCE));
  return Promise.race([promise, /** @type {Promise<T>} */ (late)]);
}
