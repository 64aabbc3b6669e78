// @ts-check
/**
 * Locks a plan that nobody touches. Two clocks are asked, since a phone's may jump and a page's may stand still while it
 * sleeps: the longer of the two counts. A clock set ahead locks too early, and nothing is lost by it.
 */

const LONGEST = 5 * 60_000; // milliseconds
const LOOK = 10_000;

/** @param {() => void} lock */
export function lockWhenIdle(lock) {
  let seen = clocks();
  const look = () => {
    const now = clocks();
    if (Math.max(now.wall - seen.wall, now.page - seen.page) < LONGEST) return;
    seen = now;
    lock();
  };
  for (const touch of ["pointerdown", "keydown", "input"]) {
    addEventListener(touch, () => {
      look();
      seen = clocks();
    }, { capture: true, passive: true });
  }
  for (const back of ["visibilitychange", "pageshow", "focus"]) addEventListener(back, look, true);
  setInterval(look, LOOK);
}

function clocks() {
  return { wall: Date.now(), page: performance.now() };
}
