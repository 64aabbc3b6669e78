// @ts-check
/** What makes writing on a phone bearable: the screen stays awake, and the keyboard never hides the Send button. */

/** @type {{release: () => Promise<void>} | null} */
let lock = null;
let wanted = false;

/** Keeps the screen on while `awake`, where the browser can. @param {boolean} awake */
export function stayAwake(awake) {
  wanted = awake;
  if (awake) hold();
  else letGo();
}

async function hold() {
  const wakeLock = /** @type {any} */ (navigator).wakeLock;
  if (lock || !wakeLock || document.visibilityState !== "visible") return;
  lock = await wakeLock.request("screen").catch(() => null);
  /** @type {any} */ (lock)?.addEventListener("release", () => (lock = null));
  if (!wanted) letGo();
}

function letGo() {
  lock?.release();
  lock = null;
}

document.addEventListener("visibilitychange", () => wanted && hold());

const KEYBOARD = 120; // pixels; browsers' own bars cover less

/** Tells the stylesheet how much of the page an on-screen keyboard covers: `--keyboard`, and [data-keyboard]. */
export function watchKeyboard() {
  const view = globalThis.visualViewport;
  if (!view) return;
  const measure = () => {
    const covered = Math.max(0, innerHeight - view.height - view.offsetTop);
    document.documentElement.style.setProperty("--keyboard", `${Math.round(covered)}px`);
    document.documentElement.toggleAttribute("data-keyboard", covered > KEYBOARD);
  };
  view.addEventListener("resize", measure);
  view.addEventListener("scroll", measure);
}
