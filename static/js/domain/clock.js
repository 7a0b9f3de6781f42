/**
 * How far a device's clock is off, and what time a scan really had. Milliseconds throughout.
 * The Python twin is `domain/clock.py`.
 */

/** A device this far off is told, and listed for the organizer. */
export const OFF_BY_TOO_MUCH_MS = 60_000;

/**
 * One round trip: sent and received by the device's clock, answered by the server's.
 * @typedef {{sentAt: number, serverAt: number, receivedAt: number}} ClockSample
 */

/**
 * What to add to the device's clock to get the server's, assuming equal ways there and back.
 * @param {ClockSample} sample
 * @returns {number}
 */
export function measureOffset(sample) {
  return sample.serverAt - Math.floor((sample.sentAt + sample.receivedAt) / 2);
}

/**
 * The offset of the fastest round trip: the less time it took, the less it can be wrong.
 * @param {ReadonlyArray<ClockSample>} samples
 * @returns {number | null} null without a usable sample
 */
export function bestOffset(samples) {
  const usable = samples.filter((sample) => sample.receivedAt >= sample.sentAt);
  if (usable.length === 0) return null;
  return measureOffset(usable.reduce((best, next) => (wayOf(next) < wayOf(best) ? next : best)));
}

/**
 * The server's time at the moment the device's clock showed `deviceAt`.
 * @param {number} deviceAt
 * @param {number} clockOffsetMs
 * @returns {number}
 */
export function correctedTime(deviceAt, clockOffsetMs) {
  return deviceAt + clockOffsetMs;
}

/**
 * `correctedAt`, or `latest` where it cannot be true.
 * @param {number} correctedAt
 * @param {number} earliest when the device was paired
 * @param {number} latest when its scan arrived
 * @returns {number}
 */
export function plausibleTime(correctedAt, earliest, latest) {
  return earliest <= correctedAt && correctedAt <= latest ? correctedAt : latest;
}

/**
 * Whether somebody should set this device's clock.
 * @param {number} clockOffsetMs
 * @returns {boolean}
 */
export function isClockOff(clockOffsetMs) {
  return Math.abs(clockOffsetMs) > OFF_BY_TOO_MUCH_MS;
}

/**
 * @param {ClockSample} sample
 * @returns {number}
 */
function wayOf(sample) {
  return sample.receivedAt - sample.sentAt;
}
