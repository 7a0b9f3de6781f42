/**
 * What devices and server say to each other: shapes, limits, version; see docs/protocol.md.
 * Wire objects keep the field names of the wire. The Python twin is `domain/messages.py`.
 */

import { VERDICTS } from "./admission.js";
import { MAX_TEXT_LENGTH } from "./badge-code.js";
import { countCodePoints, isLoneSurrogate, REPLACEMENT, takeCodePoints } from "./code-points.js";
import { isScanId } from "./ids.js";
import { ENTRY, EXIT } from "./presence.js";
import { isSealed } from "./sealed-code.js";
import { isTimings, takeTimings } from "./timings.js";
import { isWhole } from "./whole-numbers.js";

export const PROTOCOL_VERSION = 1;
export const MAX_SCANS_PER_BATCH = 500;
const MAX_SEALED_LENGTH = 1_600;
export const SOURCES = Object.freeze(["camera", "hid", "typed"]);

const EARLIEST_TIME = -62_135_596_800_000;
const LATEST_TIME = 253_402_300_799_999;
const MAX_OFFSET = LATEST_TIME - EARLIEST_TIME;
const MAX_ID_LENGTH = 64;

/**
 * The fact that a device saw a badge code, as on the wire.
 * @typedef {{
 *   scan_id: string,
 *   device_seq: number,
 *   badge_code: string,
 *   gate_id: string,
 *   direction: string,
 *   device_time: number,
 *   clock_offset_ms: number,
 *   source: string,
 *   local_verdict: string | null,
 *   local_reason: string | null,
 *   decode_ms: number | null,
 *   timings?: import("./timings.js").Timings,
 * }} Scan
 */

/**
 * One element of a batch that is not a scan.
 * @typedef {{scan_id: string | null, reason: string, field: string}} BadScan
 */

/**
 * The server's last word on one scan. `status` is `accepted`, `conflict` or `parked`.
 * @typedef {{
 *   scan_id: string | null,
 *   status: string,
 *   verdict: string | null,
 *   reason: string,
 *   retryable: boolean,
 *   change_number: number | null,
 *   card: {
 *     display_name: string,
 *     display_name_ar: string,
 *     company: string,
 *     category_id: string,
 *     language: string,
 *     attention: boolean,
 *   } | null,
 *   earlier: {gate_name: string, at: number} | null,
 *   edition: {name: string, city: string, year: string | number} | null,
 *   with?: {gate_name: string, at: number, scan_id: string} | null,
 *   opens_at: number | null,
 * }} Receipt
 */

/**
 * What a gate knows when it makes a scan.
 * @typedef {{
 *   scanId: string,
 *   deviceSeq: number,
 *   badgeCode: string,
 *   gateId: string,
 *   direction: string,
 *   deviceTime: number,
 *   clockOffsetMs: number,
 *   source: string,
 *   localVerdict?: string | null,
 *   localReason?: string | null,
 *   decodeMs?: number | null,
 *   timings?: import("./timings.js").Timings,
 * }} Sighting
 */

/** A wire message that cannot be understood. `code` is the one of `domain/errors.py`. */
export class MessageError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.name = "MessageError";
    this.code = code;
  }
}

/** @type {Readonly<Record<string, (value: unknown) => boolean>>} */
const CHECKS = Object.freeze({
  device_seq: (v) => isWhole(v, 1, Number.MAX_SAFE_INTEGER),
  badge_code: (v) => typeof v === "string",
  gate_id: isShortText,
  direction: (v) => v === ENTRY || v === EXIT,
  device_time: (v) => isWhole(v, EARLIEST_TIME, LATEST_TIME),
  clock_offset_ms: (v) => isWhole(v, -MAX_OFFSET, MAX_OFFSET),
  source: (v) => typeof v === "string" && SOURCES.includes(v),
  local_verdict: (v) => v === null || (typeof v === "string" && VERDICTS.includes(v)),
  local_reason: (v) => v === null || isShortText(v),
  decode_ms: (v) => v === null || isWhole(v, 0, 3_600_000),
  timings: isTimings,
});

/**
 * A scan as it goes to the outbox and over the wire: clocks in whole milliseconds, text clipped.
 * @param {Sighting} sighting
 * @returns {Scan}
 */
export function newScan(sighting) {
  return {
    scan_id: sighting.scanId,
    device_seq: sighting.deviceSeq,
    badge_code: clipBadgeText(sighting.badgeCode),
    gate_id: sighting.gateId,
    direction: sighting.direction,
    device_time: Math.floor(sighting.deviceTime),
    clock_offset_ms: Math.round(sighting.clockOffsetMs),
    source: sighting.source,
    local_verdict: sighting.localVerdict ?? null,
    local_reason: sighting.localReason ?? null,
    decode_ms: sighting.decodeMs == null ? null : Math.round(sighting.decodeMs),
    ...(sighting.timings && { timings: sighting.timings }),
  };
}

/**
 * One `scans` message. Throws MessageError `batch_too_large`.
 * @param {ReadonlyArray<Scan>} scans
 * @returns {{v: number, scans: ReadonlyArray<Scan>}}
 */
export function makeScanBatch(scans) {
  if (scans.length > MAX_SCANS_PER_BATCH) {
    throw new MessageError("batch_too_large", `at most ${MAX_SCANS_PER_BATCH} scans at a time`);
  }
  return { v: PROTOCOL_VERSION, scans };
}

/**
 * The message as an object of a version we speak.
 * Throws MessageError `malformed_message` or `wrong_version`.
 * @param {unknown} message
 * @returns {Record<string, unknown>}
 */
export function checkVersion(message) {
  if (!isObject(message)) {
    throw new MessageError("malformed_message", "a message must be a JSON object");
  }
  if (message.v !== PROTOCOL_VERSION) {
    throw new MessageError("wrong_version", `this page speaks version ${PROTOCOL_VERSION}`);
  }
  return message;
}

/**
 * The scans of one `scans` message, in order; what is not a scan becomes a BadScan.
 * Throws MessageError `malformed_message`, `wrong_version` or `batch_too_large` when the envelope
 * itself is unusable: then nothing of it was taken.
 * @param {unknown} message
 * @returns {Array<Scan | BadScan>}
 */
export function parseScanBatch(message) {
  const { scans } = checkVersion(message);
  if (!Array.isArray(scans)) {
    throw new MessageError("malformed_message", "`scans` must be a list");
  }
  return makeScanBatch(scans).scans.map(parseScan);
}

/**
 * One scan, or why it is none.
 * @param {unknown} raw
 * @returns {Scan | BadScan}
 */
export function parseScan(raw) {
  if (!isObject(raw)) return badScan(null, "scan");
  const scanId = raw.scan_id;
  if (!isScanId(scanId)) return badScan(null, "scan_id");
  const fields = Object.keys(CHECKS).map((field) => [field, raw[field] ?? null]);
  const wrong = fields.find(([field, value]) => !CHECKS[/** @type {string} */ (field)]?.(value));
  if (wrong !== undefined) return badScan(scanId, /** @type {string} */ (wrong[0]));
  const { timings, ...scan } = /** @type {Scan} */ (
    { scan_id: scanId, ...Object.fromEntries(fields) });
  const kept = { ...scan, badge_code: clipCode(scan.badge_code) };
  return timings ? { ...kept, timings: takeTimings(timings) } : kept;
}

/**
 * A sealed code is longer than what it holds; that is clipped when it was opened.
 * @param {string} text
 * @returns {string}
 */
function clipCode(text) {
  return isSealed(text) ? text.slice(0, MAX_SEALED_LENGTH) : clipBadgeText(text);
}

/**
 * What is kept of a scanned text: longer ones are no badge, but the fact stays.
 *
 * Lone surrogates and NUL, which databases refuse, become U+FFFD. One character more than a badge
 * may have is kept, so that clipping never makes a badge out of something longer.
 * @param {string} text
 * @returns {string}
 */
export function clipBadgeText(text) {
  const clean = (/** @type {string} */ letter) =>
    letter === "\0" || isLoneSurrogate(letter) ? REPLACEMENT : letter;
  return takeCodePoints(text, MAX_TEXT_LENGTH + 1).map(clean).join("");
}

/**
 * @param {string | null} scanId
 * @param {string} field
 * @returns {BadScan}
 */
function badScan(scanId, field) {
  return { scan_id: scanId, reason: "malformed_scan", field };
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * @param {unknown} value
 * @returns {boolean}
 */
function isShortText(value) {
  if (typeof value !== "string" || countCodePoints(value) > MAX_ID_LENGTH) return false;
  return Array.from(value).every((letter) => letter >= " " && !isLoneSurrogate(letter));
}
