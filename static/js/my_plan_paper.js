// @ts-check
/** The plan on paper: what has an answer, and the help card. It is in the page only while it is printed. */
import { answered, keyOf } from "./my_plan_asks.js";
import { find } from "./find.js";

/** @param {import("./plan_keeper.js").Keeper} keeper */
export function offerPaper(keeper) {
  addEventListener("beforeprint", () => fill(keeper.plan.answers));
  addEventListener("afterprint", () => find("[data-paper]").replaceChildren());
}

/** @param {import("./plan_merge.js").Answers} answers */
function fill(answers) {
  const sheet = find("[data-paper]");
  sheet.replaceChildren();
  for (const part of document.querySelectorAll(/** @type {"section"} */ ("[data-part]"))) {
    const asks = /** @type {HTMLElement[]} */ ([...part.querySelectorAll("[data-question]")]).filter((ask) => answered(answers, ask));
    if (!asks.length) continue;
    sheet.append(element("h2", part.querySelector("h1")?.textContent));
    let stage = null;
    for (const ask of asks) {
      const own = ask.closest("[data-stage]");
      if (own !== stage && own) sheet.append(element("h3", own.querySelector("h2")?.textContent));
      stage = own;
      sheet.append(element("h4", ask.querySelector(".ask__question")?.textContent), ...paragraphs(ask, answers[keyOf(ask)] ?? ""));
    }
  }
  const help = document.querySelector("[data-help] .help");
  if (help) sheet.append(help.cloneNode(true));
}

/** @param {HTMLElement} ask @param {import("./plan_merge.js").Answer} answer */
function paragraphs(ask, answer) {
  if (ask.dataset.kind === "choice") return [element("p", ask.querySelector(`label[for="${CSS.escape(String(answer).split("\n").pop() ?? "")}"]`)?.textContent)];
  if (typeof answer === "string") return [element("p", answer)];
  const [first = "", other = ""] = [.../** @type {HTMLTemplateElement} */ (find("[data-row]", ask)).content.querySelectorAll("span")].map((one) => one.textContent ?? "");
  return answer.map(({ a, b }) => element("p", ask.dataset.kind === "pairs" ? `${first}: ${a}\n${other}: ${b}` : a));
}

/** @param {string} name @param {string | null | undefined} words */
function element(name, words) {
  return Object.assign(document.createElement(name), { textContent: words ?? "" });
}
