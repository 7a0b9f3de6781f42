/**
 * The grey screen: one line for the visitor, the rest for the team.
 * Tells: `retry`, `without_camera`, `pair_again`.
 */

import { elementById, setShown, setText } from "../helpers/dom.js";
import { Emitter } from "../helpers/emitter.js";
import { isOnlyCamera } from "../models/readiness.js";

const BUTTONS = Object.freeze({
  retry: "retry",
  "without-camera": "without_camera",
  "pair-again": "pair_again",
});

const NEEDS_PAIRING = Object.freeze(["device_revoked", "device_unknown", "wrong_role"]);

export class NotReadyView extends Emitter {
  #word;

  /** @param {import("../models/kiosk-device.js").KioskDevice["wordProblem"]} word */
  constructor(word) {
    super();
    this.#word = word;
    for (const [id, event] of Object.entries(BUTTONS)) {
      elementById(id).addEventListener("click", () => this.emit(event));
    }
  }

  /**
   * @param {string | null} code null when the screen is not up
   * @param {number} unsent
   * @param {import("../helpers/i18n.js").Texts} texts
   */
  show(code, unsent, { t, tn }) {
    if (code === null) {
      delete document.documentElement.dataset.problem;
      return;
    }
    const words = this.#word(code, t);
    setText("not-ready-way", t("Please use the next kiosk or go to the desk."));
    setText("not-ready-title", words.title);
    setText("not-ready-what", words.what);
    setText("not-ready-remedy", words.remedy);
    setText("not-ready-code", code);
    const kept = unsent > 0 ? tn("%(num)s scan kept", "%(num)s scans kept", unsent) : "";
    setText("not-ready-unsent", kept);
    setShown("without-camera", isOnlyCamera(code));
    setShown("pair-again", NEEDS_PAIRING.includes(code));
    document.documentElement.dataset.problem = code;
  }
}
