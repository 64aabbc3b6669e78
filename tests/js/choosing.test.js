import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import "./browser.js";
import { openAnswers } from "../../static/js/answers.js";
import { openPhone } from "../../static/js/phone.js";
import { sealed } from "../../static/js/receipt.js";

let phone, answers;
beforeEach(async () => {
  phone = await openPhone("");
  answers = openAnswers(phone);
});

const arrive = (entry, tries = 1) => Object.assign(entry, { tries, state: "saved" });
const letters = () => phone.entries.map(({ kind, value, first, of }) => ({ kind, value, first, of }));

test("an answer is sent with its number, and the first one says so", () => {
  answers.choose("step1", 0, 7);
  assert.deepEqual(letters(), [{ kind: "answer", value: 7, first: true, of: "" }]);
});

test("a change names the answer it replaces, and is not a first one", () => {
  answers.choose("step1", 0, 7);
  arrive(phone.entries[0]);
  answers.choose("step1", 0, 3);
  const [before, after] = phone.entries;
  assert.deepEqual([after.value, after.first, after.of], [3, false, before.receipt]);
  assert.equal(answers.standing("step1").pop(), after);
});

test("a change that never left is dropped, and the next one names what the server has", () => {
  answers.choose("step1", 0, 7);
  arrive(phone.entries[0]);
  answers.choose("step1", 0, 3);
  answers.choose("step1", 0, 5);
  const [first, last, ...more] = phone.entries;
  assert.deepEqual([last.value, last.of, more], [5, first.receipt, []]);
});

test("a change that may have arrived is sent on, and replaced in its turn", () => {
  answers.choose("step1", 0, 7);
  arrive(phone.entries[0]);
  answers.choose("step1", 0, 3);
  phone.entries[1].tries = 1;
  answers.choose("step1", 0, 5);
  assert.deepEqual(phone.entries.map(({ value }) => value), [7, 3, 5]);
  assert.equal(phone.entries[2].of, phone.entries[1].receipt);
});

test("a first answer that never left makes room for another first one", () => {
  answers.choose("step1", 0, 7);
  answers.choose("step1", 0, null);
  assert.deepEqual(letters(), [{ kind: "pass", value: null, first: true, of: "" }]);
});

test("a question that is asked again has no answer yet, and its first answer replaces the old one", () => {
  answers.choose("step1", 0, 7);
  arrive(phone.entries[0]);
  assert.deepEqual(answers.standing("step1", 1), []);
  answers.choose("step1", 1, 2);
  const [, again] = phone.entries;
  assert.deepEqual([again.first, again.of, again.run], [true, phone.entries[0].receipt, 1]);
});

test("every number makes an envelope of one size, with one set of names", () => {
  const made = [0, 2, 5, 10, null].map((value) => {
    answers.choose(`step${value}`, 0, value);
    return sealed(phone.entries.at(-1));
  });
  assert.deepEqual(new Set(made.map((body) => Buffer.byteLength(body))), new Set([4096]));
  assert.equal(new Set(made.map((body) => Object.keys(JSON.parse(body)).join())).size, 1);
});
