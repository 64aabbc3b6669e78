// @ts-check
/**
 * The member page. The server says what is on (the stage); this phone says what it wrote and sent. From the two the page
 * decides which one of its parts to show. It keeps nothing that the server knows.
 */
import { resendAfterRestore } from "./after_restore.js";
import { openAnswers } from "./answers.js";
import { openCatchUp } from "./catching_up.js";
import { openClearing } from "./clearing.js";
import { openFinding } from "./find_me.js";
import { stayAwake, watchKeyboard } from "./comfort.js";
import { offerHelp } from "./help.js";
import { openKinds } from "./kinds.js";
import { giveSeatBack, offerLeaving } from "./leave.js";
import { keepLive } from "./live.js";
import { drawMine, drawAlone, drawUnsent, offerKeeping } from "./mine.js";
import { openOutbox } from "./outbox.js";
import { runPace } from "./pace.js";
import { openPhone } from "./phone.js";
import { openScreening } from "./screening.js";
import { handOn } from "./shared_phone.js";
import { offerSpeech } from "./speak.js";
import { setMood, stage } from "./stage.js";
import { runTimers } from "./timer.js";
import { openBox } from "./writing.js";

const AWAKE = ["write", "answer", "private", "ground"];
const room = part("room");
const form = /** @type {HTMLFormElement} */ (part("write"));
const { storageKey = "", fragmentsUrl = "", envelopesUrl = "", takeBackUrl = "", csrfUrl = "" } = room.dataset;
delete room.dataset.storageKey;

offerHelp();
offerLeaving();
offerKeeping();
runTimers();
runPace();
offerSpeech();
watchKeyboard();
openPhone(storageKey).then(run);

/** @param {import("./phone.js").Phone} phone */
function run(phone) {
  const box = openBox(phone, form);
  const answers = openAnswers(phone);
  const kinds = openKinds(phone, answers, { stage, draw, sent: () => settle(true) });
  const catchUp = openCatchUp(phone, { stage, draw, refresh: () => live.refresh() });
  /** The step in which this phone wants to send another. */
  let another = "";
  /** Whether its seat is void, and whether the server can be reached. */
  let gone = false;
  let inTouch = true;

  const token = /** @type {HTMLInputElement} */ (form.elements.namedItem("csrf_token")).value;
  const finding = openFinding(phone, { token, tokenUrl: csrfUrl });
  const screening = openScreening({ view, sent: () => answers.standing(stage().step).pop()?.text ?? "" });

  const live = keepLive({
    url: fragmentsUrl,
    auth: { as: "member" },
    connected: () => outbox.kick(),
    inTouch: (yes) => {
      inTouch = yes;
      catchUp.inTouch(yes);
      drawStatus();
    },
    gone: (message) => {
      gone = true;
      part("gone-message").textContent = message;
      draw();
    },
  });
  const outbox = openOutbox({
    phone,
    urls: { envelopes: envelopesUrl, takeBack: takeBackUrl, token: csrfUrl },
    token,
    changed: draw,
    returned: (entry, reason) => {
      answers.drop(entry);
      if (entry.kind === "answer") kinds.complain(reason);
      if (entry.kind !== "strategy") return;
      box.putBack(entry);
      another = entry.step;
      if (entry.step === stage().step) box.complain(reason);
    },
    refused: live.refresh,
  });

  /** Which part of the page is on. */
  function view() {
    const { state, step, writing } = stage();
    if (state === "ended") return "ended";
    if (gone) return "gone";
    if (step && !phone.agreed && part("agreements")) return "agreements";
    if (catchUp.wanted()) return "catch-up";
    const other = kinds.view();
    if (other || !writing) return other || "stage";
    return answers.standing(step).length && another !== step ? "sent" : "write";
  }

  function draw() {
    const on = view();
    const { step, mood, recall, kind, announce } = stage();
    if (on === "ended") phone.forget();
    if (on === "ended" || on === "gone") outbox.stop();
    setMood(on === "stage" ? mood : "");
    for (const section of document.querySelectorAll(/** @type {"div"} */ ("[data-view]"))) {
      section.hidden = !(section.dataset.view ?? "").split(" ").includes(on);
    }
    part("close").hidden = !(on === "ended" || (on === "stage" && kind === "close"));
    for (const words of document.querySelectorAll(/** @type {"p"} */ ("[data-memory-only]"))) words.hidden = phone.keeps;
    box.show(step);
    kinds.draw(on);
    catchUp.draw(on);
    finding.draw();
    screening.draw();
    drawStatus();
    drawLists(on, step, recall);
    stayAwake(AWAKE.includes(on));
    say(on === "stage" || on === "ended" || AWAKE.includes(on) ? announce : "");
  }

  /** Saving, saved, or not saved yet. */
  function drawStatus() {
    const waiting = phone.entries.filter((entry) => entry.state === "waiting");
    const status = waiting.some((entry) => entry.tries > 1) ? "stuck" : waiting.length ? "saving" : "saved";
    for (const words of document.querySelectorAll(/** @type {"p"} */ ("[data-when]"))) {
      words.hidden = words.dataset.when !== status;
    }
    part("unsaved").hidden = status !== "stuck" || ["sent", "chosen"].includes(view());
    part("lost").hidden = inTouch || status === "stuck";
    part("missed-line").hidden = !stage().missed || !inTouch || status === "stuck";
  }

  /** @param {string} on @param {string} step @param {boolean} recall whether the stage leaves room for one's own */
  function drawLists(on, step, recall) {
    const over = on === "ended" || on === "gone";
    const some = drawMine(phone.entries);
    part("mine").hidden = !some || !(over || on === "sent" || (on === "stage" && recall));
    const late = on === "stage" && recall ? (phone.drafts[step]?.text ?? "").trim() : "";
    part("late").hidden = !late;
    part("late-text").textContent = late;
    part("unsent").hidden = !drawUnsent(over ? answers.unsent() : []);
    part("alone").hidden = !drawAlone(over ? kinds.privateTexts() : []);
  }

  /** @param {string} step @param {boolean} [quick] whether to leave the focus where it is */
  function send(step, quick = false) {
    answers.post("strategy", step, box.written());
    box.empty();
    settle(quick);
  }

  /** After something was put on its way. @param {boolean} [quick] */
  function settle(quick = false) {
    another = "";
    draw();
    outbox.kick();
    if (!quick) part("sent").focus();
  }

  /** @param {import("./phone.js").Entry | undefined} entry */
  function takeBack(entry) {
    if (!entry || entry.state === "taken") return;
    const { state, step, writing } = stage();
    answers.takeBack(entry, state === "ended");
    if (writing && entry.step === step && entry.kind === "strategy") box.putBack(entry);
    draw();
    outbox.kick();
  }

  function clear() {
    for (const part of [box.empty, phone.clear, kinds.clear]) part();
    if (view() === "ended") giveSeatBack();
    draw();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (box.written().text) send(stage().step);
    else box.complainOfNothing();
  });

  /** What the buttons do, by their `data-do`. @type {Record<string, (button: HTMLElement) => void>} */
  const acts = {
    ...kinds.acts,
    ...catchUp.acts,
    ...finding.acts,
    "hand-on": () => {
      handOn(phone);
      box.empty();
      kinds.clear();
      another = "";
      draw();
      part("handed").textContent = part("handed").dataset.words ?? "";
      box.focus();
    },
    pass: () => {
      answers.post("pass", stage().step);
      settle();
    },
    another: () => {
      another = stage().step;
      draw();
      box.focus();
    },
    "take-latest": () => {
      takeBack(answers.standing(stage().step).pop());
      box.focus();
    },
    "take-back": (button) => takeBack(phone.entries.find(({ receipt }) => receipt === button.dataset.receipt)),
    "send-late": () => send(stage().step, true),
    "drop-late": () => {
      box.empty();
      draw();
    },
    agree: () => {
      phone.agreed = true;
      phone.save();
      draw();
      document.getElementById("main")?.focus();
    },
    ...openClearing(clear),
  };
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const button = /** @type {HTMLElement | null | undefined} */ (target?.closest("[data-do]"));
    if (button) acts[button.dataset.do ?? ""]?.(button);
  });

  phone.agreed ||= !stage().step; // Here before the first step: the agreements are read out.
  document.addEventListener("swapped", draw);
  resendAfterRestore(phone, stage, outbox.kick);
  draw();
  catchUp.back();
  outbox.kick();
}

/** Tells a screen reader of a step, once. @param {string} words */
function say(words) {
  const announcer = part("announcer");
  if (announcer.textContent !== words) announcer.textContent = words;
}

/** @param {string} name @returns {HTMLElement} */
function part(name) {
  return /** @type {HTMLElement} */ (document.querySelector(`[data-${name}]`));
}
