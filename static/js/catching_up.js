// @ts-check
/**
 * The catch-up card, for a phone that joins late or was away for more than two minutes while the group moved on. What it
 * says stands in the stage, the same for every phone; only when to show it is this phone's own.
 */

const LONG = 120_000; // milliseconds

/**
 * @param {import("./phone.js").Phone} phone
 * @param {{stage: () => {state: string, step: string, announce: string}, draw: () => void, refresh: () => Promise<void>}} page
 *   `refresh` is done when the stage is as new as it can be
 */
export function openCatchUp(phone, { stage, draw, refresh }) {
  let wanted = !phone.agreed && stage().step !== "";
  let touch = true;

  /** Which moment of the session is on. */
  function moment() {
    const { step, announce } = stage();
    return `${step} ${announce}`;
  }

  function away() {
    if (phone.left) return;
    phone.left = { at: Date.now(), moment: moment() };
    phone.save();
  }

  function back() {
    if (!phone.left || !touch || document.visibilityState === "hidden") return;
    const { at, moment: before } = phone.left;
    phone.left = null;
    phone.save();
    if (Date.now() - at > LONG && before !== moment() && stage().step) wanted = true;
    draw();
  }

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") away();
    else refresh().then(back);
  });

  return {
    /** Whether the card is what this phone needs now. */
    wanted: () => wanted && stage().state === "open" && card() !== null,
    /** @param {boolean} yes whether the server can be reached */
    inTouch: (yes) => {
      touch = yes;
      if (yes) back();
      else away();
    },
    /** @param {string} on the part of the page that is on */
    draw: (on) => {
      const found = card();
      if (found) found.hidden = on !== "catch-up";
      document.body.toggleAttribute("data-catching-up", on === "catch-up");
    },
    back,
    acts: {
      "go-on": () => {
        wanted = false;
        draw();
      },
    },
  };
}

/** @returns {HTMLElement | null} */
function card() {
  return document.querySelector("[data-catch-up]");
}
