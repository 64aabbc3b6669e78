import assert from "node:assert/strict";
import { test } from "node:test";
import { lockedFile, openFile, plainFile, readFile } from "../../static/js/plan_file.js";
import { drop, known, lockOf, newLock, newSlot, pickUp, seal, unseal } from "../../static/js/plan_lock.js";
import { broughtUp, cleaned, merge, newPlan } from "../../static/js/plan_merge.js";

const row = (id, a, b = "") => ({ id, a, b, notes: [] });
const PLAN = { ...newPlan(), answers: { "success.vision": "My own place", "triggers.cards": [row("1", "I get paid", "call")] } };

test("what only one of two windows changed is kept from that one", () => {
  const base = { one: "a", two: "b", three: "c" };
  assert.deepEqual(merge(base, { one: "a1", two: "b" }, { one: "a", two: "b2", three: "c" }), { one: "a1", two: "b2" });
});

test("what two windows changed is kept from both, and only once", () => {
  assert.deepEqual(merge({ one: "walk" }, { one: "walk far" }, { one: "sit" }), { one: "walk far\nsit" });
  assert.deepEqual(merge({}, { one: "walk and call" }, { one: "walk" }), { one: "walk and call" });
});

test("lines that were added, changed and taken out in two windows end as one list", () => {
  const base = { list: [row("1", "one"), row("2", "two"), row("3", "three")] };
  const stored = { list: [row("1", "one"), row("2", "two, changed"), row("4", "four")] };
  const mine = { list: [row("2", "two"), row("3", "three, changed"), row("5", "five")] };
  const told = merge(base, stored, mine).list.map(({ a }) => a);
  assert.deepEqual(told, ["two, changed", "four", "three, changed", "five"]);
});

test("an older plan is brought up to date step by step, and a newer one is left alone", () => {
  const steps = [(plan) => ({ ...plan, answers: { ...plan.answers, first: "1" } }), (plan) => ({ ...plan, answers: { ...plan.answers, second: "2" } })];
  assert.deepEqual(broughtUp({ format: 1, answers: { kept: "x" } }, steps), { format: 3, answers: { kept: "x", first: "1", second: "2" } });
  assert.deepEqual(broughtUp({ format: 2, answers: {} }, steps).answers, { second: "2" });
  assert.equal(broughtUp({ format: 4, answers: {} }, steps), null);
  assert.equal(broughtUp({ format: "1" }), null);
});

test("a lock opens what it sealed, and states its terms; another passphrase does not", async () => {
  const lock = await newLock("four plain words here");
  const sealed = await seal(lock, PLAN);
  assert.deepEqual({ ...sealed.terms, salt: "" }, { kdf: "PBKDF2-SHA-256", rounds: 600_000, salt: "", cipher: "AES-GCM-256" });
  assert.doesNotMatch(JSON.stringify(sealed), /own place|vision/);
  assert.deepEqual(await unseal(await lockOf(sealed.terms, "four plain words here"), sealed), PLAN);
  await assert.rejects(async () => unseal(await lockOf(sealed.terms, "four plain words"), sealed));
  assert.notEqual((await seal(lock, PLAN)).nonce, sealed.nonce);
});

test("a file that would keep the phone busy for ever is not begun", () => {
  assert.equal(known({ kdf: "PBKDF2-SHA-256", rounds: 10 ** 12, salt: "", cipher: "AES-GCM-256" }), false);
});

test("what is dropped into a slot is opened by its opener alone", async () => {
  const [one, other] = [await newSlot(), await newSlot()];
  const letter = await drop(one.slot, { text: "Cold water", notes: [] });
  assert.deepEqual(await pickUp(one.opener, letter), { text: "Cold water", notes: [] });
  await assert.rejects(pickUp(other.opener, letter));
});

test("a file brings back the same answers, plain or locked", async () => {
  const lock = await newLock("four plain words here");
  assert.deepEqual(readFile(plainFile(PLAN)).plan.answers, PLAN.answers);
  const { sealed } = readFile(await lockedFile(PLAN, lock));
  assert.deepEqual((await openFile(sealed, "four plain words here")).plan.answers, PLAN.answers);
  assert.deepEqual(await openFile(sealed, "something else"), { wrong: "passphrase" });
});

test("what is wrong with a file is told, and no file can bring anything that is no plan", () => {
  const whole = plainFile(PLAN);
  assert.deepEqual(readFile("a photo"), { wrong: "other" });
  assert.deepEqual(readFile(JSON.stringify({ kind: "music" })), { wrong: "other" });
  assert.deepEqual(readFile(whole.slice(0, -20)), { wrong: "broken" });
  assert.deepEqual(readFile(whole.replace('"My own place"', "7")), { wrong: "broken" });
  assert.deepEqual(readFile(whole.replace('"format": 1', '"format": 9')), { wrong: "newer" });
  assert.equal(cleaned({ "success.vision": [{ id: 1 }] }), null);
  assert.equal(cleaned(JSON.parse('{"__proto__": "x"}')), null);
});
