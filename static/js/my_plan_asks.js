// @ts-check
/**
 * The questions of a plan: what is written goes to the keeper with each keystroke, and what the keeper has stands in the
 * fields. Nothing here has a name or belongs to a form, so nothing here can be sent.
 *
 * @typedef {import("./plan_merge.js").Answer} Answer
 * @typedef {import("./plan_merge.js").Row} Row
 */
import { find } from "./find.js";
import { newId } from "./plan_merge.js";

/** @param {import("./plan_keeper.js").Keeper} keeper */
export function openAsks(keeper) {
  const asks = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-question]")]);

  /** Puts what the keeper has into the fields; only what differs, so that nobody is disturbed. */
  function draw() {
    for (const ask of asks) {
      const answer = keeper.plan.answers[keyOf(ask)] ?? "";
      if (ask.dataset.kind === "text") put(box(ask), String(answer));
      else if (ask.dataset.kind === "choice") choose(ask, String(answer));
      else drawRows(ask, typeof answer === "string" ? [] : answer);
    }
  }

  /** @param {Element} within */
  function note(within) {
    const ask = /** @type {HTMLElement | null} */ (within.closest("[data-question]"));
    if (ask) keeper.set(keyOf(ask), written(ask));
  }

  document.addEventListener("input", ({ target }) => {
    if (target instanceof HTMLTextAreaElement) grow(target);
    if (target instanceof Element) note(target);
  });
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element && /** @type {HTMLElement | null} */ (target.closest("[data-add-row], [data-remove], [data-example]"));
    const ask = button && /** @type {HTMLElement | null} */ (button.closest("[data-question]"));
    if (!button || !ask) return;
    if ("addRow" in button.dataset) box(blank(ask)).focus();
    else if ("remove" in button.dataset) remove(ask, button);
    else use(ask, JSON.parse(button.dataset.example ?? "[]"), button);
    note(ask);
  });

  return { asks, draw };
}

/** Whether a question has an answer. @param {import("./plan_merge.js").Answers} answers @param {HTMLElement} ask */
export function answered(answers, ask) {
  return (answers[keyOf(ask)] ?? "").length > 0;
}

/** @param {HTMLElement} ask */
export function keyOf(ask) {
  return ask.dataset.question ?? "";
}

/** As high as what stands in it. @param {HTMLTextAreaElement} field */
export function grow(field) {
  field.style.setProperty("height", "auto");
  if (field.scrollHeight) field.style.setProperty("height", `${field.scrollHeight + 2}px`);
  else field.style.removeProperty("height");
}

/** @param {HTMLElement} ask @returns {Answer} */
function written(ask) {
  if (ask.dataset.kind === "text") return box(ask).value;
  if (ask.dataset.kind === "choice") return /** @type {HTMLInputElement | null} */ (ask.querySelector(":checked"))?.value ?? "";
  return lines(ask).map(rowOf).filter(({ a, b }) => a || b);
}

/** @param {HTMLElement} ask @param {string} answer where two windows chose, the last one stands */
function choose(ask, answer) {
  const chosen = answer.split("\n").pop();
  for (const input of ask.querySelectorAll(/** @type {"input"} */ ("[data-choice]"))) input.checked = input.value === chosen;
}

/** @param {HTMLElement} ask @param {Row[]} rows */
function drawRows(ask, rows) {
  const before = new Map(lines(ask).map((line) => [line.dataset.id, line]));
  for (const row of rows) {
    const line = before.get(row.id) ?? newLine(ask, row.id);
    before.delete(row.id);
    line.dataset.notes = row.notes.join(" ");
    put(box(line), row.a);
    if (second(line)) put(/** @type {HTMLTextAreaElement} */ (second(line)), row.b);
    for (const note of line.querySelectorAll(/** @type {"p"} */ ("[data-note]"))) note.hidden = !row.notes.includes(note.dataset.note ?? "");
  }
  for (const line of before.values()) {
    if (filled(line)) line.remove(); // Taken out elsewhere, or locked away. A blank line waits for words.
  }
  if (!lines(ask).length && keyOf(ask) !== "kept.texts") newLine(ask, newId());
}

/** An empty line of a question. @param {HTMLElement} ask */
function blank(ask) {
  return lines(ask).find((line) => !filled(line)) ?? newLine(ask, newId());
}

/** @param {HTMLElement} ask @param {string} id */
function newLine(ask, id) {
  const template = /** @type {HTMLTemplateElement} */ (find("[data-row]", ask));
  const line = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  line.dataset.id = id;
  find("[data-rows]", ask).append(line);
  return line;
}

/** @param {HTMLElement} ask @param {HTMLElement} button */
function remove(ask, button) {
  button.closest("li")?.remove();
  if (!lines(ask).length && keyOf(ask) !== "kept.texts") newLine(ask, newId());
  find("[data-add-row]", ask).focus();
}

/** Puts an example in, to be changed. @param {HTMLElement} ask @param {string[]} example @param {HTMLElement} button */
function use(ask, [a = "", b = ""], button) {
  const place = ask.dataset.kind === "text" ? ask : blank(ask);
  const field = box(place);
  put(field, field.value.trim() ? `${field.value.trimEnd()}\n${a}` : a);
  if (second(place)) put(/** @type {HTMLTextAreaElement} */ (second(place)), b);
  button.closest("details")?.removeAttribute("open");
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}

/** @param {HTMLElement} line @returns {Row} */
function rowOf(line) {
  return { id: line.dataset.id ?? newId(), a: box(line).value, b: second(line)?.value ?? "", notes: (line.dataset.notes ?? "").split(" ").filter(Boolean) };
}

/** @param {HTMLElement} ask */
function lines(ask) {
  return /** @type {HTMLElement[]} */ ([...ask.querySelectorAll("li[data-id]")]);
}

/** @param {HTMLElement} line */
function filled(line) {
  return Boolean(box(line).value || second(line)?.value);
}

/** @param {HTMLTextAreaElement} field @param {string} words */
function put(field, words) {
  if (field.value !== words) {
    const { selectionStart, selectionEnd } = field;
    field.value = words;
    if (field === document.activeElement) field.setSelectionRange(selectionStart, selectionEnd);
  }
  grow(field);
}

/** @param {HTMLElement} within */
function box(within) {
  return /** @type {HTMLTextAreaElement} */ (find("[data-a]", within));
}

/** @param {HTMLElement} within @returns {HTMLTextAreaElement | null} */
function second(within) {
  return within.querySelector("[data-b]");
}
