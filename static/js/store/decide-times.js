/**
 * How long deciding took, known only once the scan is on the disk: kept in memory, as a figure is
 * not worth a second write for each visitor. After a reload what waits is sent without it.
 */

import { clampMs } from "../domain/timings.js";

/** @typedef {import("../domain/messages.js").Scan} Scan */

const MOST_KEPT = 10_000;

export class DecideTimes {
  /** @type {Map<string, number>} milliseconds by scan id */
  #kept = new Map();

  /**
   * @param {string} scanId
   * @param {number} ms
   */
  note(scanId, ms) {
    this.#kept.set(scanId, clampMs(ms));
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }

  /**
   * @param {Scan} scan
   * @returns {Scan} with the time where it is known
   */
  fillIn(scan) {
    const ms = this.#kept.get(scan.scan_id);
    if (ms === undefined || scan.timings === undefined) return scan;
    return { ...scan, timings: { ...scan.timings, decide_ms: ms } };
  }
}
