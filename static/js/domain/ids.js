/**
 * Ids made on the device: UUID version 7, monotonic even if the clock steps back (RFC 9562).
 * The Python twin is `domain/ids.py`.
 */

const LATEST_MS = 2 ** 48 - 1;
const RANDOM_BITS = 74n;
const RANDOM_MASK = (1n << RANDOM_BITS) - 1n;
const LOW_MASK = (1n << 62n) - 1n;
const SHAPE = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * A UUIDv7 that sorts after `last`, the id this device made before.
 *
 * When the clock has not moved on since `last`, the id counts up from it instead. A clock before
 * 1970 or beyond the 48 bits of a UUIDv7 counts as the nearest moment that fits: a scan always
 * gets an id.
 * @param {number} nowMs the device's clock, milliseconds since 1970
 * @param {Uint8Array} random10 ten random bytes
 * @param {string | null} [last]
 * @returns {string}
 */
export function makeScanId(nowMs, random10, last = null) {
  const now = BigInt(Math.min(Math.max(Math.floor(nowMs), 0), LATEST_MS));
  const random74 = bytesToBigInt(random10) & RANDOM_MASK;
  if (last === null) return format(now, random74);
  const [lastMs, lastRandom] = split(last);
  if (now > lastMs) return format(now, random74);
  const successor = ((lastMs << RANDOM_BITS) | lastRandom) + 1n;
  return format(successor >> RANDOM_BITS, successor & RANDOM_MASK);
}

/**
 * Whether `text` is a UUIDv7 in its canonical lower-case form.
 * @param {unknown} text
 * @returns {text is string}
 */
export function isScanId(text) {
  return typeof text === "string" && SHAPE.test(text);
}

/**
 * @param {bigint} ms
 * @param {bigint} random74
 * @returns {string}
 */
function format(ms, random74) {
  const value =
    (ms << 80n) | (7n << 76n) | ((random74 >> 62n) << 64n) | (2n << 62n) | (random74 & LOW_MASK);
  const digits = value.toString(16).padStart(32, "0");
  const cuts = [0, 8, 12, 16, 20, 32];
  return cuts.slice(1).map((end, i) => digits.slice(cuts[i], end)).join("-");
}

/**
 * @param {string} uuid
 * @returns {[bigint, bigint]} milliseconds and the 74 random bits
 */
function split(uuid) {
  const value = BigInt(`0x${uuid.split("-").join("")}`);
  return [value >> 80n, (((value >> 64n) & 0xfffn) << 62n) | (value & LOW_MASK)];
}

/**
 * @param {Uint8Array} bytes
 * @returns {bigint}
 */
function bytesToBigInt(bytes) {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}
