// @ts-check
/** Help and Leave, on the member's pages that need no other script. */
import { offerHelp } from "./help.js";
import { offerLeaving } from "./leave.js";

offerHelp();
offerLeaving();

// Where pages are kept on the phone, they come in the language of the last one that was here.
globalThis.navigator.serviceWorker?.controller?.postMessage({ language: document.documentElement.lang });
