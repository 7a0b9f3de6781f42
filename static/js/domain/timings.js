/**
 * How long a scan took, step by step, as the device that made it measured. The Python twin is
 * `domain/timings.py`.
 */

import { isWhole } from "./whole-numbers.js";

const MOST_MS = 3_600_000;
const STEPS = Object.freeze(/** @type {const} */ (["capture_ms", "decode_ms", "decide_ms"]));

/**
 * Whole milliseconds, null where a step was not measured.
 * @typedef {{
 *   capture_ms: number | null, decode_ms: number | null, decide_ms: number | null,
 * }} Timings
 */

/**
 * Whether this is what the wire may say; steps that are left out count as null.
 * @param {unknown} value
 * @returns {boolean}
 */
export function isTimings(value) {
  if (value === null) return true;
  if (typeof value !== "object" || Array.isArray(value)) return false;
  const said = /** @type {Record<string, unknown>} */ (value);
  return STEPS.every((step) => (said[step] ?? null) === null || isWhole(said[step], 0, MOST_MS));
}

/**
 * What `isTimings` has passed; steps of newer versions are dropped.
 * @param {Partial<Timings>} said
 * @returns {Timings}
 */
export function takeTimings(said) {
  return {
    capture_ms: said.capture_ms ?? null,
    decode_ms: said.decode_ms ?? null,
    decide_ms: said.decide_ms ?? null,
  };
}

/**
 * A measured duration as the wire wants it.
 * @param {number} ms
 * @returns {number}
 */
export function clampMs(ms) {
  return Math.min(Math.max(0, Math.round(ms)), MOST_MS);
}
