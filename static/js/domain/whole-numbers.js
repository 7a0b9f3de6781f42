/** Whole numbers, as the wire has them. */

/**
 * @param {unknown} value
 * @param {number} low
 * @param {number} high
 * @returns {boolean}
 */
export function isWhole(value, low, high) {
  return typeof value === "number" && Number.isInteger(value) && low <= value && value <= high;
}
