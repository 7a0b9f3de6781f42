/**
 * Times that order what several devices write, whatever their clocks say: text
 * `{ms:013d}-{counter:04x}-{device_id}`, ordered as texts are. Each one a device makes is greater
 * than all it has made or read. The Python twin is `domain/hybrid_time.py`.
 */

const LATEST_MS = 9_999_999_999_999;
const MOST_COUNTED = 0xffff;
const SHAPE = /^([0-9]{13})-([0-9a-f]{4})-([0-9a-f-]{36})$/;

/**
 * The parts of a hybrid time; `ms` since 1970, `counter` within one millisecond.
 * @typedef {{ms: number, counter: number, deviceId: string}} HybridTime
 */

/**
 * A time after `newest`, the greatest this device has made or read. A clock that is behind it is
 * counted on from there. Throws RangeError when `newest` is no hybrid time.
 * @param {number} nowMs the device's corrected clock
 * @param {string} deviceId
 * @param {string | null} [newest]
 * @returns {string}
 */
export function makeHybridTime(nowMs, deviceId, newest = null) {
  const now = Math.min(Math.max(Math.floor(nowMs), 0), LATEST_MS);
  if (newest === null) return format(now, 0, deviceId);
  const last = parseHybridTime(newest);
  if (last === null) throw new RangeError("not a hybrid time");
  if (now > last.ms) return format(now, 0, deviceId);
  if (last.counter < MOST_COUNTED) return format(last.ms, last.counter + 1, deviceId);
  return format(Math.min(last.ms + 1, LATEST_MS), 0, deviceId);
}

/**
 * The parts of a hybrid time, or null for anything else.
 * @param {unknown} text
 * @returns {HybridTime | null}
 */
export function parseHybridTime(text) {
  const found = typeof text === "string" ? SHAPE.exec(text) : null;
  if (found === null) return null;
  const [, ms = "", counter = "", deviceId = ""] = found;
  return { ms: Number(ms), counter: parseInt(counter, 16), deviceId };
}

/**
 * @param {number} ms
 * @param {number} counter
 * @param {string} deviceId
 * @returns {string}
 */
function format(ms, counter, deviceId) {
  return `${String(ms).padStart(13, "0")}-${counter.toString(16).padStart(4, "0")}-${deviceId}`;
}
