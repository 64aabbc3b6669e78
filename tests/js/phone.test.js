import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { stored, until } from "./browser.js";
import { openPhone } from "../../static/js/phone.js";

const KEY = Buffer.alloc(32, 7).toString("base64url");
const OTHER = Buffer.alloc(32, 8).toString("base64url");

beforeEach(() => stored.clear());

async function phoneWithDraft() {
  const phone = await openPhone(KEY);
  phone.drafts.step1 = { text: "ride the wave", share: true };
  await phone.save();
  return phone;
}

test("a draft survives a reload, the second and the third time too", async () => {
  await phoneWithDraft();
  for (const _ of [1, 2, 3]) {
    const again = await openPhone(KEY);
    assert.deepEqual(again.drafts, { step1: { text: "ride the wave", share: true } });
    await again.save();
  }
});

test("what is stored cannot be read without the key", async () => {
  await phoneWithDraft();
  assert.equal(stored.size, 1);
  assert.doesNotMatch([...stored.values()].join(), /ride|wave|step1/);
  assert.deepEqual((await openPhone(OTHER)).drafts, {});
});

test("what another session left is removed", async () => {
  await phoneWithDraft();
  await openPhone(OTHER);
  assert.equal(stored.size, 0);
});

test("without a key everything stays in memory, and the page can say so", async () => {
  const phone = await openPhone("");
  phone.drafts.step1 = { text: "ride the wave", share: false };
  await phone.save();
  assert.equal(phone.keeps, false);
  assert.equal(stored.size, 0);
});

test("many saves in a row leave the last words", async () => {
  const phone = await openPhone(KEY);
  for (let length = 1; length <= 50; length += 1) {
    phone.drafts.step1 = { text: "x".repeat(length), share: false };
    phone.save();
  }
  await until(() => stored.size > 0);
  await phone.save();
  assert.equal((await openPhone(KEY)).drafts.step1.text.length, 50);
});

test("clearing the phone leaves nothing, even while it is writing", async () => {
  const phone = await phoneWithDraft();
  const writing = phone.save();
  phone.clear();
  await writing;
  assert.equal(stored.size, 0);
  assert.deepEqual(phone.drafts, {});
});

test("after the end nothing is stored any more, and the open page still has it", async () => {
  const phone = await phoneWithDraft();
  phone.forget();
  await phone.save();
  assert.equal(stored.size, 0);
  assert.equal(phone.drafts.step1.text, "ride the wave");
});
