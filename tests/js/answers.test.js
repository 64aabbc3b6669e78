import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import "./browser.js";
import { openAnswers } from "../../static/js/answers.js";
import { openPhone } from "../../static/js/phone.js";

let phone, answers;
beforeEach(async () => {
  phone = await openPhone("");
  answers = openAnswers(phone);
});

const kinds = () => phone.entries.map(({ kind }) => kind);
const arrive = (entry) => Object.assign(entry, { tries: 1, state: "saved", words: "five plain words" });

test("only the first answer of a step says that it is the first", () => {
  answers.post("pass", "step1");
  answers.post("strategy", "step1", { text: "Walk." });
  answers.post("strategy", "step2", { text: "Call." });
  assert.deepEqual(phone.entries.map(({ first }) => first), [true, false, true]);
});

test("a text that never left is dropped when it is taken back, and the next one is the first again", () => {
  answers.post("strategy", "step1", { text: "Walk." });
  answers.takeBack(phone.entries[0], false);
  assert.deepEqual(kinds(), []);
  answers.post("strategy", "step1", { text: "Call." });
  assert.equal(phone.entries[0].first, true);
});

test("a text that may have arrived is taken back by an envelope like any other", () => {
  answers.post("strategy", "step1", { text: "Walk." });
  phone.entries[0].tries = 1;
  answers.takeBack(phone.entries[0], false);
  const [taken, wish] = phone.entries;
  assert.equal(taken.state, "taken");
  assert.deepEqual([wish.kind, wish.of, wish.step, wish.first, wish.state], ["take_back", taken.receipt, "step1", false, "waiting"]);
  assert.deepEqual(answers.standing("step1"), []);
});

test("after the end a text is taken back by its words", () => {
  answers.post("strategy", "step1", { text: "Walk." });
  arrive(phone.entries[0]);
  answers.takeBack(phone.entries[0], true);
  assert.deepEqual([phone.entries[1].kind, phone.entries[1].words], ["words", "five plain words"]);
});

test("what was not sent is the drafts and what still waits", () => {
  phone.drafts.step1 = { text: " half a thought ", share: false };
  phone.drafts.step2 = { text: "  ", share: true };
  answers.post("strategy", "step1", { text: "Walk." });
  answers.post("strategy", "step1", { text: "Call." });
  arrive(phone.entries[0]);
  assert.deepEqual(answers.unsent(), ["half a thought", "Call."]);
});
