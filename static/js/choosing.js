// @ts-check
/**
 * The answer to a scale or a poll: chosen here, sent like everything else, and changed until the answers are closed.
 * A number at the hard end brings help to this phone at once. It sends nothing that another number would not send.
 *
 * @typedef {{
 *   kind: string, step: string, run: number, writing: boolean, hard: string, low: string, high: string,
 * }} Asked what the stage says of a question: its `hard` end (low or high), and what 0 and 10 mean
 */
import { find } from "./find.js";

/** @type {Record<string, (value: number) => boolean>} */
const HARD = { low: (value) => value <= 2, high: (value) => value >= 8 };
const NUMBERS = Array.from({ length: 11 }, (_, number) => String(number));

/** @param {ReturnType<typeof import("./answers.js").openAnswers>} answers */
export function openChoosing(answers) {
  const form = /** @type {HTMLFormElement} */ (find("[data-answer]"));
  const reason = find("[data-choice-reason]");
  /** The question that is drawn, and the one whose answer is being changed. */
  let drawn = "";
  let changing = "";

  /** Which part of the page a question needs now, if any. @param {Asked} asked */
  function view(asked) {
    if (!asked.writing || !isAsked(asked)) return "";
    return standing(asked) && changing !== name(asked) ? "chosen" : "answer";
  }

  /** @param {Asked} asked @param {string} on the part of the page that is on */
  function draw(asked, on) {
    if (isAsked(asked) && drawn !== name(asked)) build(asked);
    if (on === "chosen") drawChosen(asked);
    const value = on === "chosen" ? standing(asked)?.value : chosen();
    const hard = asked.kind === "scale" && value != null && Boolean(HARD[asked.hard]?.(value));
    for (const care of document.querySelectorAll(/** @type {"p"} */ ("[data-care]"))) care.hidden = !hard;
  }

  /** @param {Asked} asked */
  function build(asked) {
    drawn = name(asked);
    const labels = asked.kind === "scale" ? NUMBERS : optionsOnStage();
    find("[data-choices]").replaceChildren(...labels.map(choice));
    form.classList.toggle("answer--scale", asked.kind === "scale");
    find("[data-low]", form).textContent = asked.low;
    find("[data-high]", form).textContent = asked.high;
    complain("");
  }

  /** @param {Asked} asked */
  function drawChosen(asked) {
    const value = standing(asked)?.value;
    const words = find("[data-chosen-words]");
    const label = asked.kind === "scale" ? String(value) : optionsOnStage()[value ?? 0] ?? "";
    words.textContent = value == null ? words.dataset.passed ?? "" : (words.dataset.format ?? "%s").replace("%s", label);
  }

  /** Sends what is chosen, or a pass. @param {Asked} asked @param {boolean} pass @returns {boolean} whether it went */
  function send(asked, pass) {
    const value = pass ? null : chosen();
    if (!pass && value === null) {
      complain(reason.dataset.empty ?? "");
      return false;
    }
    changing = "";
    answers.choose(asked.step, asked.run, value);
    return true;
  }

  /** Back to the choices, with the one that stands. @param {Asked} asked */
  function change(asked) {
    const value = standing(asked)?.value;
    changing = name(asked);
    for (const one of choices()) one.checked = one.value === String(value);
  }

  /** @param {string} why empty when all is well */
  function complain(why) {
    reason.textContent = why;
    reason.hidden = !why;
    if (why) reason.scrollIntoView({ block: "nearest" });
  }

  /** @param {Asked} asked */
  function standing({ step, run }) {
    return answers.standing(step, run).pop();
  }

  function choices() {
    return /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("[data-choices] input")]);
  }

  function chosen() {
    const one = choices().find(({ checked }) => checked);
    return one ? Number(one.value) : null;
  }

  function focus() {
    (choices().find(({ checked }) => checked) ?? choices()[0])?.focus();
  }

  form.addEventListener("change", () => complain(""));
  return { form, view, draw, send, change, complain, focus };
}

/** @param {string} label @param {number} place */
function choice(label, place) {
  const template = /** @type {HTMLTemplateElement} */ (find("[data-choice]"));
  const item = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  /** @type {HTMLInputElement} */ (find("input", item)).value = String(place);
  find("[data-label]", item).textContent = label;
  return item;
}

/** The answers of a poll, as the stage has them. */
function optionsOnStage() {
  return [...document.querySelectorAll("[data-fragment=stage] .options li")].map((one) => one.textContent?.trim() ?? "");
}

/** @param {Asked} asked */
function isAsked({ kind }) {
  return kind === "scale" || kind === "poll";
}

/** @param {Asked} asked */
function name({ step, run }) {
  return `${step} ${run}`;
}
