// @ts-check
/** The questions of one part: one at a time, or all of them; and, below them, whether what was written is saved. */
import { find } from "./find.js";
import { grow } from "./my_plan_asks.js";

const SLOW = 600; // milliseconds of saving after which a screen reader is told

/** @param {import("./plan_keeper.js").Keeper} keeper @param {{asks: HTMLElement[], home: () => void}} page */
export function openTurning(keeper, { asks, home }) {
  const foot = find("[data-foot]");
  const status = find("[data-status]");
  let place = 0;
  let part = "";
  let wrote = false;

  /** The questions that belong to what is on: of the stages, those of the chosen one. */
  function questions() {
    const chosen = String(keeper.plan.answers["stage.now"] ?? "").split("\n").pop();
    return asks.filter((ask) => {
      const stage = /** @type {HTMLElement | null} */ (ask.closest("[data-stage]"));
      return ask.closest(`[data-part][data-view="${part}"]`) && (!stage || stage.dataset.stage === chosen);
    });
  }

  function oneByOne() {
    return keeper.plan.view !== "all";
  }

  /** @param {string} on @param {boolean} moved */
  function draw(on, moved) {
    part = on;
    const all = questions();
    foot.hidden = !all.length;
    if (!all.length) return;
    place = Math.min(place, all.length - 1);
    const shown = oneByOne() ? all.slice(place, place + 1) : all;
    all[0]?.closest("[data-part]")?.toggleAttribute("data-turned", oneByOne() && place > 0);
    for (const ask of asks) ask.hidden = !shown.includes(ask);
    for (const stage of document.querySelectorAll(/** @type {"div"} */ ("[data-stage]"))) stage.hidden = !shown.some((ask) => stage.contains(ask));
    for (const field of shown.flatMap((ask) => [...ask.querySelectorAll("textarea")])) grow(field);
    const { next = "", last = "" } = find("[data-do=next]").dataset;
    find("[data-do=next]").textContent = oneByOne() && place + 1 < all.length ? next : last;
    const { one = "", all: every = "" } = find("[data-do=turn-view]").dataset;
    find("[data-do=turn-view]").textContent = oneByOne() ? every : one;
    find("[data-do=turn-view]").hidden = all.length < 2;
    const count = find("[data-place]");
    count.textContent = (count.dataset.format ?? "").replace("%(place)s", String(place + 1)).replace("%(places)s", String(all.length));
    count.hidden = !oneByOne() || all.length < 2;
    drawStatus(moved);
  }

  /** @param {boolean} moved */
  function drawStatus(moved) {
    if (moved) wrote = false;
    wrote = wrote || !keeper.saved;
    const { saving = "", saved = "", unsavedWords = "" } = status.dataset;
    status.textContent = !wrote ? "\u00a0" : keeper.saved ? saved : keeper.trouble ? unsavedWords : saving;
    setTimeout(() => {
      const heard = find("[data-heard]");
      if (wrote && heard.textContent !== status.textContent) heard.textContent = status.textContent;
    }, SLOW);
  }

  /** @param {number} by */
  function turn(by) {
    const next = place + by;
    if (!oneByOne() || next < 0 || next >= questions().length) return home();
    place = next;
    draw(part, false);
    const ask = questions()[place];
    ask?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  return {
    draw,
    reset: () => (place = 0),
    acts: {
      next: () => turn(1),
      back: () => turn(-1),
      "turn-view": () => {
        place = 0;
        keeper.setView(oneByOne() ? "all" : "");
        draw(part, false);
      },
    },
  };
}
