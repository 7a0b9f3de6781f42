/**
 * The idle screen's own words and its camera picture.
 */

import { elementById, setShown, setText } from "../helpers/dom.js";

/** @typedef {import("../helpers/i18n.js").Texts["t"]} Translate */

export class IdleView {
  /**
   * @param {Translate} t
   * @param {{direction: string, hasCamera: boolean}} gate
   */
  say(t, { direction, hasCamera }) {
    setText("invitation", wordInvitation(t, direction, hasCamera));
    setText(
      "invitation-hint",
      hasCamera ? t("QR code inside the frame, facing the screen.") : t("QR code facing the light."),
    );
    elementById("lens").dataset.camera = hasCamera ? "on" : "none";
  }

  /** @param {string} words what would help the camera, if anything */
  sayHint(words) {
    setText("lens-hint", words);
    setShown("lens-hint", words !== "");
  }

  /** @param {boolean} isMirrored */
  setMirrored(isMirrored) {
    elementById("lens").dataset.mirrored = String(isMirrored);
  }
}

/**
 * @param {Translate} t
 * @param {string} direction
 * @param {boolean} hasCamera
 * @returns {string}
 */
function wordInvitation(t, direction, hasCamera) {
  if (!hasCamera) return t("Hold your badge under the scanner");
  if (direction === "exit") return t("Leaving? Hold your badge up to the camera");
  return t("Hold your badge up to the camera");
}
