// @ts-check
/**
 * The phone reads the question out, when asked to, for whoever reads with effort. Only with a voice that lives on the phone:
 * another would send the words to somebody else's server. Where there is none, there is no button.
 */

/** Offers `[data-speak]` wherever the stage asks something. */
export function offerSpeech() {
  const speech = globalThis.speechSynthesis;
  const button = /** @type {HTMLElement | null} */ (document.querySelector("[data-speak]"));
  if (!speech || !button) return;
  const { say = "", stop = "" } = button.dataset;
  const rest = () => {
    speech.cancel();
    button.textContent = say;
  };
  const draw = () => (button.hidden = !localVoice() || !question());

  button.addEventListener("click", () => {
    if (speech.speaking) return rest();
    readOut(question(), () => (button.textContent = say));
    button.textContent = stop;
  });
  document.addEventListener("swapped", () => {
    rest();
    draw();
  });
  addEventListener("pagehide", rest);
  speech.addEventListener?.("voiceschanged", draw);
  draw();
}

/** A voice of this phone that speaks the page's language. */
export function localVoice() {
  const language = document.documentElement.lang.slice(0, 2);
  return globalThis.speechSynthesis?.getVoices().find((one) => one.localService === true && one.lang.slice(0, 2) === language);
}

/** @param {string} words @param {() => void} over called at the end */
export function readOut(words, over) {
  const spoken = new SpeechSynthesisUtterance(words);
  spoken.voice = localVoice() ?? null;
  spoken.lang = document.documentElement.lang;
  spoken.onend = spoken.onerror = over;
  speechSynthesis.speak(spoken);
}

/** What the group is asked now, with the answers to choose from. */
function question() {
  const parts = document.querySelectorAll(".stage > .prompt, .stage > .options li");
  return [...parts].map((part) => part.textContent?.trim()).join(". ");
}
