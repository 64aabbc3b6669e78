// @ts-check
/** A link's key stands behind #, which no server sees. It leaves the address and the history, and goes by POST. */

const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-link]"));
const field = /** @type {HTMLInputElement} */ (form.querySelector("[name=key]"));

function takeFromAddress() {
  if (location.hash.length < 2) return;
  field.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  form.submit();
}

addEventListener("hashchange", takeFromAddress);
takeFromAddress();
