// @ts-check
// Filters are open where there is room beside the text, and folded away on a phone.

const filters = document.querySelector("details[data-filters]");
const wide = matchMedia("(min-width: 56rem)");

const fold = () => {
  if (filters instanceof HTMLDetailsElement) filters.open = wide.matches;
};

fold();
wide.addEventListener("change", fold);
