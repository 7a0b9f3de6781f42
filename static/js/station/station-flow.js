/**
 * What the station says of the visitor before it, as the page shows it. The station makes the scans,
 * filters repeats and hears the server; this only times the screen. A Flow
 * (models/kiosk-device.js).
 */

import { Emitter } from "../helpers/emitter.js";
import { shownMsOf } from "../models/verdicts.js";

/** @typedef {import("../domain/messages.js").Receipt} Receipt */
/** @typedef {import("../models/wire-types.js").Reading} Reading */
/**
 * @typedef {{
 *   type: string, scan_id: string | null, answer: Receipt, source?: Reading["source"],
 *   confirmed?: boolean, repeat?: boolean, decode_ms?: number | null, age_ms?: number | null,
 * }} VerdictEvent `age_ms` is how long ago the camera took the picture
 */

const HELD_AT_MOST_MS = 10_000;
const HELD_EXTENDS_MS = 700;
/** The station itself gives up after 4 s; this is for a word of it that was lost. */
const CHECKED_AT_MOST_MS = 6_000;

export class StationFlow extends Emitter {
  #send;
  #now;
  #isOpen = false;
  /** @type {{scanId: string | null, since: number, until: number} | null} */
  #showing = null;
  /** @type {string | null} its second verdict is a confirmation, never shown again */
  #lastScanId = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {(type: string, values?: Record<string, unknown>) => Promise<void>} send
   * @param {() => number} [now]
   */
  constructor(send, now = () => performance.now()) {
    super();
    this.#send = send;
    this.#now = now;
  }

  /** @param {boolean} isOpen */
  setOpen(isOpen) {
    this.#isOpen = isOpen;
  }

  /**
   * A text from a hand scanner or the keypad: the station decides.
   * @param {Reading} reading
   */
  take({ text, source }) {
    if (this.#isOpen) this.#tell("submit_code", { text, source });
  }

  dismiss() {
    if (this.#showing === null) return;
    this.#tell("dismiss");
    this.#end();
  }

  /** @param {any} event of the station */
  takeEvent(event) {
    if (event.type === "checking") this.#check();
    else if (event.type === "held") this.#hold(event.scan_id);
    else if (event.type === "idle") this.reset();
    else if (event.type === "correction") this.#correct(event);
    else if (event.type === "verdict") this.#takeVerdict(event);
  }

  /** Whatever is on the screen has had its time. */
  reset() {
    if (this.#timer !== undefined) this.#end();
  }

  #check() {
    this.#showing = null;
    this.emit("checking");
    this.#plan(CHECKED_AT_MOST_MS);
  }

  /** @param {VerdictEvent} event */
  #takeVerdict(event) {
    const isSecond = event.scan_id !== null && event.scan_id === this.#lastScanId;
    if (event.repeat || !isSecond) return this.#present(event, false);
    if (event.confirmed && this.#isShowing(event.scan_id)) this.emit("confirmed", event.answer);
  }

  /** @param {VerdictEvent} event */
  #correct(event) {
    if (this.#isShowing(event.scan_id)) this.#present(event, true);
  }

  /**
   * @param {VerdictEvent} event
   * @param {boolean} isCorrection
   */
  #present(event, isCorrection) {
    const since = this.#now();
    const shownMs = shownMsOf(event.answer);
    this.#lastScanId = event.scan_id;
    this.#showing = { scanId: event.scan_id, since, until: since + shownMs };
    this.#plan(shownMs);
    const { answer: receipt, repeat: isRepeat = false } = event;
    this.emit("verdict", { receipt, reading: this.#readingOf(event), isRepeat, isCorrection });
  }

  /**
   * When it was read, by this page's clock.
   * @param {VerdictEvent} event
   * @returns {Reading}
   */
  #readingOf({ scan_id: scanId, source = "camera", decode_ms: decodeMs, age_ms: ageMs }) {
    const capturedAt = Math.max(0, this.#now() - (ageMs ?? decodeMs ?? 0));
    return { text: scanId ?? "", source, capturedAt, readAt: capturedAt + (decodeMs ?? 0) };
  }

  /** @param {string | null} scanId */
  #hold(scanId) {
    const showing = this.#showing;
    if (showing === null || showing.scanId !== scanId) return;
    const held = Math.min(this.#now() + HELD_EXTENDS_MS, showing.since + HELD_AT_MOST_MS);
    showing.until = Math.max(showing.until, held);
  }

  /** @param {string | null} scanId */
  #isShowing(scanId) {
    return this.#showing !== null && this.#showing.scanId === scanId;
  }

  #endWhenDue() {
    const leftMs = (this.#showing?.until ?? 0) - this.#now();
    if (leftMs > 5) this.#plan(leftMs);
    else this.#end();
  }

  #end() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#showing = null;
    this.emit("idle");
  }

  /** @param {number} ms */
  #plan(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#endWhenDue(), ms);
  }

  /**
   * A station that does not answer is noticed by the line: it says so on the whole page.
   * @param {string} type
   * @param {Record<string, unknown>} [values]
   */
  #tell(type, values) {
    this.#send(type, values).catch((error) => console.warn(type, error));
  }
}
