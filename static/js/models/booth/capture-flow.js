/**
 * From readings to scans, one after the other: a badge held to the camera is one scan, however
 * often it is read, and nothing that a hand scanner reads is dropped.
 * Tells: `captured` ({outcome, reading}), `again` ({outcome, reading}) for a badge that was just
 * scanned, `failed` (error).
 */

import { Emitter } from "../../helpers/emitter.js";
import { RepeatFilter } from "../repeat-filter.js";

/** @typedef {import("../wire-types.js").Reading} Reading */
/** @typedef {import("./lead-desk.js").Outcome} Outcome */

export class CaptureFlow extends Emitter {
  #capture;
  #now;
  #filter = new RepeatFilter();
  #isOpen = false;
  /** @type {Promise<void>} */
  #work = Promise.resolve();

  /**
   * @param {(reading: Reading) => Promise<Outcome>} capture resolves when the scan is durable
   * @param {() => number} [now]
   */
  constructor(capture, now = () => performance.now()) {
    super();
    this.#capture = capture;
    this.#now = now;
  }

  /** @param {boolean} isOpen */
  setOpen(isOpen) {
    this.#isOpen = isOpen;
  }

  /**
   * A badge text from any source.
   * @param {Reading} reading
   * @returns {Promise<void>} when it is dealt with
   */
  take(reading) {
    if (!this.#isOpen) return Promise.resolve();
    const { kind, result } = this.#filter.see(reading.text, this.#now());
    if (kind === "new") return this.#begin(reading);
    const isAsked = kind === "again" || reading.source !== "camera";
    if (isAsked && result !== null) this.emit("again", { outcome: result, reading });
    return Promise.resolve();
  }

  /** @param {Reading} reading */
  #begin(reading) {
    this.#filter.begin(reading.text, this.#now());
    this.#work = this.#work.then(() => this.#scan(reading));
    return this.#work;
  }

  /** @param {Reading} reading */
  async #scan(reading) {
    try {
      const outcome = await this.#capture(reading);
      this.#filter.keepResult(reading.text, /** @type {any} */ (outcome));
      this.#filter.markShown(reading.text);
      this.emit("captured", { outcome, reading });
    } catch (error) {
      this.#filter.forget(reading.text);
      this.emit("failed", error);
    }
  }
}
