// @ts-check
/** What keeps a plan: a passphrase, a file to save and to open, and clearing. */
import { find } from "./find.js";
import { lockedFile, openFile, plainFile, readFile, saveFile } from "./plan_file.js";
import { SHORTEST } from "./plan_lock.js";

/** @typedef {import("./plan_keeper.js").Keeper} Keeper */

/**
 * What the buttons do, by their `data-do`.
 * @param {Keeper} keeper @param {{opened: () => void, cleared: () => void}} page
 */
export function openSafe(keeper, { opened, cleared }) {
  const [word, again] = [input("new"), input("again")];
  const [passphrase, filePassphrase] = [input("passphrase"), input("file-passphrase")];
  const file = input("file");
  /** @type {import("./plan_lock.js").Sealed | null} */ let waiting = null;

  input("show").addEventListener("change", ({ target }) => {
    for (const field of [word, again]) field.type = /** @type {HTMLInputElement} */ (target).checked ? "text" : "password";
  });
  file.addEventListener("change", async () => {
    const chosen = file.files?.[0];
    if (!chosen) return;
    const found = readFile(await chosen.text().catch(() => ""));
    file.value = "";
    waiting = "sealed" in found ? found.sealed : null;
    find("[data-file-locked]").hidden = !waiting;
    if (!waiting) return settle(found);
    say("file", "locked");
    filePassphrase.focus();
  });

  /** @param {import("./plan_file.js").Found} found */
  async function settle(found) {
    if ("wrong" in found) return say("file", found.wrong);
    if (!("plan" in found)) return;
    await keeper.take(found.plan.answers);
    waiting = null;
    find("[data-file-locked]").hidden = true;
    say("file", "done");
  }

  /** @param {string} name */
  function complain(name) {
    const place = find("[data-new-wrong]");
    place.textContent = name ? place.dataset[name] ?? "" : "";
    place.hidden = !name;
    return Boolean(name);
  }

  return {
    unlock: async () => {
      find("[data-wrong]").hidden = true;
      find("[data-working] span").hidden = false;
      const right = await keeper.unlock(passphrase.value);
      find("[data-working] span").hidden = true;
      passphrase.value = "";
      find("[data-wrong]").hidden = right;
      if (right) opened();
      else passphrase.focus();
    },
    guard: async () => {
      if (complain([...word.value].length < SHORTEST ? "short" : word.value !== again.value ? "differ" : "")) return word.focus();
      say("guard", "wait");
      const done = await keeper.guard(word.value);
      say("guard", done ? "on" : "");
      complain(done ? "" : "stuck");
      if (!done) return;
      word.value = again.value = "";
      find("[data-setting]").removeAttribute("open");
    },
    unguard: async () => say("guard", await keeper.guard("") ? "off" : ""),
    "save-plain": () => saveFile(plainFile(keeper.plan), "notes.json"),
    "save-locked": async () => keeper.lock && saveFile(await lockedFile(keeper.plan, keeper.lock), "notes-locked.json"),
    "open-file": async () => {
      if (!waiting) return;
      say("file", "wait");
      const found = await openFile(waiting, filePassphrase.value);
      filePassphrase.value = "";
      await settle(found);
    },
    clear: async () => {
      await keeper.wipe();
      cleared();
    },
    /** Leaves no passphrase in a field. */
    forget: () => {
      for (const field of [word, again, passphrase, filePassphrase]) field.value = "";
      waiting = null;
    },
  };
}

/** @param {"file" | "guard"} place @param {string} name */
function say(place, name) {
  const line = find(`[data-${place}-said]`);
  line.textContent = name ? line.dataset[name] ?? "" : "";
}

/** @param {string} name */
function input(name) {
  return /** @type {HTMLInputElement} */ (find(`[data-${name}]`));
}
