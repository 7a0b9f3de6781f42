/**
 * Turns a reading into a scan that is safe before anything lights up, with this device's own
 * verdict where it can judge.
 */

import { makeScanId } from "../domain/ids.js";
import { clipBadgeText, newScan } from "../domain/messages.js";
import { clampMs } from "../domain/timings.js";

/** @typedef {import("../domain/messages.js").Scan} Scan */
/** @typedef {import("./wire-types.js").Reading} Reading */
/** @typedef {{id: string, direction: "entry" | "exit"}} Gate */
/** @typedef {import("./local-decision.js").LocalDecision} LocalDecision */
/** @typedef {(reading: Reading, gate: Gate) => Promise<LocalDecision | null>} Decide */
/**
 * A scan that is safe, and what to show until the server has spoken; null where only it can tell.
 * @typedef {{scan: Scan, answer: import("../domain/messages.js").Receipt | null}} Admission
 */

/** @typedef {(text: string) => Promise<string>} Seal a text into one that only the server reads */

/** @type {Seal} */
const leaveOpen = (text) => Promise.resolve(text);
/** @type {Decide} */
const leaveToServer = () => Promise.resolve(null);

export class Gatekeeper {
  #outbox;
  #decide;
  #seal;
  #now;
  #offsetMs;

  /**
   * @param {{
   *   outbox: Pick<import("../store/outbox-store.js").OutboxStore, "add" | "decideTimes">,
   *   offsetMs: () => number,
   *   decide?: Decide,
   *   seal?: Seal,
   *   now?: () => number,
   * }} parts
   */
  constructor({ outbox, offsetMs, decide = leaveToServer, seal = leaveOpen, now = Date.now }) {
    this.#outbox = outbox;
    this.#offsetMs = offsetMs;
    this.#decide = decide;
    this.#seal = seal;
    this.#now = now;
  }

  /**
   * The scan of this reading, durable in the outbox, with this device's own verdict if it has one
   * and the badge's code as only the server can read it: whoever steals the device opens nothing.
   * Throws StorageError: then there is no scan, and nothing may turn green.
   * @param {Reading} reading
   * @param {Gate} gate
   * @returns {Promise<Admission>}
   */
  async admit(reading, gate) {
    const beganAt = performance.now();
    const decision = await this.#decide(reading, gate);
    const kept = await this.#keep(reading, gate, decision);
    if (decision) this.#outbox.decideTimes.note(kept.scan_id, performance.now() - beganAt);
    const scan = this.#outbox.decideTimes.fillIn(kept);
    return { scan, answer: decision && { ...decision.answer, scan_id: scan.scan_id } };
  }

  /**
   * @param {Reading} reading
   * @param {Gate} gate
   * @param {LocalDecision | null} decision
   * @returns {Promise<Scan>}
   */
  async #keep(reading, gate, decision) {
    const random10 = crypto.getRandomValues(new Uint8Array(10));
    const sealed = await this.#seal(clipBadgeText(reading.text));
    return this.#outbox.add((deviceSeq, lastScanId) => {
      const deviceTime = this.#now();
      const scan = newScan({
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
        timings: timeReading(reading),
      });
      return { ...scan, badge_code: sealed };
    }, decision?.person ?? null);
  }
}

/**
 * How long deciding took is not known before the scan is on the disk.
 * @param {Reading} reading
 * @returns {import("../domain/timings.js").Timings}
 */
function timeReading({ capturedAt, decodingAt, readAt }) {
  if (decodingAt === undefined) return { capture_ms: null, decode_ms: null, decide_ms: null };
  return {
    capture_ms: clampMs(decodingAt - capturedAt),
    decode_ms: clampMs(readAt - decodingAt),
    decide_ms: null,
  };
}
