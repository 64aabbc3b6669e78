// @ts-check
/**
 * Keeps members' own pages on the phone, so that they open without a network. It answers for those pages and their files
 * and for nothing else: what belongs to a session (/room, /join, fragments, sockets) passes by untouched.
 *
 * A set is taken whole or not at all. A new one is fetched beside the old, and takes over when no page of the old is open,
 * or when the only one is opened anew; then the old one is thrown away. No page is ever loaded anew from here, and what
 * somebody has written lies elsewhere and is not touched.
 */

const EDITION = "@edition@"; // build.program
const PAGES = "@pages@".split(" ");
const LANGUAGES = "@languages@".split(" ");
const HELP = "/help";
const NAMED = "pages-";
const CHOICES = "choices";
const LINKS = /(?:href|src)="(\/app\/[^"]+)"/g;
const IMPORTS = /\b(?:from|import)\s*\(?\s*"(\.[^"]+\.js)"/g;

const phone = /** @type {any} */ (self);
const build = EDITION.split(".")[0];
const files = `/app/${build}/`;

phone.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(fill()));
phone.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(throwOldAway()));
phone.addEventListener("message", (/** @type {any} */ event) => {
  if (LANGUAGES.includes(event.data?.language)) event.waitUntil(choose(event.data.language));
  if (event.data?.takeOver) phone.skipWaiting();
});

phone.addEventListener("fetch", (/** @type {any} */ event) => {
  const { method, mode, url } = /** @type {Request} */ (event.request);
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin) return;
  if (mode === "navigate" && isPage(pathname)) event.respondWith(page(event.request, pathname));
  else if (pathname.startsWith(files)) event.respondWith(kept(event.request, pathname));
});

/** Fetches every page in every language, and every file they need. Anything missing, and the set is not taken. */
async function fill() {
  const cache = await caches.open(NAMED + EDITION);
  const texts = await Promise.all(PAGES.flatMap((path) => LANGUAGES.map((language) => takePage(cache, path, language))));
  const wanted = new Set(texts.flatMap((text) => found(text, LINKS, "/")));
  const taken = new Set();
  while (wanted.size > taken.size) {
    const next = [...wanted].filter((path) => !taken.has(path));
    for (const path of next) taken.add(path);
    for (const more of await Promise.all(next.map((path) => takeFile(cache, path)))) more.forEach((path) => wanted.add(path));
  }
}

/** @param {Cache} cache @param {string} path @param {string} language */
async function takePage(cache, path, language) {
  const asked = path === HELP ? path : `${path}/${language}`;
  const answer = await fetch(asked, { cache: "no-store", credentials: "omit", headers: { "Accept-Language": language } });
  return put(cache, `${path}/${language}`, answer);
}

/** What a file imports. @param {Cache} cache @param {string} path @returns {Promise<string[]>} */
async function takeFile(cache, path) {
  if (!path.startsWith(files)) throw new Error("The page is of another build.");
  const text = await put(cache, path, await fetch(path, { credentials: "omit" }));
  return path.endsWith(".js") ? found(text, IMPORTS, path) : [];
}

/** @param {Cache} cache @param {string} name @param {Response} answer */
async function put(cache, name, answer) {
  if (!answer.ok || answer.redirected) throw new Error(`${name} is not to be had.`);
  await cache.put(name, answer.clone());
  return answer.text();
}

/** @param {string} text @param {RegExp} pattern @param {string} from @returns {string[]} */
function found(text, pattern, from) {
  return [...text.matchAll(pattern)].map((match) => new URL(match[1] ?? "", new URL(from, location.origin)).pathname);
}

/** @param {string} path */
function isPage(path) {
  return PAGES.some((page) => path === page || (page !== HELP && LANGUAGES.some((language) => path === `${page}/${language}`)));
}

/** @param {Request} request @param {string} path */
async function page(request, path) {
  if (await madeWay()) return new Response("", { headers: { "Content-Type": "text/html", Refresh: "0" } });
  const named = LANGUAGES.find((language) => path.endsWith(`/${language}`));
  if (named) await choose(named);
  const whole = named ? path : `${path}/${await chosen()}`;
  return kept(request, whole);
}

/** Whether a newer set takes over now: somebody opens a page, and has no other open. */
async function madeWay() {
  const { waiting } = phone.registration;
  if (!waiting || (await phone.clients.matchAll({ type: "window" })).length > 1) return false;
  waiting.postMessage({ takeOver: true });
  return true;
}

/** From the set, whole as it is; from the network only what the set has lost. @param {Request} request @param {string} name */
async function kept(request, name) {
  const cache = await caches.open(NAMED + EDITION);
  return (await cache.match(name, { ignoreVary: true })) ?? fetch(request);
}

/** @param {string} language */
async function choose(language) {
  const cache = await caches.open(CHOICES);
  await cache.put("/language", new Response(language));
}

/** The language of the last page here, or else the first of the browser's that there is. */
async function chosen() {
  const before = await (await caches.match("/language", { cacheName: CHOICES }))?.text();
  const wished = [before, ...navigator.languages.map((one) => one.slice(0, 2))];
  return wished.find((one) => one && LANGUAGES.includes(one)) ?? LANGUAGES[0];
}

async function throwOldAway() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(NAMED) && name !== NAMED + EDITION).map((name) => caches.delete(name)));
}
