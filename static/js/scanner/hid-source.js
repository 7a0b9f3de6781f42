/**
 * Badge texts from a hand scanner that pretends to be a keyboard. Tells: `reading` (Reading).
 */

import { Emitter } from "../helpers/emitter.js";
import { KeyBuffer } from "./key-buffer.js";

export class HidSource extends Emitter {
  #buffer = new KeyBuffer();

  /** @param {Window} [target] */
  listen(target = window) {
    target.addEventListener("keydown", (event) => this.#onKey(event), { capture: true });
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.repeat || event.isComposing || isTyping(event.target)) return;
    const isFast = this.#buffer.isFast;
    const text = this.#buffer.press(event);
    // A scanner's keys press no buttons, whatever happens to have the focus.
    if (text !== null || (isFast && this.#buffer.isFast)) {
      event.preventDefault();
      event.stopPropagation();
    }
    if (text !== null) this.#tell(text);
  }

  /** @param {string} text */
  #tell(text) {
    const readAt = performance.now();
    this.emit("reading", { text, source: "hid", capturedAt: readAt, readAt });
  }
}

/**
 * @param {EventTarget | null} target
 * @returns {boolean}
 */
function isTyping(target) {
  return target instanceof HTMLElement && target.matches("input, textarea, select");
}
