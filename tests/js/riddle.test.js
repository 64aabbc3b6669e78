import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { firstWord, solve } from "../../static/js/riddle.js";

const SEED = "0123456789abcdef0123456789abcdef";

/** @param {string} text */
function known(text) {
  return createHash("sha256").update(text).digest().readUInt32BE(0);
}

test("our SHA-256 is SHA-256, for every length a riddle can have", () => {
  for (let length = 0; length < 56; length++) {
    const text = "q".repeat(length);
    assert.equal(firstWord(text), known(text), String(length));
  }
  for (let number = 0; number < 2000; number++) assert.equal(firstWord(`${SEED}:${number}`), known(`${SEED}:${number}`));
});

test("an answer has sixteen numbers, each with thirteen zero bits", async () => {
  const numbers = (await solve(`${SEED}.1.x`)).split(",");
  assert.equal(numbers.length, 16);
  numbers.forEach((number, part) => assert.equal(known(`${SEED}:${part}:${number}`) >>> 19, 0));
});

test("solving leaves the page its turn", async () => {
  let turns = 0;
  const ticking = setInterval(() => turns++, 1);
  await solve(`${SEED}.1.x`);
  clearInterval(ticking);
  assert.ok(turns > 2, String(turns));
});
