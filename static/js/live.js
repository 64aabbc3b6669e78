// @ts-check
/**
 * Keeps the fragments of a page up to date: by socket where one stands, by asking where none does.
 * After a sleep nothing a socket says of itself is believed: ask first, then connect anew.
 */
import { setClock, show } from "./fragments.js";
import { request, told } from "./request.js";

const SOCKET_CODE = new URL("../vendor/socket.io.esm.min.js", import.meta.url).href;
const SOCKET = {
  transports: ["websocket"], reconnectionDelay: 500, reconnectionDelayMax: 8000, randomizationFactor: 0.7,
};
const LONG_SLEEP = 15_000;

/**
 * @param {{
 *   url: string,
 *   auth: Record<string, string> | (() => Promise<Record<string, string>>),
 *   gone?: (message: string) => void,
 *   inTouch?: (yes: boolean) => void,
 *   connected?: () => void,
 * }} options `url` gives the frames, `auth` says who connects; a function is asked anew for each connection. `gone`
 *   is called once, when the server no longer knows this screen; `inTouch` when contact is lost or found; `connected`
 *   after each connection of the socket.
 * @returns {{refresh: () => Promise<void>}} `refresh` asks for the frames now
 */
export function keepLive({ url, auth, gone, inTouch, connected }) {
  /** @type {any} */
  let socket = null;
  let touch = true;
  let over = false;
  let hiddenAt = 0;
  let presented = 0;
  /** @type {Promise<void> | null} */
  let asking = null;
  let askAgain = false;

  /** @param {boolean} yes */
  function noteTouch(yes) {
    if (touch !== yes) inTouch?.(yes);
    touch = yes;
  }

  function refresh() {
    askAgain = asking !== null;
    asking ??= ask().finally(() => {
      asking = null;
      if (askAgain) refresh();
    });
    return asking;
  }

  async function ask() {
    if (over) return;
    try {
      const answer = await request(url, { headers: { Accept: "application/json" } });
      if (answer.ok) receive(await answer.json());
      else if (isFinal(answer)) end((await told(answer)).message ?? "");
      else noteTouch(false);
    } catch {
      noteTouch(false);
    }
  }

  /** @param {{now: number, frames: import("./fragments.js").Frame[]}} answer */
  function receive({ now, frames }) {
    setClock(now);
    frames.forEach(show);
    noteTouch(true);
  }

  /** @param {string} message */
  function end(message) {
    over = true;
    socket?.disconnect();
    gone?.(message);
  }

  async function connect() {
    try {
      const { io } = await import(SOCKET_CODE);
      const query = { way: document.body.dataset.way ?? "" }; // A front may lead a session's sockets to one process by it.
      socket ??= listen(io({ ...SOCKET, query, auth: typeof auth === "function" ? present : auth }));
    } catch {
      socket = null; // Asking every few seconds serves until the next wake.
    }
  }

  /** Without an answer the server turns this try away, and the next one asks again. @param {(told: object) => void} say */
  function present(say) {
    if (typeof auth !== "function") return;
    const asked = ++presented;
    const answer = (/** @type {object} */ told) => asked === presented && say(told);
    auth().then(answer, () => answer({}));
  }

  /** @param {any} made */
  function listen(made) {
    made.on("connect", () => connected?.()); // The server sends every frame to whom it lets in.
    made.on("fragment", (/** @type {import("./fragments.js").Frame} */ frame) => receive({ now: frame.now, frames: [frame] }));
    made.on("void", refresh);
    made.on("going_away", (/** @type {{retry_ms: number}} */ { retry_ms }) => moveOn(made.id, retry_ms));
    made.on("disconnect", () => {
      refresh();
      comeBack();
    });
    made.on("connect_error", comeBack);
    return made;
  }

  /** The server goes: come back to the next one when it said, unless this socket is gone by then. @param {string} id @param {number} ms */
  function moveOn(id, ms) {
    setTimeout(() => over || (socket.connected && socket.id !== id) || socket.disconnect().connect(), ms);
  }

  /** After a refusal by the server the client does not try again by itself. */
  function comeBack() {
    if (!socket?.active && !over) setTimeout(() => over || socket?.connect(), between(2000, 6000));
  }

  function wake() {
    if (document.visibilityState === "hidden") return void (hiddenAt = performance.now());
    const slept = hiddenAt && performance.now() - hiddenAt > LONG_SLEEP;
    hiddenAt = 0;
    refresh();
    if (over) return;
    if (!socket) connect();
    else if (slept || !socket.connected) socket.disconnect().connect();
  }

  function keepAsking() {
    if (over) return;
    const blind = !socket?.connected || !touch;
    if (blind && document.visibilityState === "visible") refresh();
    setTimeout(keepAsking, between(3000, 5000));
  }

  document.addEventListener("visibilitychange", wake);
  addEventListener("pageshow", (event) => event.persisted && wake());
  addEventListener("online", wake);
  addEventListener("offline", () => noteTouch(false));
  setTimeout(keepAsking, between(3000, 5000));
  connect();
  return { refresh };
}

/** A redirect (to the door) or one of these: the server does not know this screen any more. @param {Response} answer */
function isFinal(answer) {
  return answer.type === "opaqueredirect" || [401, 403, 404, 410].includes(answer.status);
}

/** @param {number} least @param {number} most */
function between(least, most) {
  return least + Math.random() * (most - least);
}
