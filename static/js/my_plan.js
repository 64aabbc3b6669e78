// @ts-check
/** The page of a member's own plan: which part is on, and what its buttons do. All of it works without a network. */
import { find } from "./find.js";
import { offerHelp } from "./help.js";
import { offerLeaving } from "./leave.js";
import { answered, grow, openAsks } from "./my_plan_asks.js";
import { drawCard } from "./my_plan_card.js";
import { lockWhenIdle } from "./my_plan_idle.js";
import { offerPaper } from "./my_plan_paper.js";
import { openSafe } from "./my_plan_safe.js";
import { openTurning } from "./my_plan_turning.js";
import { openKeeper } from "./plan_keeper.js";
import { canLock } from "./plan_lock.js";
import { localVoice, readOut } from "./speak.js";

const views = sections("[data-view]");
let draw = () => {};
let gone = () => {};
let leaving = false;

offerHelp();
openKeeper({ changed: () => draw(), gone: () => gone() }).then(run);

/** @param {import("./plan_keeper.js").Keeper} keeper */
function run(keeper) {
  const { asks, draw: drawAsks } = openAsks(keeper);
  const safe = openSafe(keeper, { opened: redraw, cleared });
  const turning = openTurning(keeper, { asks, home: () => go("home") });
  const channel = otherWindows(() => keeper.refresh());
  /** What is on: a part, or home, ten, safe. And whether somebody has begun, or has just cleared all. */
  let on = location.hash === "#now" ? "ten" : "home";
  let begun = false;
  let over = false;
  let shown = "";
  let asked = false;
  let drawn = keeper.plan;

  /** Which part of the page is on. */
  function view() {
    if (over) return "cleared";
    if (on === "ten") return "ten";
    if (keeper.locked) return "locked";
    return keeper.fresh && !begun ? "welcome" : on;
  }

  /** @param {string} next */
  function go(next) {
    if (next === on) return redraw();
    on = next;
    turning.reset();
    history.pushState({ on }, "");
    redraw();
  }

  function redraw() {
    const now = view();
    for (const section of views) section.hidden = section.dataset.view !== now;
    const moved = now !== shown;
    shown = now;
    drawAsks();
    drawCard(keeper.plan.answers);
    drawMarks();
    turning.draw(now, moved);
    if (moved) {
      for (const field of document.querySelectorAll(/** @type {"textarea"} */ (`[data-view="${now}"] textarea`))) grow(field);
      /** @type {HTMLElement | null} */ (document.querySelector(`[data-view="${now}"] h1`))?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    tellOthers();
  }

  /** What is begun, what is guarded, what is the matter. */
  function drawMarks() {
    const { answers } = keeper.plan;
    const written = Object.keys(answers).length > 0;
    const guarded = Boolean(keeper.lock) || keeper.locked;
    for (const entry of sections("[data-go]")) {
      const mark = /** @type {HTMLElement | null} */ (entry.querySelector("[data-begun]"));
      if (mark) mark.hidden = !asks.some((ask) => ask.closest(`[data-view="${entry.dataset.go}"]`) && answered(answers, ask));
    }
    show("[data-guarded]", guarded);
    show("[data-unguarded]", !guarded);
    show("[data-written]", written && !guarded);
    for (const notice of sections("[data-trouble]")) notice.hidden = notice.dataset.trouble !== keeper.trouble;
    find("[data-unsaved]").hidden = keeper.saved || !keeper.trouble;
  }

  /** Other windows look again; and once something is written, the browser is asked to keep it. */
  function tellOthers() {
    if (!keeper.saved || drawn === keeper.plan) return;
    drawn = keeper.plan;
    channel?.postMessage("written");
    if (asked || keeper.fresh) return;
    asked = true;
    askToLast();
  }

  /** The plan is off this phone: by this window, or by another. */
  function cleared() {
    over = true;
    leaving = true;
    safe.forget();
    redraw();
    import("./offline_app.js").then(({ removeKeptPages }) => removeKeptPages()).catch(() => {});
  }

  /** @type {Record<string, (button: HTMLElement) => void>} */
  const acts = {
    ...safe,
    ...turning.acts,
    begin: () => {
      begun = true;
      go("home");
      redraw();
    },
    "guard-first": () => openSettings("[data-new]"),
    bring: () => openSettings("[data-file]"),
    lock: () => shut(),
    print: () => globalThis.print(),
  };

  /** @param {string} first what gets the focus */
  function openSettings(first) {
    begun = true;
    go("safe");
    find("[data-setting]").toggleAttribute("open", first === "[data-new]");
    find(first).focus();
  }

  async function shut() {
    if (!keeper.lock) return;
    for (const section of views) section.hidden = true;
    safe.forget();
    globalThis.speechSynthesis?.cancel();
    await keeper.lockUp();
  }

  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element && /** @type {HTMLElement | null} */ (target.closest("[data-do], [data-go], [data-read]"));
    if (!button) return;
    if (button.dataset.go) go(button.dataset.go);
    else if (button.dataset.do) acts[button.dataset.do]?.(button);
    else read(button);
  });
  document.addEventListener("keydown", (event) => {
    const act = event.target instanceof HTMLElement && event.target.dataset.enter;
    if (act && event.key === "Enter") acts[act]?.(event.target);
  });
  addEventListener("popstate", ({ state }) => {
    on = state?.on ?? "home";
    turning.reset();
    redraw();
  });
  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? keeper.flush() : keeper.refresh()));
  addEventListener("pagehide", () => void keeper.flush());
  addEventListener("pageshow", ({ persisted }) => persisted && keeper.refresh());
  addEventListener("beforeunload", (event) => !keeper.saved && !leaving && event.preventDefault());

  lockWhenIdle(shut);
  offerPaper(keeper);
  offerReading();
  offerLeaving(() => {
    leaving = true;
    return keeper.flush();
  });
  show("[data-no-lock]", !canLock());
  for (const part of sections("[data-needs-lock]")) part.classList.toggle("plan--away", !canLock());
  find("[data-loading]").hidden = true;
  draw = redraw;
  gone = cleared;
  redraw();
}

/** Asks the browser not to throw the plan away by itself, and says so where it may. */
async function askToLast() {
  const { storage } = navigator;
  const lasts = await storage?.persisted?.().catch(() => false) || await storage?.persist?.().catch(() => false);
  show("[data-passing]", !lasts);
}

/** @param {() => void} look */
function otherWindows(look) {
  const { BroadcastChannel: Channel } = globalThis; // Safari has it from 15.4 on; before, a window looks when it is seen.
  if (!Channel) return null;
  const channel = new Channel("notes");
  channel.onmessage = look;
  return channel;
}

/** A phone without a voice of its own has no button. */
function offerReading() {
  const draw = () => show("[data-read]", Boolean(localVoice()));
  globalThis.speechSynthesis?.addEventListener?.("voiceschanged", draw);
  addEventListener("pagehide", () => globalThis.speechSynthesis?.cancel());
  draw();
}

/** Reads a question out, or stops. @param {HTMLElement} button */
function read(button) {
  const rest = () => (button.textContent = find('[data-word="read"]').textContent);
  if (speechSynthesis.speaking) return void speechSynthesis.cancel();
  const words = [...button.closest("[data-question]")?.querySelectorAll(".ask__question, .field__hint, legend ~ .choice label") ?? []];
  readOut(words.map((one) => one.textContent?.trim()).join(". "), rest);
  button.textContent = find('[data-word="stop"]').textContent;
}

/** @param {string} selector @param {boolean} yes */
function show(selector, yes) {
  for (const part of sections(selector)) part.hidden = !yes;
}

/** @param {string} selector @returns {HTMLElement[]} */
function sections(selector) {
  return [...document.querySelectorAll(selector)].map((one) => /** @type {HTMLElement} */ (one));
}
