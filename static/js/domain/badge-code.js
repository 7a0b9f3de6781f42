/**
 * The text in a badge's QR: made, read back, and told apart from everything else.
 *
 * `A` + Crockford base32 of 140 bits (edition tag 8, secret 96, MAC 36).
 * The Python twin is `domain/badge_code.py`. WebCrypto makes whatever needs a hash asynchronous;
 * it exists on HTTPS pages and on localhost, in workers, and in node.
 */

import { isLoneSurrogate, REPLACEMENT, takeCodePoints } from "./code-points.js";
import { checkCharacter, decode, encode, isCrockford, normalise } from "./crockford.js";
import { undoLayouts } from "./keyboard-layouts.js";

export { ALPHABET, checkCharacter } from "./crockford.js";

export const PREFIX = "A";
export const CODE_LENGTH = 29;
export const SECRET_BYTES = 12;
export const SHORT_LENGTH = 8;
/** Longest QR text taken for a badge code, in code points. */
export const MAX_TEXT_LENGTH = 256;

const MAC_BITS = 36n;
const MAC_MASK = (1n << MAC_BITS) - 1n;
const SECRET_MASK = (1n << 96n) - 1n;
const MAC_CONTEXT = new TextEncoder().encode("accueil badge 1");
const SHORT_CONTEXT = new TextEncoder().encode("accueil short 1");
const BLANKS_AROUND = /^[ \u00a0\u202f\ufeff]+|[ \u00a0\u202f\ufeff]+$/g;
const SEPARATORS =
  /[ \u00a0\u202f\ufeff\-\u2010-\u2014\u2212\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * What is needed to recognise one edition's badges: its tag (0-255) and every valid key.
 * @typedef {{tag: number, keys: ReadonlyArray<CryptoKey>}} EditionKeys
 */

/**
 * This edition's keys, and those of the other editions this device knows.
 * @typedef {{edition: EditionKeys, others: ReadonlyArray<EditionKeys>}} Keyring
 */

/**
 * What a text turned out to be.
 *
 * `text` is the canonical text to look up: the 29 characters, the 8, or the trimmed original.
 * `asRead` is always the trimmed original: another system's code can look like a short or a broken
 * one of ours, so what is not found under `text` is to be looked up as it was read.
 * @typedef {"ours" | "short" | "other_edition" | "foreign" | "broken" | "nothing"} BadgeCodeKind
 * @typedef {{kind: BadgeCodeKind, text: string, tag: number | null, asRead: string}} BadgeCode
 */

/**
 * The edition's key as the browser may hold it: it can check badges, and cannot be read out.
 * @param {BufferSource} bytes not empty
 * @returns {Promise<CryptoKey>}
 */
export function importEditionKey(bytes) {
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

/**
 * The 29 characters of a badge. Throws RangeError on a tag or secret out of range.
 * @param {number} tag 0-255
 * @param {Uint8Array} secret 12 random bytes
 * @param {CryptoKey} key the edition's
 * @returns {Promise<string>}
 */
export async function makeBadgeCode(tag, secret, key) {
  if (!Number.isInteger(tag) || tag < 0 || tag > 255 || secret.length !== SECRET_BYTES) {
    throw new RangeError("a badge code needs a tag of 0-255 and a secret of 12 bytes");
  }
  const mac = await computeMac(tag, secret, key);
  const bits = (BigInt(tag) << 132n) | (toBigInt(secret) << MAC_BITS) | mac;
  return PREFIX + encode(bits, CODE_LENGTH - 1);
}

/**
 * The 8 characters printed under the QR for typing: 35 bits of the secret's hash, 1 check.
 * @param {Uint8Array} secret
 * @returns {Promise<string>}
 */
export async function shortCode(secret) {
  const digest = await crypto.subtle.digest("SHA-256", join(SHORT_CONTEXT, secret));
  const body = encode(firstFiveBytes(digest) >> 5n, SHORT_LENGTH - 1);
  return body + checkCharacter(body);
}

/**
 * `ABCD1234` as people read it: `ABCD-1234`.
 * @param {string} short
 * @returns {string}
 */
export function formatShortCode(short) {
  return `${short.slice(0, 4)}-${short.slice(4)}`;
}

/**
 * The 12 secret bytes inside one of our 29-character codes.
 * @param {string} code
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function secretOf(code) {
  const digits = secretBits(decode(code.slice(1))).toString(16).padStart(2 * SECRET_BYTES, "0");
  return Uint8Array.from({ length: SECRET_BYTES }, (_, i) => parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}

/**
 * Tell what a scanned or typed text is. Never rejects, whatever the text.
 *
 * Case, spaces, dashes, a URL in front, and a French or Arabic keyboard layout between a HID
 * scanner and us are undone first; the MAC (or the check character) then decides which of the
 * readings was meant.
 * @param {string} text
 * @param {Keyring} keyring
 * @returns {Promise<BadgeCode>}
 */
export async function parseBadgeCode(text, keyring) {
  const trimmed = trimBadgeText(text);
  if (trimmed === "") return { kind: "nothing", text: "", tag: null, asRead: "" };
  const readings = readLayouts(trimmed);
  return (await findGenuine(readings, trimmed, keyring)) ?? judgeUnsigned(readings, trimmed);
}

/**
 * Tell what a text is without any keys, as booths' devices must. What has the shape of a badge is
 * `unsigned`: of ours, of another edition, or invented; the rest is as `parseBadgeCode` says.
 * @param {string} text
 * @returns {{kind: "unsigned" | "short" | "foreign" | "broken" | "nothing", text: string, asRead: string}}
 */
export function readBadgeCode(text) {
  const trimmed = trimBadgeText(text);
  if (trimmed === "") return { kind: "nothing", text: "", asRead: "" };
  const readings = readLayouts(trimmed);
  const shaped = readings.find(isShaped);
  if (shaped !== undefined) return { kind: "unsigned", text: shaped, asRead: trimmed };
  const { kind, text: canonicalText, asRead } = judgeUnsigned(readings, trimmed);
  return { kind: /** @type {"short" | "foreign" | "broken"} */ (kind), text: canonicalText, asRead };
}

/**
 * The typed short code in `text` with its check character right, or null. For a keypad that wants
 * to tell a slip at once, without keys and without waiting.
 * @param {string} text
 * @returns {string | null}
 */
export function parseShortCode(text) {
  return findShort(readLayouts(trimBadgeText(text)));
}

/**
 * The 29-character codes that `text` may be, keyboard layouts undone, best first: for devices
 * without the edition's keys, which find out by their roster.
 * @param {string} text
 * @returns {string[]}
 */
export function listShapedReadings(text) {
  return [...new Set(readLayouts(trimBadgeText(text)).filter(isShaped))];
}

/**
 * @param {string} text
 * @returns {string} without what no badge has; empty when there is nothing to read or too much
 */
function trimBadgeText(text) {
  const letters = takeCodePoints(text, MAX_TEXT_LENGTH + 1);
  if (letters.length > MAX_TEXT_LENGTH) return "";
  return letters.filter(isPrintable).join("").replace(BLANKS_AROUND, "");
}

/**
 * @param {string} trimmed
 * @returns {string[]} every reading, in canonical letters; the first is the text as it is
 */
function readLayouts(trimmed) {
  return undoLayouts(trimmed).map((reading) => canonical(lastSegment(reading)));
}

/**
 * @param {string[]} readings
 * @param {string} trimmed
 * @param {Keyring} keyring
 * @returns {Promise<BadgeCode | null>}
 */
async function findGenuine(readings, trimmed, keyring) {
  for (const reading of readings.filter(isShaped)) {
    for (const edition of [keyring.edition, ...keyring.others]) {
      if (!(await isSigned(reading, edition))) continue;
      const kind = edition === keyring.edition ? "ours" : "other_edition";
      return { kind, text: reading, tag: edition.tag, asRead: trimmed };
    }
  }
  return null;
}

/**
 * @param {string[]} readings
 * @param {string} trimmed
 * @returns {BadgeCode}
 */
function judgeUnsigned(readings, trimmed) {
  const short = findShort(readings);
  if (short !== null) return { kind: "short", text: short, tag: null, asRead: trimmed };
  const reading = readings[0] ?? "";
  if (isBroken(reading, trimmed)) {
    return { kind: "broken", text: reading, tag: null, asRead: trimmed };
  }
  return { kind: "foreign", text: trimmed, tag: null, asRead: trimmed };
}

/**
 * @param {string[]} readings
 * @returns {string | null}
 */
function findShort(readings) {
  const isShort = (/** @type {string} */ reading) =>
    reading.length === SHORT_LENGTH &&
    isCrockford(reading) &&
    checkCharacter(reading.slice(0, -1)) === reading.slice(-1);
  return readings.find(isShort) ?? null;
}

/**
 * One of ours with characters lost or wrong. Lower case is left to other systems: pretix secrets
 * are lower case and about as long.
 * @param {string} reading
 * @param {string} trimmed
 * @returns {boolean}
 */
function isBroken(reading, trimmed) {
  const isNear = reading.length >= CODE_LENGTH - 4 && reading.length <= CODE_LENGTH + 2;
  return isNear && reading.startsWith(PREFIX) && isCrockford(reading) && !/[a-z]/.test(trimmed);
}

/**
 * @param {string} code shaped like ours
 * @param {EditionKeys} edition
 * @returns {Promise<boolean>}
 */
async function isSigned(code, edition) {
  const bits = decode(code.slice(1));
  if (bits >> 132n !== BigInt(edition.tag)) return false;
  const secret = secretOf(code);
  for (const key of edition.keys) {
    if ((await computeMac(edition.tag, secret, key)) === (bits & MAC_MASK)) return true;
  }
  return false;
}

/**
 * @param {number} tag
 * @param {Uint8Array} secret
 * @param {CryptoKey} key
 * @returns {Promise<bigint>} 36 bits
 */
async function computeMac(tag, secret, key) {
  const message = join(MAC_CONTEXT, Uint8Array.of(tag), secret);
  return firstFiveBytes(await crypto.subtle.sign("HMAC", key, message)) >> 4n;
}

/**
 * @param {string} letter one code point
 * @returns {boolean}
 */
function isPrintable(letter) {
  const isControl = letter < " " || letter === "\x7f";
  return !isControl && !isLoneSurrogate(letter) && letter !== REPLACEMENT;
}

/**
 * @param {string} text
 * @returns {string} what follows the last slash of a URL's path
 */
function lastSegment(text) {
  const path = text.replace(/[?#].*$/su, "").replace(/\/+$/, "");
  return path.slice(path.lastIndexOf("/") + 1) || text;
}

/**
 * @param {string} text
 * @returns {string} upper case in ASCII only: beyond it the languages' tables differ
 */
function canonical(text) {
  return normalise(text.replace(SEPARATORS, "").replace(/[a-z]/g, (c) => c.toUpperCase()));
}

/**
 * @param {string} text
 * @returns {boolean}
 */
function isShaped(text) {
  return text.length === CODE_LENGTH && text.startsWith(PREFIX) && isCrockford(text);
}

/**
 * @param {bigint} bits the 140 of a badge code
 * @returns {bigint}
 */
function secretBits(bits) {
  return (bits >> MAC_BITS) & SECRET_MASK;
}

/**
 * @param {ArrayBuffer} digest
 * @returns {bigint}
 */
function firstFiveBytes(digest) {
  return toBigInt(new Uint8Array(digest, 0, 5));
}

/**
 * @param {Uint8Array} bytes
 * @returns {bigint}
 */
function toBigInt(bytes) {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/**
 * @param {ReadonlyArray<Uint8Array>} parts
 * @returns {Uint8Array<ArrayBuffer>}
 */
function join(...parts) {
  return Uint8Array.from(parts.flatMap((part) => Array.from(part)));
}
