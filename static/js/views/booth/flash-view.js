/** The answer to a scan, over the camera's picture: colour, shape, word, sound and a tremble. */

import { elementById, setShown, setText } from "../../helpers/dom.js";
import { lookOfOutcome } from "../../models/booth/outcome-words.js";

/** @typedef {import("../../models/booth/lead-desk.js").Outcome} Outcome */
/** @typedef {import("../../models/booth/outcome-words.js").OutcomeWords} OutcomeWords */

const SHOWN_MS = 2_200;
const RAPID_MS = 1_300;
const REFUSED_MS = 4_000;

export class FlashView {
  #sounds;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {string | null} the capture whose answer is up */
  #captureId = null;

  /** @param {import("../../helpers/sounds.js").SoundPlayer} sounds */
  constructor(sounds) {
    this.#sounds = sounds;
    elementById("flash").addEventListener("click", () => this.hide());
  }

  /** @returns {string | null} */
  get captureId() {
    return this.#captureId;
  }

  /**
   * @param {Outcome} outcome
   * @param {OutcomeWords} words
   * @param {{isRapid: boolean, isQuiet?: boolean}} how
   */
  show(outcome, words, { isRapid, isQuiet = false }) {
    const look = lookOfOutcome(outcome);
    this.#captureId = outcome.captureId;
    this.#write(look, words, outcome.verdict);
    const isLong = look.family !== "lead" && look.family !== "counted";
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hide(), isLong ? REFUSED_MS : isRapid ? RAPID_MS : SHOWN_MS);
    if (isQuiet) return;
    this.#sounds.play(look.sound);
    // Only after a first tap do browsers let a page tremble; phones by Apple never do.
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(look.beat);
  }

  hide() {
    clearTimeout(this.#timer);
    setShown("flash", false);
    delete document.documentElement.dataset.flash;
    this.#captureId = null;
  }

  /**
   * @param {import("../../models/booth/outcome-words.js").OutcomeLook} look
   * @param {OutcomeWords} words
   * @param {string} verdict
   */
  #write({ family, icon }, { headline, name, detail }, verdict) {
    const flash = elementById("flash");
    flash.dataset.family = family;
    const use = document.getElementById("flash-icon");
    use?.setAttribute("href", `${use.getAttribute("data-sprite")}#${icon}`);
    setText("flash-headline", headline);
    setText("flash-name", name);
    setText("flash-detail", detail);
    setText("announcer", [headline, name, detail].filter(Boolean).join(". "));
    setShown("flash", true);
    document.documentElement.dataset.flash = verdict;
  }
}
