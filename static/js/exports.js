// @ts-check
// A file that is being made says so, once it takes longer than a moment. Without this script the browser's own download does.

const MOMENT = 300; // ms
const LATER = 60_000;

const wish = document.querySelector("form[data-export]");
const box = document.querySelector("[data-progress]");

/** @param {string} words */
const tell = (words) => {
  const told = box?.querySelector("[data-told]");
  if (told) told.textContent = words;
};

/** @param {number} bytes */
const sized = (bytes) => (bytes < 100_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`);

/** @param {Response} answer @param {(bytes: number) => void} each @returns {Promise<Blob>} */
const received = async (answer, each) => {
  const reader = answer.body?.getReader();
  if (!reader) return answer.blob();
  /** @type {BlobPart[]} */
  const pieces = [];
  let bytes = 0;
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    pieces.push(step.value);
    bytes += step.value.length;
    each(bytes);
  }
  return new Blob(pieces, { type: answer.headers.get("Content-Type") ?? "" });
};

/** @param {Blob} file @param {Response} answer */
const hand = (file, answer) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? "export";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), LATER);
};

/** @param {HTMLFormElement} form @param {HTMLElement} box */
const make = async (form, box) => {
  const bar = box.querySelector("progress");
  const button = form.querySelector("button");
  const soon = setTimeout(() => { box.hidden = false; tell(box.dataset.making ?? ""); }, MOMENT);
  const body = new FormData(form);
  if (bar) bar.hidden = false;
  if (button) button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    hand(await received(answer, (bytes) => tell((box.dataset.soFar ?? "").replace("{size}", sized(bytes)))), answer);
    tell(box.dataset.done ?? "");
    void refresh().catch(() => undefined);
  } catch {
    tell(box.dataset.failed ?? "");
  }
  clearTimeout(soon);
  box.hidden = false;
  if (bar) bar.hidden = true;
  if (button) button.disabled = false;
};

/** The list has a new line. Should that fail, the file is made all the same. */
const refresh = async () => {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const [old, fresh] = [document, page].map((one) => one.querySelector("[data-made]"));
  if (old && fresh) old.replaceWith(fresh);
};

if (wish instanceof HTMLFormElement && box instanceof HTMLElement) {
  wish.addEventListener("submit", (event) => {
    event.preventDefault();
    void make(wish, box);
  });
}
