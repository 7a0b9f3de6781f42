/**
 * What is around every room: the keys that lead to the rooms, the strip of training, a word in
 * passing. Tells: `room` (name), `rapid` (boolean).
 */

import { elementById, setShown, setText } from "../../helpers/dom.js";
import { Emitter } from "../../helpers/emitter.js";
import { onClick } from "./booth-parts.js";

const TOAST_MS = 4_000;

export class FrameView extends Emitter {
  #isRapid = false;

  constructor() {
    super();
    for (const key of this.#keys) {
      key.addEventListener("click", () => this.emit("room", key.dataset.room));
    }
    onClick("open-code", () => this.emit("room", "code"));
    onClick("open-manual", () => this.emit("room", "manual"));
    onClick("rapid", () => {
      this.setRapid(!this.#isRapid);
      this.emit("rapid", this.#isRapid);
    });
  }

  get isRapid() {
    return this.#isRapid;
  }

  /** @param {boolean} isRapid scan after scan, qualify later */
  setRapid(isRapid) {
    this.#isRapid = isRapid;
    elementById("rapid").setAttribute("aria-pressed", String(isRapid));
  }

  /** @param {{screen: string, isJoined: boolean, isTraining: boolean}} situation */
  show({ screen, isJoined, isTraining }) {
    const isIn = isJoined && screen !== "not-ready";
    setShown("booth-nav", isIn);
    setShown("open-counter", isJoined);
    setShown("training-strip", isIn && isTraining);
    for (const key of this.#keys) {
      if (key.dataset.room === screen) key.setAttribute("aria-current", "page");
      else key.removeAttribute("aria-current");
    }
  }

  /** @param {string} words */
  toast(words) {
    setText("toast", words);
    setShown("toast", true);
    setTimeout(() => setShown("toast", false), TOAST_MS);
  }

  /** @returns {HTMLElement[]} */
  get #keys() {
    return [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-room]"))];
  }
}
