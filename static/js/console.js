// @ts-check
/** The facilitator's console: commands by POST, fragments by socket. */
import { stayAwake } from "./comfort.js";
import { commandOf, say, send } from "./commands.js";
import { ask, open, wireDialogs } from "./dialogs.js";
import { byId, find } from "./find.js";
import { askWhy, wireForms } from "./forms.js";
import { wireGuard } from "./guard.js";
import { wireKeys } from "./keys.js";
import { wireLeading } from "./leading.js";
import { keepLive } from "./live.js";
import { wireOffline } from "./offline.js";
import { shut, wirePanes } from "./panes.js";
import { wireParking } from "./parking.js";
import { wirePreview } from "./preview.js";
import { wireQueue } from "./queue.js";
import { wireReadAloud } from "./read_aloud.js";
import { wireLines } from "./saying.js";
import { request, told } from "./request.js";
import { wireSecondKey } from "./second_key.js";
import { wireSignals } from "./signals.js";
import { runTimers } from "./timer.js";

/** The button of the present submission: Safari before 15.4 does not tell. @type {HTMLButtonElement | null} */
let lastPressed = null;
let agreed = false;
let announced = announcement();
let step = "";

wireGuard();
wireSecondKey();
wireDialogs();
wirePanes();
wireQueue();
runTimers();
wireCommands();
wireRoom();
wireForms();
wireLeading();
wireLines();
wireParking();
wirePreview();
wireReadAloud();
wireSignals();
wireKeys();
document.addEventListener("swapped", afterSwap);
followPlan();
keepAwake();
stayInTouch();

function wireCommands() {
  document.addEventListener("click", ({ target }) => {
    lastPressed = /** @type {Element} */ (target).closest("button");
    say("");
  }, true);
  document.addEventListener("submit", submit);
  document.addEventListener("change", ({ target }) => {
    const box = /** @type {HTMLInputElement} */ (target);
    if (box.id === "agreed") agreed = box.checked;
  });
}

/** @param {SubmitEvent} event */
function submit(event) {
  const button = /** @type {HTMLButtonElement | null} */ (event.submitter ?? lastPressed);
  if (!button) return;
  event.preventDefault();
  const command = commandOf(/** @type {HTMLFormElement} */ (event.target), button);
  const menu = /** @type {HTMLDetailsElement | null} */ (button.closest(".menu"));
  if (menu && button.form?.id !== "place") shut(menu);
  if (!button.dataset.ask) return void go(command);
  ask({
    words: button.dataset,
    go: () => go(command),
    instead: () => send({ ...command, url: button.dataset.askInstead ?? "" }),
  });
}

/** @param {import("./commands.js").Command} command */
async function go(command) {
  if (await send(command) && command.url.endsWith("/declining")) askWhy(command.url);
}

/** What is typed or ticked by hand outlives a swap, and a new step is told politely. */
function afterSwap() {
  const box = /** @type {HTMLInputElement | null} */ (document.getElementById("agreed"));
  if (box) box.checked = agreed;
  const words = announcement();
  if (words !== announced) find("[data-announcement]").textContent = words;
  announced = words;
  byId("people").hidden = !document.querySelector("[data-room-live]");
  drawCode();
  followPlan();
  keepAwake();
}

/** A facilitator's phone does not fall asleep in the middle of a session. */
function keepAwake() {
  stayAwake(document.querySelector(".now--open") !== null);
}

/** Keeps the present step of a long plan in view. */
function followPlan() {
  const row = document.querySelector("[aria-current='step']");
  if (row?.id === step) return;
  step = row?.id ?? "";
  const list = byId("plan");
  if (row) list.scrollTop += row.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;
}

function announcement() {
  return find("[data-announce]").dataset.announce ?? "";
}

function wireRoom() {
  document.addEventListener("click", (event) => {
    if (!(/** @type {Element} */ (event.target).closest("[data-show-qr]"))) return;
    drawCode();
    open(byId("qr"), find("[data-dismiss]", byId("qr")));
  });
}

/** The large code is a copy of the room's, also when the code is replaced while it is up. */
function drawCode() {
  const code = document.querySelector("[data-qr]");
  find("[data-big-qr]").replaceChildren(...[...code?.childNodes ?? []].map((node) => node.cloneNode(true)));
}

function stayInTouch() {
  const { path = "", session = "" } = document.body.dataset;
  keepLive({
    url: `${path}/fragments`,
    auth: async () => ({ as: "console", session, ticket: await ticketAt(`${path}/ticket`) }),
    gone: () => location.reload(),
    inTouch: wireOffline(),
  });
}

/** A ticket opens one socket, soon; a cookie alone opens none. @param {string} url @returns {Promise<string>} */
async function ticketAt(url) {
  const token = /** @type {HTMLInputElement} */ (find("input[name=csrf_token]", byId("command"))).value;
  const answer = await request(url, { method: "POST", headers: { Accept: "application/json", "X-CSRFToken": token } });
  return (await told(answer)).ticket ?? "";
}
