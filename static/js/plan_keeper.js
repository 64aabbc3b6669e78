// @ts-check
/**
 * Keeps a plan: in memory while it is open, on the phone at once after each change, and in clear on neither while it is
 * locked. What another page wrote meanwhile is joined with what this one has, never written over.
 *
 * @typedef {import("./plan_merge.js").Plan} Plan
 * @typedef {import("./plan_merge.js").Answers} Answers
 * @typedef {import("./plan_store.js").Held} Held
 * @typedef {import("./plan_trouble.js").Trouble} Trouble
 */
import { opened, withKept } from "./plan_keep.js";
import { canLock, known, lockOf, newLock, newSlot, seal, unseal } from "./plan_lock.js";
import { merge, newPlan, same } from "./plan_merge.js";
import { openStore, wipe as wipeStore } from "./plan_store.js";
import { inTime, Locked, nameOf, Newer, up } from "./plan_trouble.js";

const AGAIN = 4000; // milliseconds until a writing that did not work is tried again

/** @param {{changed: () => void, gone: () => void}} told `changed`: draw again. `gone`: another page has cleared the plan */
export async function openKeeper({ changed, gone }) {
  /** @type {import("./plan_store.js").Store | null} */ let store = null;
  /** @type {import("./plan_lock.js").Lock | null} */ let lock = null;
  /** @type {Held | null} */ let held = null;
  /** What is stored, as far as this page knows. */ let base = newPlan();
  let plan = newPlan();
  /** What could not be written before the plan was locked, sealed. @type {import("./plan_lock.js").Sealed | null} */ let pending = null;
  /** @type {Trouble | ""} */ let trouble = "";
  let [locked, dirty, over, look] = [false, false, false, false];
  /** @type {Promise<void> | null} */ let writing = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let again;

  const keeper = {
    get plan() { return plan; },
    get trouble() { return trouble; },
    get locked() { return locked; },
    get lock() { return lock; },
    get fresh() { return !held && Object.keys(plan.answers).length === 0; },
    get saved() { return !dirty && !writing; },
    set, take, refresh, flush, unlock, lockUp, guard, wipe,
    setView: (/** @type {string} */ view) => put({ ...plan, view }),
  };

  async function open() {
    try {
      if (!globalThis.indexedDB) throw new DOMException("", "NotFoundError");
      store = await inTime(openStore({ gone: cleared, newer: () => stop("newer") }));
      await store.probe();
    } catch (error) {
      stop(nameOf(error));
    }
  }

  function cleared() {
    over = true;
    base = plan = newPlan();
    gone();
  }

  /** @param {Trouble} why */
  function stop(why) {
    trouble = why;
    changed();
  }

  /** Looks whether another page has written, or dropped something in. */
  async function refresh() {
    if (!store || over) return;
    if (store.closed) await open();
    look = true;
    await flush();
  }

  /** @param {string} key @param {import("./plan_merge.js").Answer} answer */
  function set(key, answer) {
    if (same(plan.answers[key], answer)) return;
    const answers = { ...plan.answers, [key]: answer };
    if (answer.length === 0) delete answers[key];
    put({ ...plan, answers });
  }

  /** Adds the answers of a file; what both have stays twice. @param {Answers} answers */
  function take(answers) {
    put({ ...plan, answers: merge({}, plan.answers, answers) });
    return flush();
  }

  /** @param {Plan} next */
  function put(next) {
    plan = next;
    dirty = true;
    flush();
    changed();
  }

  /** Writes until all is written, or cannot be. */
  function flush() {
    writing ??= writeAll().finally(() => {
      writing = null;
      changed();
    });
    return writing;
  }

  async function writeAll() {
    clearTimeout(again);
    try {
      while ((dirty || look) && store && !locked && !over) await (look ? adopt(store) : write(store));
    } catch (error) {
      if (error instanceof Locked) return;
      dirty = true;
      trouble = nameOf(error);
      if (trouble !== "newer") again = setTimeout(() => (store?.closed ? open().then(flush) : flush()), AGAIN);
    }
  }

  /** Takes over what another page wrote, unless the next writing joins it. @param {import("./plan_store.js").Store} store */
  async function adopt(store) {
    look = false;
    const [now, tray] = [await store.read(), await store.tray()];
    if (!now && held) return cleared();
    dirty = dirty || tray.length > 0;
    if (!now || now.turn === held?.turn) return;
    const there = await stored(now);
    if (dirty) return;
    base = plan = there;
    held = now;
  }

  /** @param {import("./plan_store.js").Store} store */
  async function write(store) {
    dirty = false;
    const [now, tray] = [await store.read(), await store.tray()];
    const there = await stored(now);
    const mine = plan;
    const texts = await Promise.all(tray.map(({ value }) => opened(value, there.opener || mine.opener)));
    const answers = withKept(merge(base.answers, there.answers, mine.answers), texts);
    const both = { ...there, answers, view: mine.view === base.view ? there.view : mine.view, opener: mine.opener || there.opener };
    const next = { turn: (now?.turn ?? 0) + 1, slot: now?.slot || held?.slot || "", plan: lock ? null : both, sealed: lock && await seal(lock, both) };
    if (!(await store.swap(now?.turn ?? 0, next, tray.map(({ key }) => key)))) return void (dirty = true);
    trouble = "";
    held = next;
    base = both;
    plan = { ...both, view: plan.view === mine.view ? both.view : plan.view, answers: merge(mine.answers, both.answers, plan.answers) };
  }

  /** What is stored, opened; what this page knows of it when nobody has written since. @param {Held | null} now */
  async function stored(now) {
    if (!now || now.turn === held?.turn) return base;
    if (now.sealed && !reads(now)) {
      shut(now);
      throw new Locked();
    }
    if (!now.sealed) lock = null;
    return up(now.sealed && lock ? await unseal(lock, now.sealed) : now.plan);
  }

  /** @param {Held} now */
  function reads(now) {
    return lock !== null && lock.terms.salt === now.sealed?.terms.salt;
  }

  /** Another page has put a lock on: what is not written yet waits in memory. @param {Held} now */
  function shut(now) {
    held = now;
    lock = null;
    locked = true;
    changed();
  }

  /** @param {string} passphrase whether it was the right one */
  async function unlock(passphrase) {
    held = await store?.read().catch(() => null) ?? held;
    const sealed = held?.sealed;
    if (sealed && !known(sealed.terms)) return stop("newer"), false;
    const tried = sealed ? await lockOf(sealed.terms, passphrase) : null; // Without one, another page took the lock off.
    const there = sealed && tried ? await unseal(tried, sealed).then(up, () => null) : held?.plan;
    if (!there) return false;
    const waiting = pending && tried ? await unseal(tried, pending).catch(() => null) : { base, plan };
    if (waiting) pending = null;
    plan = { ...there, answers: merge(waiting?.base.answers ?? {}, there.answers, waiting?.plan.answers ?? {}) };
    base = there;
    lock = tried;
    locked = false;
    dirty = !same(/** @type {any} */ (plan.answers), /** @type {any} */ (base.answers));
    await refresh();
    changed();
    return true;
  }

  /** Takes the plan out of memory. What could not be written stays there, sealed. */
  async function lockUp() {
    if (!lock || locked) return;
    await flush();
    if (dirty) pending = await seal(lock, { base, plan });
    if (!lock) return;
    lock = null;
    locked = true;
    base = plan = newPlan();
    changed();
  }

  /** Puts a passphrase on the plan, or takes it off (""). Whether that is on the phone now. @param {string} passphrase */
  async function guard(passphrase) {
    if (passphrase && !canLock()) return false;
    await flush();
    if (trouble === "newer" || (store && dirty) || locked) return false;
    const before = { lock, held, base, plan };
    lock = passphrase ? await newLock(passphrase) : null;
    const { slot, opener } = passphrase ? await newSlot() : { slot: "", opener: "" };
    plan = { ...plan, opener };
    try {
      const turn = held?.turn ?? 0;
      const next = { turn: turn + 1, slot, plan: lock ? null : plan, sealed: lock && await seal(lock, plan) };
      if (!store || !(await store.swap(turn, next))) throw new Newer();
      held = next;
      base = plan;
    } catch {
      ({ lock, held, base, plan } = before);
      return false;
    } finally {
      changed();
    }
    return true;
  }

  async function wipe() {
    over = true;
    await writing;
    store?.close();
    base = plan = newPlan();
    await wipeStore();
  }

  await open();
  held = await /** @type {any} */ (store)?.read().catch(() => null) ?? null;
  locked = Boolean(held?.sealed);
  if (held?.plan) {
    try {
      base = plan = up(held.plan);
    } catch {
      stop("newer");
      store = null;
    }
  }
  if (!locked) await refresh();
  return keeper;
}

/** @typedef {Awaited<ReturnType<typeof openKeeper>>} Keeper */
