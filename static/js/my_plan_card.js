// @ts-check
/** The card for a craving: what somebody wrote on a calm day, very large; before that, a few first moves of ours. */
import { find } from "./find.js";

const NUMBER = /\+?\d[\d\s().-]{4,}\d|\b\d{3}\b/;

/** @param {import("./plan_merge.js").Answers} answers */
export function drawCard(answers) {
  const moves = lines(answers["ten.moves"]);
  const call = lines(answers["ten.call"]);
  const tell = typeof answers["ten.tell"] === "string" ? answers["ten.tell"] : "";
  const { call: format = "" } = place("call").dataset;
  place("moves").replaceChildren(...moves.map((words) => item(words)));
  place("call").replaceChildren(...call.map((words) => item(words, format)));
  place("tell").textContent = tell;
  for (const [name, empty] of /** @type {const} */ ([["moves", !moves.length], ["call", !call.length], ["tell", !tell]])) place(name).hidden = empty;
  find("[data-ten-defaults]").hidden = moves.length > 0;
}

/** @param {import("./plan_merge.js").Answer | undefined} answer */
function lines(answer) {
  return Array.isArray(answer) ? answer.map(({ a }) => a) : [];
}

/** A line, with a way to call the number in it. @param {string} words @param {string} [format] */
function item(words, format = "") {
  const line = document.createElement("li");
  line.textContent = words;
  const number = format && words.match(NUMBER)?.[0];
  if (number) {
    const link = document.createElement("a");
    link.className = "button button--quiet";
    link.href = `tel:${number.replace(/[^+\d]/g, "")}`;
    link.textContent = format.replace("%s", number);
    line.append(" ", link);
  }
  return line;
}

/** @param {string} name */
function place(name) {
  return find(`[data-ten="${name}"]`);
}
