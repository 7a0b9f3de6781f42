/**
 * What a field of a message may hold. The Python twin is `domain/wire_checks.py`.
 */

import { countCodePoints, isLoneSurrogate, REPLACEMENT, takeCodePoints } from "./code-points.js";

const EARLIEST_TIME = -62_135_596_800_000;
const LATEST_TIME = 253_402_300_799_999;
const MAX_OFFSET = LATEST_TIME - EARLIEST_TIME;
const MAX_ID_LENGTH = 64;

/**
 * @param {unknown} value
 * @param {number} low
 * @param {number} high
 * @returns {value is number} whether it is a whole number from `low` to `high`
 */
export function isWhole(value, low, high) {
  return typeof value === "number" && Number.isInteger(value) && low <= value && value <= high;
}

/**
 * @param {unknown} value
 * @returns {boolean} whether it is milliseconds of a moment calendars can show
 */
export function isTime(value) {
  return isWhole(value, EARLIEST_TIME, LATEST_TIME);
}

/**
 * @param {unknown} value
 * @returns {boolean} whether it is the difference of two such moments
 */
export function isOffset(value) {
  return isWhole(value, -MAX_OFFSET, MAX_OFFSET);
}

/**
 * @param {unknown} value
 * @returns {boolean} whether it counts a device's messages from 1
 */
export function isSequenceNumber(value) {
  return isWhole(value, 1, Number.MAX_SAFE_INTEGER);
}

/**
 * @param {unknown} value
 * @returns {boolean} whether it is how long reading a code took, or null
 */
export function isDecodeTime(value) {
  return value === null || isWhole(value, 0, 3_600_000);
}

/**
 * @param {unknown} value
 * @returns {value is string} whether it is a text of an id's length that can be shown
 */
export function isShortText(value) {
  if (typeof value !== "string" || countCodePoints(value) > MAX_ID_LENGTH) return false;
  return Array.from(value).every((letter) => letter >= " " && !isLoneSurrogate(letter));
}

/**
 * At most `most` characters, with U+FFFD for what databases refuse: NUL, lone surrogates.
 * @param {string} text
 * @param {number} most
 * @returns {string}
 */
export function cleanText(text, most) {
  const clean = (/** @type {string} */ letter) =>
    letter === "\0" || isLoneSurrogate(letter) ? REPLACEMENT : letter;
  return takeCodePoints(text, most).map(clean).join("");
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
