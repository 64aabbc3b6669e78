// @ts-check
/**
 * A facilitator's commands: each press is one POST, and its answer is the new state of the screen.
 * Nothing is tried again by itself; a command on the stage names the turn it saw, so a second press changes nothing.
 *
 * @typedef {{url: string, body: URLSearchParams, button: HTMLElement}} Command
 */
import { find } from "./find.js";
import { setClock, show } from "./fragments.js";
import { request, told } from "./request.js";

/**
 * What pressing `button` says now, before a swap takes the button away.
 * @param {HTMLFormElement} form @param {HTMLButtonElement} button
 * @returns {Command}
 */
export function commandOf(form, button) {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) body.append(name, String(value));
  if (button.name) body.append(button.name, button.value);
  return { url: button.hasAttribute("formaction") ? button.formAction : form.action, body, button };
}

/** Sends a command and shows its answer. @param {Command} command @returns {Promise<boolean>} whether it was done */
export async function send({ url, body, button }) {
  if (button.getAttribute("aria-disabled") === "true") return false;
  button.setAttribute("aria-disabled", "true");
  try {
    const headers = { Accept: "application/json", "X-CSRFToken": body.get("csrf_token") ?? "" };
    return await settle(await request(url, { method: "POST", headers, body }));
  } catch {
    say(find("[data-said]").dataset.failed ?? "");
    return false;
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

/** One calm line; the next press takes it away. @param {string} words */
export function say(words) {
  const line = find("[data-said]");
  line.textContent = "";
  if (words) setTimeout(() => (line.textContent = words), 50);
}

/** @param {Response} answer */
async function settle(answer) {
  if (answer.type === "opaqueredirect" || answer.status === 401) location.reload();
  const { now, frames, message } = await told(answer);
  if (now) setClock(now);
  frames?.forEach(show);
  say(answer.ok ? "" : message || find("[data-said]").dataset.failed);
  return answer.ok;
}
