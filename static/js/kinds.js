// @ts-check
/** The steps that are not for writing to the group: a scale or a poll, what is for this phone alone, an exercise. */
import { openChoosing } from "./choosing.js";
import { find } from "./find.js";
import { openPrivate } from "./private.js";

/** @typedef {import("./choosing.js").Asked & {mood: string}} Stage */

/**
 * @param {import("./phone.js").Phone} phone
 * @param {ReturnType<typeof import("./answers.js").openAnswers>} answers
 * @param {{stage: () => Stage, draw: () => void, sent: () => void}} page `sent`: something was put on its way
 */
export function openKinds(phone, answers, { stage, draw, sent }) {
  const choosing = openChoosing(answers);
  const alone = openPrivate(phone);
  /** The exercise that was stopped on this phone. */
  let resting = "";

  /** Which part of the page such a step needs now, if any. */
  function view() {
    const { kind, step, mood } = stage();
    if (mood === "down") return "";
    if (kind === "private") return "private";
    if (kind === "ground") return resting === step ? "rest" : "ground";
    return choosing.view(stage());
  }

  /** @param {string} on the part of the page that is on */
  function drawKinds(on) {
    alone.show(stage().step);
    choosing.draw(stage(), on);
  }

  /** @param {boolean} pass */
  function send(pass) {
    if (!choosing.send(stage(), pass)) return;
    sent();
    find("[data-sent]").focus();
  }

  choosing.form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(false);
  });
  choosing.form.addEventListener("change", draw);

  return {
    view,
    draw: drawKinds,
    /** @param {string} why in words for who answered */
    complain: (why) => {
      draw();
      choosing.complain(why);
    },
    privateTexts: alone.texts,
    clear: alone.empty,
    /** What their buttons do, by `data-do`. */
    acts: {
      "pass-answer": () => send(true),
      "change-answer": () => {
        choosing.change(stage());
        draw();
        choosing.focus();
      },
      stop: () => {
        resting = stage().step;
        draw();
        find("[data-rest]").focus();
      },
      "start-again": () => {
        resting = "";
        draw();
      },
    },
  };
}
