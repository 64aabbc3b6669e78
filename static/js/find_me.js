// @ts-check
/**
 * "Please find me": this phone shows a shape and a colour, the consoles show the same. The phone makes a secret for each call
 * and asks with it how the call stands; no seat and no text has to do with it. Nothing is kept on the phone but the secret.
 *
 * @typedef {{shape: string, colour: string, words: string, seen: boolean}} Told
 */
import { find } from "./find.js";
import { openHelp } from "./help.js";
import { newReceipt } from "./receipt.js";
import { pause, request, told } from "./request.js";

const EVERY = 3000; // milliseconds between looks
const UNSEEN = 10_000;
const LIVES = 30 * 60_000;

/** @param {import("./phone.js").Phone} phone @param {{token: string, tokenUrl: string}} csrf */
export function openFinding(phone, { token, tokenUrl }) {
  const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-find-me]"));
  /** What was told last, and since when this page asks. @type {Told | null} */
  let latest = null;
  let since = 0;

  async function ask() {
    if (!place) return;
    if (!phone.call) {
      phone.call = { secret: newReceipt(), at: Date.now() };
      phone.save();
      follow();
    }
    draw();
    openHelp();
    find("[data-find-when=asked]").focus();
  }

  /** Asks how the call stands until it is over. */
  async function follow() {
    since ||= Date.now();
    const call = phone.call;
    while (phone.call && phone.call === call) {
      if (Date.now() - phone.call.at > LIVES) return forget();
      await look(phone.call.secret);
      draw();
      await pause(EVERY);
    }
  }

  /** @param {string} secret */
  async function look(secret) {
    try {
      const answer = await post(place?.dataset.findUrl ?? "", secret);
      if (answer.status === 400) return void await renewToken();
      if (answer.ok) latest = await told(answer);
      else if (answer.status === 410 || answer.status === 409) latest = null;
    } catch {
      // No network: the next look may find one, and the page says that nobody has seen it.
    }
  }

  function stop() {
    if (phone.call) post(place?.dataset.findEndUrl ?? "", phone.call.secret).catch(() => {});
    forget();
  }

  function forget() {
    phone.call = null;
    phone.save();
    latest = null;
    since = 0;
    draw();
  }

  /** @param {string} url @param {string} secret */
  function post(url, secret) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    return request(url, { method: "POST", headers, body: JSON.stringify({ call: secret }) });
  }

  async function renewToken() {
    const answer = await request(tokenUrl);
    if (answer.ok) token = (await answer.json()).token;
  }

  function draw() {
    if (!place) return;
    const asked = Boolean(phone.call);
    find("[data-find-when=idle]").hidden = asked;
    find("[data-find-when=asked]").hidden = !asked;
    find("[data-called]").hidden = !asked;
    const state = standing();
    for (const words of place.querySelectorAll(/** @type {"p"} */ ("[data-find-state]"))) words.hidden = words.dataset.findState !== state;
    find("[data-find-ways]").hidden = state !== "unseen" && state !== "unsent";
    drawShape();
  }

  function standing() {
    const late = Date.now() - since > UNSEEN;
    if (latest?.seen) return "seen";
    if (!latest) return late ? "unsent" : "sending";
    return late ? "unseen" : "waiting";
  }

  function drawShape() {
    const shape = find("[data-find-shape]");
    shape.toggleAttribute("hidden", !latest);
    find("[data-find-words]").textContent = latest?.words ?? "";
    if (!latest) return;
    shape.setAttribute("class", `shape find-me__shape shape--${latest.colour}`);
    find("use", shape).setAttribute("href", `#shape-${latest.shape}`);
  }

  if (phone.call) follow();
  draw();
  return { draw, acts: { "find-me": () => void ask(), "stop-finding": stop } };
}
