/**
 * Facts of a booth: a badge was captured, a field was tapped. Each is durable in the outbox before
 * anybody is told, under one numbered stream per phone.
 */

import { makeHybridTime } from "../../domain/hybrid-time.js";
import { makeScanId } from "../../domain/ids.js";
import { clipBadgeText } from "../../domain/messages.js";

/** @typedef {import("../wire-types.js").Reading} Reading */
/** @typedef {import("../../domain/lead-messages.js").CaptureFact} CaptureFact */
/** @typedef {import("../../domain/lead-messages.js").EditFact} EditFact */
/** @typedef {{scanType: string, training: boolean}} CaptureWay */

export class FactMaker {
  #outbox;
  #deviceId;
  #offsetMs;
  #now;
  /** @type {string | null} the greatest hybrid time seen on this phone */
  #lastTime;

  /**
   * @param {{
   *   outbox: {add: (compose: any) => Promise<any>},
   *   deviceId: string,
   *   offsetMs: () => number,
   *   lastTime?: string | null,
   *   now?: () => number,
   * }} parts
   */
  constructor({ outbox, deviceId, offsetMs, lastTime = null, now = Date.now }) {
    this.#outbox = outbox;
    this.#deviceId = deviceId;
    this.#offsetMs = offsetMs;
    this.#lastTime = lastTime;
    this.#now = now;
  }

  /**
   * A badge text became a scan. Throws StorageError: then there is none.
   * @param {Reading} reading
   * @param {CaptureWay} way
   * @returns {Promise<CaptureFact>}
   */
  capture({ text, source, capturedAt, readAt }, { scanType, training }) {
    return this.#add(() => ({
      kind: "capture",
      scan_type: scanType,
      badge_code: clipBadgeText(text),
      source,
      decode_ms: Math.max(0, Math.round(readAt - capturedAt)),
      training,
      manual: null,
    }));
  }

  /**
   * Somebody without a badge.
   * @param {Record<string, string>} manual by field name
   * @param {CaptureWay} way
   * @returns {Promise<CaptureFact>}
   */
  enter(manual, { scanType, training }) {
    return this.#add(() => ({
      kind: "capture",
      scan_type: scanType,
      badge_code: null,
      source: "manual",
      decode_ms: null,
      training,
      manual,
    }));
  }

  /**
   * One field of a lead was tapped or typed.
   * @param {string} captureId the capture it is about
   * @param {string} field
   * @param {unknown} value
   * @returns {Promise<EditFact>}
   */
  edit(captureId, field, value) {
    return this.#add((serverNow) => {
      this.#lastTime = makeHybridTime(serverNow, this.#deviceId, this.#lastTime);
      return { kind: "edit", capture_id: captureId, field, value, hybrid_time: this.#lastTime };
    });
  }

  /**
   * A colleague's edit was read: ours come after it.
   * @param {string | null} time
   */
  witness(time) {
    if (time !== null && (this.#lastTime === null || time > this.#lastTime)) this.#lastTime = time;
  }

  /**
   * @param {(serverNow: number) => Record<string, unknown>} compose what is particular to the fact
   * @returns {Promise<any>}
   */
  #add(compose) {
    const random10 = crypto.getRandomValues(new Uint8Array(10));
    return this.#outbox.add((/** @type {number} */ deviceSeq, /** @type {string | null} */ last) => {
      const deviceTime = this.#now();
      const offsetMs = Math.round(this.#offsetMs());
      return {
        fact_id: makeScanId(deviceTime, random10, last),
        device_seq: deviceSeq,
        device_time: deviceTime,
        clock_offset_ms: offsetMs,
        ...compose(deviceTime + offsetMs),
      };
    });
  }
}
