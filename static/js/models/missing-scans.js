/**
 * Scans that a device numbered and that never arrived, in words: they are on the device, or lost.
 */

/** @typedef {import("./attendance-types.js").DeviceHealth} DeviceHealth */
/** @typedef {import("../helpers/i18n.js").Texts} Texts */

const MOST_RANGES = 5;

/**
 * @param {Pick<DeviceHealth, "missing_count" | "missing">} device
 * @param {Texts} texts
 * @returns {string}
 */
export function wordMissing({ missing_count: count, missing }, { tn }) {
  if (missing.length === 0) {
    return tn(
      "%(num)s scan of this tablet has not arrived",
      "%(num)s scans of this tablet have not arrived",
      count,
    );
  }
  return tn(
    "%(num)s scan of this tablet has not arrived: number %(numbers)s",
    "%(num)s scans of this tablet have not arrived: numbers %(numbers)s",
    count,
    { numbers: wordRanges(missing) },
  );
}

/**
 * `41–43, 50`, kept in one piece among letters that run from right to left.
 * @param {[number, number][]} ranges
 * @returns {string}
 */
export function wordRanges(ranges) {
  const words = ranges.slice(0, MOST_RANGES).map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
  const more = ranges.length > MOST_RANGES ? ["…"] : [];
  return `\u2066${[...words, ...more].join(", ")}\u2069`;
}

/**
 * Devices that miss scans, the one with most first.
 * @param {DeviceHealth[]} devices
 * @returns {DeviceHealth[]}
 */
export function findMissing(devices) {
  const missing = devices.filter((device) => device.missing_count > 0);
  return missing.sort((a, b) => b.missing_count - a.missing_count);
}
