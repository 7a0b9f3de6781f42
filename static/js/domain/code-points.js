/**
 * Texts measured and cleaned as Python does it: by code points, not by UTF-16 units.
 */

/** Stands for a character that no database takes. */
export const REPLACEMENT = "\ufffd";

/**
 * @param {string} text
 * @returns {number} how many code points
 */
export function countCodePoints(text) {
  return Array.from(text).length;
}

/**
 * @param {string} text
 * @param {number} length
 * @returns {string[]} the first `length` code points, one by one
 */
export function takeCodePoints(text, length) {
  return Array.from(text.slice(0, 2 * length)).slice(0, length);
}

/**
 * @param {string} letter one code point
 * @returns {boolean} whether it is one half of a pair that lost the other
 */
export function isLoneSurrogate(letter) {
  return letter.length === 1 && letter >= "\ud800" && letter <= "\udfff";
}

/**
 * The order of two texts by code points: what comes first gives a negative number.
 * @param {string} first
 * @param {string} second
 * @returns {number}
 */
export function compareTexts(first, second) {
  const [one, other] = [Array.from(first), Array.from(second)];
  const place = one.findIndex((letter, i) => letter !== other[i]);
  if (place === -1) return one.length - other.length;
  return (one[place]?.codePointAt(0) ?? 0) - (other[place]?.codePointAt(0) ?? -1);
}
