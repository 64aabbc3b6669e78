// @ts-check
/**
 * When a backup was put back while the group met, the server may miss what it had acknowledged since the backup was made.
 * Every revision starts far ahead then. The phone still has what it sent, and sends it once more for the step that is
 * open: with the same receipts, so that whatever was not missed is not taken twice.
 */

const LEAP = 500_000; // revisions; no session comes near it by itself

/**
 * @param {import("./phone.js").Phone} phone
 * @param {() => {step: string, writing: boolean}} stage
 * @param {() => void} send sends what waits
 */
export function resendAfterRestore(phone, stage, send) {
  const place = /** @type {HTMLElement} */ (document.querySelector("[data-revision]"));

  function look() {
    const here = Number(place.dataset.revision);
    const restored = phone.revision > 0 && here - phone.revision > LEAP;
    if (phone.revision > 0 && !restored) return;
    if (restored) sendAgain();
    phone.revision = here;
    phone.save();
  }

  /** Copies go, in their order, take-backs too; what this phone shows of them stays as it is. */
  function sendAgain() {
    const { step, writing } = stage();
    const sent = phone.entries.filter((one) => one.step === step && ["saved", "taken"].includes(one.state));
    if (writing) phone.handed.push(...sent.map((one) => ({ ...one, state: /** @type {"waiting"} */ ("waiting"), tries: 0 })));
    send();
  }

  document.addEventListener("refreshed", look);
  look();
}
