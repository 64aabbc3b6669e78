// @ts-check
/** One phone for several people: what one person wrote leaves the screen before the next one takes it. */

/**
 * Clears what was written from this phone, and not from the server. What is still on its way goes on, out of sight. The
 * next person is a new voice, in every step.
 * @param {import("./phone.js").Phone} phone
 */
export function handOn(phone) {
  phone.handed.push(...phone.entries.filter(({ state }) => state === "waiting"));
  phone.entries = [];
  phone.drafts = {};
  phone.privates = {};
  phone.answered = [];
  phone.call = null;
  for (const form of document.forms) form.reset();
  return phone.save();
}
