/**
 * Crockford's base 32 and its check character, as badge codes use them.
 */

export const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** @type {ReadonlyMap<string, number>} */
const VALUES = new Map([
  ...Array.from(ALPHABET, (letter, value) => /** @type {[string, number]} */ ([letter, value])),
  ["O", 0],
  ["I", 1],
  ["L", 1],
]);

/**
 * @param {bigint} bits
 * @param {number} length in characters, 5 bits each
 * @returns {string}
 */
export function encode(bits, length) {
  const shifts = Array.from({ length }, (_, i) => BigInt(5 * (length - 1 - i)));
  return shifts.map((shift) => ALPHABET.charAt(Number((bits >> shift) & 31n))).join("");
}

/**
 * @param {string} letters
 * @returns {bigint}
 */
export function decode(letters) {
  return Array.from(letters).reduce((bits, letter) => (bits << 5n) | BigInt(valueOf(letter)), 0n);
}

/**
 * @param {string} text
 * @returns {boolean}
 */
export function isCrockford(text) {
  return Array.from(text).every((letter) => VALUES.has(letter));
}

/**
 * O for 0, I and L for 1; other characters stay.
 * @param {string} text
 * @returns {string}
 */
export function normalise(text) {
  const canonical = (/** @type {string} */ letter) => {
    const value = VALUES.get(letter);
    return value === undefined ? letter : ALPHABET.charAt(value);
  };
  return Array.from(text, canonical).join("");
}

/**
 * One character that catches every single slip and every swap of neighbours: a weighted sum over
 * GF(32), the weights being successive powers of x modulo x^5 + x^2 + 1.
 * @param {string} body
 * @returns {string}
 */
export function checkCharacter(body) {
  const total = Array.from(body).reduce((sum, letter) => timesX(sum) ^ valueOf(letter), 0);
  return ALPHABET.charAt(timesX(total));
}

/**
 * @param {string} letter
 * @returns {number}
 */
function valueOf(letter) {
  const value = VALUES.get(letter);
  if (value === undefined) throw new RangeError(`not a Crockford character: ${letter}`);
  return value;
}

/**
 * @param {number} value
 * @returns {number}
 */
function timesX(value) {
  const doubled = value << 1;
  return doubled & 32 ? doubled ^ 0b100101 : doubled;
}
