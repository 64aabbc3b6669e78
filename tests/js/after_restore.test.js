import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import "./browser.js";
import { resendAfterRestore } from "../../static/js/after_restore.js";
import { openAnswers } from "../../static/js/answers.js";
import { openPhone } from "../../static/js/phone.js";

const AHEAD = 1_000_000; // as facilitator/strategies/restored.py has it
let phone, answers, place, on, sends;

beforeEach(async () => {
  phone = await openPhone("");
  answers = openAnswers(phone);
  place = { dataset: { revision: "17" } };
  document.querySelector = () => place;
  on = { step: "step2", writing: true };
  sends = 0;
  for (const [step, text] of [["step1", "Walk."], ["step2", "Call."], ["step2", "Sing."]]) {
    answers.post("strategy", step, { text });
    Object.assign(phone.entries.at(-1), { tries: 1, state: "saved" });
  }
});

const watch = () => resendAfterRestore(phone, () => on, () => (sends += 1));
const goesAgain = () => phone.handed.map(({ kind, text, first }) => [kind, text, first]);

/** @param {number} revision what the server's next picture has */
function refreshed(revision) {
  place.dataset.revision = String(revision);
  document.dispatchEvent(new Event("refreshed"));
}

test("a session that moves on as ever sends nothing again", () => {
  watch();
  for (const revision of [18, 40, 900]) refreshed(revision);
  assert.deepEqual([goesAgain(), sends], [[], 0]);
});

test("after a restore what was sent in the open step goes again, once, as it was, and the page shows no change", () => {
  watch();
  refreshed(12 + AHEAD);
  refreshed(13 + AHEAD);
  assert.deepEqual(goesAgain(), [["strategy", "Call.", true], ["strategy", "Sing.", false]]);
  assert.equal(phone.handed[0].receipt, phone.entries[1].receipt);
  assert.deepEqual(phone.entries.map(({ state }) => state), ["saved", "saved", "saved"]);
  assert.equal(sends, 1);
});

test("what was taken back goes with its take-back behind it", () => {
  answers.takeBack(phone.entries[1], false);
  Object.assign(phone.entries.at(-1), { tries: 1, state: "saved" });
  watch();
  refreshed(12 + AHEAD);
  assert.deepEqual(goesAgain().map(([kind]) => kind), ["strategy", "strategy", "take_back"]);
  assert.equal(phone.entries[1].state, "taken");
});

test("a page that was reloaded meanwhile notices too", () => {
  watch();
  place.dataset.revision = String(12 + AHEAD);
  watch();
  assert.equal(goesAgain().length, 2);
});

test("nothing goes again while nothing is open", () => {
  on = { step: "step2", writing: false };
  watch();
  refreshed(12 + AHEAD);
  assert.deepEqual(goesAgain(), []);
});
