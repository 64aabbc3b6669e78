import assert from "node:assert/strict";
import { test } from "node:test";
import { newReceipt, sealed, wellFormed } from "../../static/js/receipt.js";

const STEP = "0190f3e0-0000-7000-8000-000000000001";

function entry(more) {
  return { receipt: newReceipt(), step: STEP, kind: "strategy", text: "", share: false, first: true, of: "", ...more };
}

test("a receipt is 128 random bits in hex, new every time", () => {
  const made = new Set(Array.from({ length: 1000 }, newReceipt));
  assert.equal(made.size, 1000);
  for (const receipt of made) assert.match(receipt, /^[0-9a-f]{32}$/);
});

test("every envelope has 4,096 bytes, whatever it says", () => {
  const worst = ["", "a", "é".repeat(280), "🙂".repeat(140), "漢".repeat(280), "\u0001".repeat(280), '"\\\n'.repeat(93)];
  for (const text of worst) assert.equal(Buffer.byteLength(sealed(entry({ text }))), 4096, JSON.stringify(text.slice(0, 4)));
  assert.equal(Buffer.byteLength(sealed(entry({ kind: "pass" }))), 4096);
  assert.equal(Buffer.byteLength(sealed(entry({ kind: "take_back", of: newReceipt() }))), 4096);
});

test("an envelope says what the protocol names, and nothing else", () => {
  const { pad, ...letter } = JSON.parse(sealed(entry({ receipt: "0".repeat(32), text: "Walk.", share: true, tries: 3, words: "kept here" })));
  assert.deepEqual(letter, {
    v: 1, receipt: "0".repeat(32), step: STEP, kind: "strategy", first: true, text: "Walk.", share_beyond: true, of: "", value: null,
  });
  assert.match(pad, /^0+$/);
});

test("half a character, as a cut-off paste leaves it, is taken out", () => {
  assert.equal(wellFormed("ok \ud83d"), "ok ");
  assert.equal(wellFormed("\ude42 ok 🙂"), " ok 🙂");
});
