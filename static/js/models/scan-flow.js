/**
 * What happens between a reading and the idle screen: one visitor at a time.
 *
 * idle → checking (scan made and sent) → showing (a verdict) → idle. A camera reading that comes at
 * the wrong moment is dropped, the badge will be read again; one from a hand scanner or the keypad
 * comes only once and waits its turn.
 */

import { Emitter } from "../helpers/emitter.js";
import { LEAST_SHOWN_MS, shownMsOf } from "./verdicts.js";

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
 * @typedef {{text: string, since: number, until: number}} Showing
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
   * Tells: `checking` (reading), `verdict` ({receipt, reading, isRepeat}), `idle`, `failed` (error).
   * @param {{
   *   filter: import("./repeat-filter.js").RepeatFilter,
   *   makeScan: (reading: Reading) => Promise<Scan>,
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
      checking.scan = await this.#makeScan(reading);
      this.#texts.set(checking.scan.scan_id, reading.text);
      this.emit("scan", checking.scan);
    } catch (error) {
      this.#end();
      this.emit("failed", error);
    }
  }

  #giveUp() {
    const reading = this.#checking?.reading;
    if (reading !== undefined) this.#present(noAnswer(), reading, false);
  }

  /**
   * @param {Receipt} receipt
   * @param {Reading} reading
   */
  #show(receipt, reading) {
    this.#filter.markShown(reading.text);
    this.#present(receipt, reading, false);
  }

  /**
   * @param {Reading} reading
   * @param {Receipt | null} result
   */
  #showAgain(reading, result) {
    if (result !== null) this.#filter.markShown(reading.text);
    this.#present(result ?? noAnswer(), reading, true);
  }

  /**
   * @param {Receipt} receipt
   * @param {Reading} reading
   * @param {boolean} isRepeat
   */
  #present(receipt, reading, isRepeat) {
    const since = this.#now();
    const shownMs = shownMsOf(receipt);
    this.#checking = null;
    this.#showing = { text: reading.text, since, until: since + shownMs };
    this.#plan(shownMs, () => this.#endWhenDue());
    this.emit("verdict", { receipt, reading, isRepeat });
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

/** @returns {Receipt} what the screen shows when the server did not answer in time */
function noAnswer() {
  return {
    scan_id: null,
    status: "unanswered",
    verdict: "not_ready",
    reason: "connection_lost",
    retryable: true,
    change_number: null,
    card: null,
    earlier: null,
    edition: null,
    opens_at: null,
  };
}
