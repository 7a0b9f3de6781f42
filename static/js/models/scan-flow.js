/**
 * What happens between a reading and the idle screen: one visitor at a time.
 *
 * idle → checking (scan made and sent) → showing (a verdict) → idle. A verdict of this device is
 * shown at once; the server's receipt confirms or corrects it while it is on the screen. A camera reading that comes at
 * the wrong moment is dropped, the badge will be read again; one from a hand scanner or the keypad
 * comes only once and waits its turn.
 */

import { Emitter } from "../helpers/emitter.js";
import { noAnswer } from "./local-answers.js";
import { LEAST_SHOWN_MS, shownMsOf, verdictOf } from "./verdicts.js";

/** @typedef {import("../domain/messages.js").Scan} Scan */
/** @typedef {import("../domain/messages.js").Receipt} Receipt */
/** @typedef {import("./wire-types.js").Reading} Reading */

/** Without a receipt in this time the visitor is sent on. */
export const RECEIPT_WITHIN_MS = 4_000;
/** A badge left in front of the camera keeps its verdict no longer than this. */
export const HELD_AT_MOST_MS = 10_000;
const HELD_EXTENDS_MS = 700;
const WAITS_AT_MOST_MS = 8_000;

/**
 * @typedef {{reading: Reading, scan: Scan | null}} Checking
 * @typedef {{
 *   text: string, since: number, until: number, receipt: Receipt, reading: Reading,
 * }} Showing
 */

export class ScanFlow extends Emitter {
  #filter;
  #makeScan;
  #now;
  /** @type {Checking | null} */
  #checking = null;
  /** @type {Showing | null} */
  #showing = null;
  /** @type {Reading | null} */
  #waiting = null;
  #isOpen = false;
  /** @type {Map<string, string>} badge text by scan id, for receipts that come late */
  #texts = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * Tells: `checking` (reading), `scan` (Scan), `verdict` ({receipt, reading, isRepeat,
   * isCorrection}), `confirmed` (receipt) of the verdict on the screen, `idle`, `failed` (error).
   * @param {{
   *   filter: import("./repeat-filter.js").RepeatFilter,
   *   makeScan: (reading: Reading) => Promise<import("./gatekeeper.js").Admission>,
   *   now?: () => number,
   * }} parts `makeScan` resolves when the scan is durable
   */
  constructor({ filter, makeScan, now = () => performance.now() }) {
    super();
    this.#filter = filter;
    this.#makeScan = makeScan;
    this.#now = now;
  }

  /** @param {boolean} isOpen false while the kiosk is not ready or staff is at the menu */
  setOpen(isOpen) {
    this.#isOpen = isOpen;
    if (!isOpen) this.#waiting = null;
  }

  /**
   * A badge text from any source.
   * @param {Reading} reading
   */
  take(reading) {
    if (!this.#isOpen) return;
    const sighting = this.#filter.see(reading.text, this.#now());
    if (this.#showing?.text === reading.text) this.#hold();
    else if (this.#isBusy()) this.#keepForLater(reading);
    else if (sighting.kind === "new") void this.#begin(reading);
    else if (sighting.kind === "again" || reading.source !== "camera") {
      this.#showAgain(reading, sighting.result);
    }
  }

  /**
   * The server's answer to one scan, perhaps of a visitor long gone: that one is not shown.
   * @param {Receipt} receipt
   */
  takeReceipt(receipt) {
    const text = receipt.scan_id === null ? undefined : this.#texts.get(receipt.scan_id);
    if (text === undefined || receipt.scan_id === null) return;
    this.#texts.delete(receipt.scan_id);
    this.#filter.keepResult(text, receipt);
    const checking = this.#checking;
    if (checking?.scan?.scan_id === receipt.scan_id) this.#show(receipt, checking.reading);
    else if (this.#showing?.receipt.scan_id === receipt.scan_id) this.#settle(this.#showing, receipt);
  }

  /**
   * The server's word on what is on the screen.
   * @param {Showing} showing
   * @param {Receipt} receipt
   */
  #settle(showing, receipt) {
    const isSame = verdictOf(receipt) === verdictOf(showing.receipt);
    showing.receipt = receipt;
    if (isSame) this.emit("confirmed", receipt);
    else this.#present(receipt, showing.reading, { isCorrection: true });
  }

  /** Staff or the visitor is done with what is on the screen. */
  dismiss() {
    if (this.#showing !== null) this.#end();
  }

  /** @param {Reading} reading */
  async #begin(reading) {
    /** @type {Checking} */
    const checking = { reading, scan: null };
    this.#checking = checking;
    this.#filter.begin(reading.text, this.#now());
    this.emit("checking", reading);
    this.#plan(RECEIPT_WITHIN_MS, () => this.#giveUp());
    try {
      this.#takeAdmission(checking, await this.#makeScan(reading));
    } catch (error) {
      this.#end();
      this.emit("failed", error);
    }
  }

  /**
   * @param {Checking} checking
   * @param {import("./gatekeeper.js").Admission} admission
   */
  #takeAdmission(checking, { scan, answer }) {
    const { reading } = checking;
    checking.scan = scan;
    this.#texts.set(scan.scan_id, reading.text);
    if (answer !== null) this.#filter.keepResult(reading.text, answer);
    if (answer !== null && this.#checking === checking) this.#show(answer, reading);
    this.emit("scan", scan);
  }

  #giveUp() {
    const reading = this.#checking?.reading;
    if (reading !== undefined) this.#present(noAnswer(), reading);
  }

  /**
   * @param {Receipt} receipt
   * @param {Reading} reading
   */
  #show(receipt, reading) {
    this.#filter.markShown(reading.text);
    this.#present(receipt, reading);
  }

  /**
   * @param {Reading} reading
   * @param {Receipt | null} result
   */
  #showAgain(reading, result) {
    if (result !== null) this.#filter.markShown(reading.text);
    this.#present(result ?? noAnswer(), reading, { isRepeat: true });
  }

  /**
   * @param {Receipt} receipt
   * @param {Reading} reading
   * @param {{isRepeat?: boolean, isCorrection?: boolean}} [how]
   */
  #present(receipt, reading, { isRepeat = false, isCorrection = false } = {}) {
    const since = this.#now();
    const shownMs = shownMsOf(receipt);
    this.#checking = null;
    this.#showing = { text: reading.text, since, until: since + shownMs, receipt, reading };
    this.#plan(shownMs, () => this.#endWhenDue());
    this.emit("verdict", { receipt, reading, isRepeat, isCorrection });
  }

  #hold() {
    const showing = this.#showing;
    if (showing === null) return;
    const longest = showing.since + HELD_AT_MOST_MS;
    const held = Math.min(this.#now() + HELD_EXTENDS_MS, longest);
    showing.until = Math.max(showing.until, held);
  }

  #endWhenDue() {
    const leftMs = (this.#showing?.until ?? 0) - this.#now();
    if (leftMs > 5) this.#plan(leftMs, () => this.#endWhenDue());
    else this.#end();
  }

  #end() {
    clearTimeout(this.#timer);
    this.#checking = null;
    this.#showing = null;
    this.emit("idle");
    this.#takeWaiting();
  }

  /** @returns {boolean} */
  #isBusy() {
    if (this.#checking !== null) return true;
    return this.#showing !== null && this.#now() - this.#showing.since < LEAST_SHOWN_MS;
  }

  /** @param {Reading} reading */
  #keepForLater(reading) {
    const isSame = this.#checking?.reading.text === reading.text;
    if (reading.source === "camera" || isSame) return;
    this.#waiting = reading;
    if (this.#showing !== null) this.#endAfterLeast(this.#showing);
  }

  /** @param {Showing} showing */
  #endAfterLeast(showing) {
    showing.until = showing.since + LEAST_SHOWN_MS;
    this.#endWhenDue();
  }

  #takeWaiting() {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting !== null && this.#now() - waiting.readAt < WAITS_AT_MOST_MS) this.take(waiting);
  }

  /**
   * @param {number} ms
   * @param {() => void} task
   */
  #plan(ms, task) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(task, ms);
  }
}
