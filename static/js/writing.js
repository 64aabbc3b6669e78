// @ts-check
/** The box one writes in. It stands outside the fragments, and what is in it is a draft of the step that is on. */
import { hintAtDetails } from "./identifying.js";
import { wellFormed } from "./receipt.js";

const FEW_LEFT = 40;

/** @param {import("./phone.js").Phone} phone @param {HTMLFormElement} form */
export function openBox(phone, form) {
  const box = /** @type {HTMLTextAreaElement} */ (form.querySelector("[data-box]"));
  const share = /** @type {HTMLInputElement} */ (form.querySelector("[data-share]"));
  const reason = /** @type {HTMLElement} */ (form.querySelector("[data-reason]"));
  const counter = /** @type {HTMLElement} */ (form.querySelector("[data-counter]"));
  const details = hintAtDetails(box);
  let step = "";

  /** Puts the draft of a step into the box, once. @param {string} next */
  function show(next) {
    if (next === step) return;
    step = next;
    fill();
  }

  function fill() {
    const draft = phone.drafts[step];
    box.value = draft?.text ?? "";
    share.checked = draft?.share ?? false;
    complain("");
    count();
    details.draw();
  }

  function keep() {
    if (box.value || share.checked) phone.drafts[step] = { text: box.value, share: share.checked };
    else delete phone.drafts[step];
    phone.save();
  }

  function empty() {
    delete phone.drafts[step];
    phone.save();
    fill();
  }

  /** Makes a sent text a draft again, before what is written already. @param {import("./phone.js").Entry} entry */
  function putBack({ step: its, text, share: beyond }) {
    const draft = phone.drafts[its]?.text;
    phone.drafts[its] = { text: draft ? `${text}\n${draft}` : text, share: beyond };
    phone.save();
    if (its === step) fill();
  }

  /** @param {string} why in words for the writer; empty when all is well */
  function complain(why) {
    reason.textContent = why;
    reason.hidden = !why;
    box.setAttribute("aria-invalid", String(Boolean(why)));
  }

  /** Says how many letters are left once that matters. */
  function count() {
    const left = box.maxLength - box.value.length;
    counter.textContent = left <= FEW_LEFT ? (counter.dataset.format ?? "%s").replace("%s", String(left)) : "";
  }

  box.addEventListener("input", () => {
    complain("");
    count();
    keep();
  });
  share.addEventListener("change", keep);

  return {
    show, empty, putBack, complain,
    /** What is written now. */
    written: () => ({ text: wellFormed(box.value.trim()), share: share.checked }),
    complainOfNothing: () => complain(reason.dataset.empty ?? ""),
    focus: () => box.focus(),
  };
}
