// @ts-check
/** The help card: in the page already, so it opens without a network. */

/** Makes every `[data-open-help]` link open the card. Without a script the link leads to the help page. */
export function offerHelp() {
  const card = /** @type {HTMLDialogElement | null} */ (document.querySelector("[data-help]"));
  if (!card) return;
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("[data-open-help]")) {
      event.preventDefault();
      open(card);
    } else if (target?.closest("[data-close-help]")) close(card);
  });
  card.addEventListener("keydown", (event) => event.key === "Escape" && close(card));
}

/** Opens the card for whoever pressed something else that is on it. */
export function openHelp() {
  const card = /** @type {HTMLDialogElement | null} */ (document.querySelector("[data-help]"));
  if (card) open(card);
}

/** @param {HTMLDialogElement} card */
function open(card) {
  if (card.open || card.hasAttribute("open")) return;
  if (typeof card.showModal === "function") return card.showModal?.();
  // Safari before 15.4: the card covers the page, and the page behind it is taken away.
  card.setAttribute("open", "");
  behind(card, true);
  /** @type {HTMLElement | null} */ (card.querySelector("[data-close-help]"))?.focus();
}

/** @param {HTMLDialogElement} card */
function close(card) {
  if (typeof card.close === "function") return card.close();
  card.removeAttribute("open");
  behind(card, false);
  /** @type {HTMLElement | null} */ (document.querySelector("[data-open-help]"))?.focus();
}

/** @param {HTMLElement} card @param {boolean} away */
function behind(card, away) {
  for (const element of document.body.children) {
    if (element !== card && element instanceof HTMLElement) element.classList.toggle("behind-card", away);
  }
}
