import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { afterEach, beforeEach, test } from "node:test";
import { online, until } from "./browser.js";
import { openAnswers } from "../../static/js/answers.js";
import { openOutbox } from "../../static/js/outbox.js";
import { openPhone } from "../../static/js/phone.js";
import { handOn } from "../../static/js/shared_phone.js";

const limit = { timeout: 60_000 };
let server, address, got, reply, phone, answers, returned, refusals, outbox;

/** A server that answers each POST with what `reply` says, or hangs up where it says nothing. */
async function listen(port = 0) {
  server = createServer(async (asked, answer) => {
    const body = Buffer.concat(await asked.toArray()).toString();
    const letter = asked.url === "/envelopes" ? JSON.parse(body) : body;
    got.push({ url: asked.url, letter, size: Buffer.byteLength(body), token: asked.headers["x-csrftoken"] });
    const [status, told] = asked.url === "/csrf" ? [200, { token: "fresh" }] : reply(got.at(-1)) ?? [];
    if (!status) return asked.socket.destroy();
    answer.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(told ?? {}));
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  address = `http://127.0.0.1:${server.address().port}`;
}

beforeEach(async () => {
  [got, returned, refusals] = [[], [], 0];
  reply = () => [201, { seen: "0", words: "five plain words" }];
  await listen();
  phone = await openPhone("");
  answers = openAnswers(phone);
  outbox = openOutbox({
    phone,
    urls: { envelopes: `${address}/envelopes`, takeBack: `${address}/take-back`, token: `${address}/csrf` },
    token: "old",
    changed: () => {},
    returned: (entry, reason) => {
      answers.drop(entry);
      returned.push([entry.text, reason]);
    },
    refused: () => (refusals += 1),
  });
});

afterEach(() => {
  outbox.stop();
  phone.entries = [];
  server.closeAllConnections();
  server.close();
});

function send(text, kind = "strategy", more = {}) {
  answers.post(kind, "step1", { text, ...more });
  outbox.kick();
  return phone.entries.at(-1);
}

test("201 saves an entry and brings its words", limit, async () => {
  const entry = send("Walk.");
  await until(() => entry.state === "saved");
  assert.equal(entry.words, "five plain words");
  assert.deepEqual(got.map(({ size }) => size), [4096]);
});

test("a lost connection is tried again with the same receipt until it is saved", limit, async () => {
  reply = () => (got.length < 3 ? null : [201, { words: "w" }]);
  const entry = send("Walk.");
  await until(() => entry.state === "saved");
  assert.equal(got.length, 3);
  assert.equal(new Set(got.map(({ letter }) => letter.receipt)).size, 1);
});

for (const status of [429, 500, 503]) {
  test(`${status} is not the last word`, limit, async () => {
    reply = () => (got.length < 2 ? [status] : [201, { words: "w" }]);
    const entry = send("Walk.");
    await until(() => entry.state === "saved");
  });
}

test("an old token is renewed, and the entry sent again", limit, async () => {
  reply = ({ token }) => (token === "fresh" ? [201, { words: "w" }] : [400, { csrf: true, message: "Old." }]);
  const entry = send("Walk.");
  await until(() => entry.state === "saved");
  assert.deepEqual(got.map(({ url }) => url), ["/envelopes", "/csrf", "/envelopes"]);
});

test("what the server cannot use comes back with the reason, and the rest goes on", limit, async () => {
  reply = ({ letter }) => (letter.text === "too long" ? [422, { message: "Make it shorter." }] : [201, { words: "w" }]);
  send("too long");
  const next = send("Walk.");
  await until(() => next.state === "saved");
  assert.deepEqual(returned, [["too long", "Make it shorter."]]);
});

test("one request is under way at a time, in order", limit, async () => {
  for (const text of ["one", "two", "three"]) answers.post("strategy", "step1", { text });
  outbox.kick();
  outbox.kick();
  await until(() => phone.entries.every(({ state }) => state === "saved"));
  assert.deepEqual(got.map(({ letter }) => letter.text), ["one", "two", "three"]);
});

test("when the seat is void the entry waits, and goes out once there is a seat again", limit, async () => {
  reply = () => [410, { message: "Please join again." }];
  const entry = send("Walk.");
  await until(() => refusals > 0);
  assert.equal(entry.state, "waiting");
  reply = () => [201, { words: "w" }];
  online();
  await until(() => entry.state === "saved");
});

test("after the end only take-backs by words go out", limit, async () => {
  outbox.stop();
  const late = send("late");
  const wish = send("", "words", { words: "five plain words" });
  await until(() => wish.state === "saved");
  assert.equal(late.state, "waiting");
  assert.deepEqual(got.map(({ url, letter }) => [url, letter]), [["/take-back", "words=five+plain+words"]]);
});

test("an entry taken back while it was on its way stays taken back", limit, async () => {
  const entry = send("Walk.");
  answers.takeBack(entry, false);
  outbox.kick();
  await until(() => phone.entries.at(-1).state === "saved");
  assert.equal(entry.state, "taken");
});

test("what the person before left behind goes out first, unseen by the next one", limit, async () => {
  reply = () => [503];
  const before = send("of the first");
  await until(() => before.tries > 0);
  document.forms = [];
  await handOn(phone);
  assert.deepEqual(phone.entries, []);
  const next = send("of the second");
  assert.equal(next.first, true, "another person is another voice");
  reply = () => [201, { seen: "0", words: "five plain words" }];
  outbox.kick();
  await until(() => next.state === "saved");
  assert.deepEqual(phone.handed, []);
  assert.equal(before.state, "saved");
  assert.deepEqual(got.map(({ letter }) => letter.text).slice(-2), ["of the first", "of the second"]);
});

test("a text of the person before that cannot be used comes back to nobody", limit, async () => {
  reply = () => [503];
  const before = send("of the first");
  await until(() => before.tries > 0);
  document.forms = [];
  await handOn(phone);
  reply = () => [422, { message: "That is too long to send." }];
  outbox.kick();
  await until(() => phone.handed.length === 0);
  assert.deepEqual(returned, []);
});
