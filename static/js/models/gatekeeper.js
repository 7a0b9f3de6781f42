/**
 * Turns a reading into a scan that is safe before anything lights up, and decides locally if this
 * device can. Today the server decides alone; a `decide` that knows the roster goes in front later
 * without a change here.
 */

import { makeScanId } from "../domain/ids.js";
import { newScan } from "../domain/messages.js";

/** @typedef {import("../domain/messages.js").Scan} Scan */
/** @typedef {import("./wire-types.js").Reading} Reading */
/** @typedef {{id: string, direction: "entry" | "exit"}} Gate */
/** @typedef {{verdict: string, reason: string}} LocalDecision */
/** @typedef {(reading: Reading, gate: Gate) => Promise<LocalDecision | null>} Decide */

/** @type {Decide} */
const leaveToServer = () => Promise.resolve(null);

export class Gatekeeper {
  #outbox;
  #decide;
  #now;
  #offsetMs;

  /**
   * @param {{
   *   outbox: Pick<import("../store/outbox-store.js").OutboxStore, "add">,
   *   offsetMs: () => number,
   *   decide?: Decide,
   *   now?: () => number,
   * }} parts
   */
  constructor({ outbox, offsetMs, decide = leaveToServer, now = Date.now }) {
    this.#outbox = outbox;
    this.#offsetMs = offsetMs;
    this.#decide = decide;
    this.#now = now;
  }

  /**
   * The scan of this reading, durable in the outbox, with this device's own verdict if it has one.
   * Throws StorageError: then there is no scan, and nothing may turn green.
   * @param {Reading} reading
   * @param {Gate} gate
   * @returns {Promise<Scan>}
   */
  async admit(reading, gate) {
    const decision = await this.#decide(reading, gate);
    const random10 = crypto.getRandomValues(new Uint8Array(10));
    return this.#outbox.add((deviceSeq, lastScanId) => {
      const deviceTime = this.#now();
      return newScan({
        scanId: makeScanId(deviceTime, random10, lastScanId),
        deviceSeq,
        badgeCode: reading.text,
        gateId: gate.id,
        direction: gate.direction,
        deviceTime,
        clockOffsetMs: this.#offsetMs(),
        source: reading.source,
        localVerdict: decision?.verdict ?? null,
        localReason: decision?.reason ?? null,
        decodeMs: Math.max(0, reading.readAt - reading.capturedAt),
      });
    });
  }
}
