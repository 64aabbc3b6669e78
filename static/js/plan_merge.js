// @ts-check
/**
 * What a plan is, and how two copies of it become one with nothing lost. No clock takes part, so none can be wrong.
 *
 * @typedef {{id: string, a: string, b: string, notes: string[]}} Row a line of a list; `b` is the other half of a pair
 * @typedef {string | Row[]} Answer
 * @typedef {Record<string, Answer>} Answers
 * @typedef {{format: number, answers: Answers, view: string, opener: string}} Plan `view`: one question at a time, or all;
 *   `opener` opens the slot of a locked plan
 */

/** What makes a plan of each format one of the next. Never change a step: add one. @type {((plan: any) => any)[]} */
export const FORMATS = [];

/** A plan as this page knows it; null when a newer page has made it. @param {any} plan @param {typeof FORMATS} [formats] @returns {Plan | null} */
export function broughtUp(plan, formats = FORMATS) {
  const newest = formats.length + 1;
  if (!Number.isInteger(plan?.format) || plan.format < 1 || plan.format > newest) return null;
  return { ...formats.slice(plan.format - 1).reduce((older, step) => step(older), plan), format: newest };
}

/** @returns {Plan} */
export function newPlan() {
  return { format: FORMATS.length + 1, answers: {}, view: "", opener: "" };
}

/**
 * Joins what this page has with what is stored. Where only one of the two has moved away from `base`, it wins; where both
 * have, both stay.
 * @param {Answers} base what both once were @param {Answers} stored @param {Answers} mine @returns {Answers}
 */
export function merge(base, stored, mine) {
  const keys = new Set([...Object.keys(stored), ...Object.keys(mine)]);
  /** @type {Answers} */
  const both = {};
  for (const key of keys) {
    const answer = joined(base[key] ?? "", stored[key] ?? "", mine[key] ?? "");
    if (!empty(answer)) both[key] = answer;
  }
  return both;
}

/** @param {Answer} answer */
export function empty(answer) {
  return answer.length === 0;
}

/** Whether two answers say the same. @param {Answer | undefined} one @param {Answer | undefined} other */
export function same(one, other) {
  return JSON.stringify(one ?? "") === JSON.stringify(other ?? "");
}

/** @param {Answer} base @param {Answer} stored @param {Answer} mine @returns {Answer} */
function joined(base, stored, mine) {
  if (same(base, mine) || same(stored, mine)) return stored;
  if (same(base, stored)) return mine;
  if (typeof stored === "string" && typeof mine === "string") return text(stored, mine);
  return rows(listOf(base), listOf(stored), listOf(mine));
}

/** @param {string} stored @param {string} mine */
function text(stored, mine) {
  if (stored.includes(mine)) return stored;
  return mine.includes(stored) ? mine : `${stored}\n${mine}`;
}

/** @param {Row[]} base @param {Row[]} stored @param {Row[]} mine */
function rows(base, stored, mine) {
  const [before, there, here] = [base, stored, mine].map((list) => new Map(list.map((row) => [row.id, row])));
  const order = [...stored, ...mine.filter(({ id }) => !there?.has(id))];
  return order.flatMap(({ id }) => row(before?.get(id), there?.get(id), here?.get(id)));
}

/** @param {Row | undefined} before @param {Row | undefined} there @param {Row | undefined} here @returns {Row[]} */
function row(before, there, here) {
  if (!there || !here) {
    const left = there ?? here;
    return left && (!before || !alike(before, left)) ? [left] : []; // Taken out here or there, and not changed since.
  }
  if (before && alike(before, here)) return [there];
  if (before && alike(before, there)) return [here];
  return [{ ...there, a: text(there.a, here.a), b: text(there.b, here.b) }];
}

/** @param {Row} one @param {Row} other */
function alike(one, other) {
  return one.a === other.a && one.b === other.b;
}

/** @param {Answer} answer @returns {Row[]} */
function listOf(answer) {
  if (typeof answer !== "string") return answer;
  return answer ? [{ id: "text", a: answer, b: "", notes: [] }] : [];
}

/** A name for a new line. */
export function newId() {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Only what a plan can be, of whatever was read from a file.
 * @param {unknown} given @returns {Answers | null} null when it is no plan
 */
export function cleaned(given) {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return null;
  /** @type {Answers} */
  const answers = {};
  for (const [key, value] of Object.entries(given)) {
    if (!/^\w+(\.\w+)?$/.test(key) || key === "__proto__") return null;
    const answer = typeof value === "string" ? value : rowsOf(value);
    if (answer === null) return null;
    if (!empty(answer)) answers[key] = answer;
  }
  return answers;
}

/** @param {unknown} given @returns {Row[] | null} */
function rowsOf(given) {
  if (!Array.isArray(given)) return null;
  const made = given.map((one) => ({ id: one?.id, a: one?.a, b: one?.b, notes: one?.notes }));
  const sound = made.every(({ id, a, b, notes }) => [id, a, b].every((part) => typeof part === "string") && Array.isArray(notes));
  if (!sound) return null;
  return made.map((one) => ({ ...one, notes: one.notes.filter((/** @type {unknown} */ note) => note === "medicine" || note === "slip") }));
}
