// The JavaScript core as JSON in, JSON out, with the names of the Python side
// (python_functions.py): what vectors and the differential test call.

import { createECDH } from "node:crypto";

import { decideAdmission, isCheckIn } from "../../static/js/domain/admission.js";
import * as badgeCode from "../../static/js/domain/badge-code.js";
import * as clock from "../../static/js/domain/clock.js";
import { isScanId, makeScanId } from "../../static/js/domain/ids.js";
import { undoLayouts } from "../../static/js/domain/keyboard-layouts.js";
import { clipBadgeText, MessageError, parseScanBatch } from "../../static/js/domain/messages.js";
import { foldPresence, NEVER_SEEN } from "../../static/js/domain/presence.js";
import { CodeSealer } from "../../static/js/domain/sealed-code.js";
import * as sealedRoster from "../../static/js/domain/sealed-roster.js";
import { leadFunctions } from "./lead_functions.mjs";

/** @type {Map<string, Promise<CryptoKey>>} */
const importedKeys = new Map();

/** @type {Record<string, (given: any) => any>} */
const functions = {
  parse_badge_code: async ({ text, keyring }) =>
    withSnakeKeys(await badgeCode.parseBadgeCode(text, await makeKeyring(keyring))),
  make_badge_code: makeBadgeCode,
  check_character: ({ body }) => badgeCode.checkCharacter(body),
  format_short_code: ({ short }) => badgeCode.formatShortCode(short),
  undo_layouts: ({ text }) => undoLayouts(text),
  make_scan_id: ({ now_ms, random10, last }) => makeScanId(now_ms, fromHex(random10), last),
  is_scan_id: ({ text }) => isScanId(text),
  measure_offset: (given) => clock.measureOffset(withCamelKeys(given)),
  best_offset: ({ samples }) => clock.bestOffset(withCamelKeys(samples)),
  corrected_time: ({ device_at, clock_offset_ms }) =>
    clock.correctedTime(device_at, clock_offset_ms),
  plausible_time: ({ corrected_at, earliest, latest }) =>
    clock.plausibleTime(corrected_at, earliest, latest),
  is_clock_off: ({ clock_offset_ms }) => clock.isClockOff(clock_offset_ms),
  fold_presence: ({ check_ins }) =>
    withSnakeKeys(withCamelKeys(check_ins).reduce(foldPresence, NEVER_SEEN)),
  decide_admission: decide,
  parse_scan_batch: parseBatch,
  text_token: ({ text }) => toHex(sealedRoster.textToken(text)),
  roster_index: ({ token }) => sealedRoster.rosterIndex(fromHex(token)),
  seal_entry: ({ token, entry }) => sealedRoster.sealEntry(fromHex(token), entry),
  open_entry: openEntry,
  roster_digest: digestEntries,
  seal_code: sealCode,
  clip_badge_text: ({ text }) => clipBadgeText(text),
  ...leadFunctions,
};

/**
 * @param {string} name
 * @param {object} given
 * @returns {Promise<unknown>}
 */
export async function callFunction(name, given) {
  const called = functions[name];
  if (called === undefined) throw new Error(`no such function: ${name}`);
  return called(given);
}

/**
 * @param {{edition: object, others: object[]}} raw
 * @returns {Promise<badgeCode.Keyring>}
 */
export async function makeKeyring({ edition, others }) {
  return { edition: await makeEdition(edition), others: await Promise.all(others.map(makeEdition)) };
}

/**
 * @param {any} raw
 * @returns {Promise<badgeCode.EditionKeys>}
 */
async function makeEdition({ tag, keys }) {
  return { tag, keys: await Promise.all(keys.map(importKey)) };
}

/**
 * @param {string} hex
 * @returns {Promise<CryptoKey>}
 */
function importKey(hex) {
  const known = importedKeys.get(hex) ?? badgeCode.importEditionKey(fromHex(hex));
  importedKeys.set(hex, known);
  return known;
}

/** @param {any} given */
async function makeBadgeCode({ tag, secret, key }) {
  const secretBytes = fromHex(secret);
  try {
    const code = await badgeCode.makeBadgeCode(tag, secretBytes, await importKey(key));
    const short = await badgeCode.shortCode(secretBytes);
    return { code, short, secret: toHex(badgeCode.secretOf(code)) };
  } catch (error) {
    if (error instanceof RangeError) return { error: "out_of_range" };
    throw error;
  }
}

/** @param {any} given */
async function sealCode({ text, public_key, once, number }) {
  const publicKey = Buffer.from(public_key, "hex").toString("base64");
  const sealer = await CodeSealer.create(publicKey, await makePair(once));
  return sealer.sealAs(number, text);
}

/** @param {string} once 32 bytes, hexadecimal: a secret number of P-256 */
async function makePair(once) {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const scalar = (BigInt(`0x${once}`) % (order - 1n)) + 1n;
  const secret = Buffer.from(scalar.toString(16).padStart(64, "0"), "hex");
  const exchange = createECDH("prime256v1");
  exchange.setPrivateKey(secret);
  const point = exchange.getPublicKey();
  const [d, x, y] = [secret, point.subarray(1, 33), point.subarray(33)].map((part) =>
    part.toString("base64url"));
  const jwk = { kty: "EC", crv: "P-256", d, x, y };
  const { subtle } = crypto;
  return {
    privateKey: await subtle.importKey("jwk", jwk, curve, false, ["deriveBits"]),
    publicKey: await subtle.importKey("raw", Uint8Array.from(point), curve, true, []),
  };
}

/** @param {any} given */
function decide(given) {
  const { passage, candidate, rules, presence, insideCount } = withCamelKeys(given);
  const verdict = decideAdmission(passage, candidate, rules, presence, insideCount);
  return { ...withSnakeKeys(verdict), is_check_in: isCheckIn(verdict) };
}

/** @param {any} given */
function parseBatch({ message }) {
  try {
    return parseScanBatch(message);
  } catch (error) {
    if (error instanceof MessageError) return { error: error.code };
    throw error;
  }
}

/** @param {any} given */
async function openEntry({ token, sealed }) {
  try {
    return await sealedRoster.openEntry(fromHex(token), sealed);
  } catch (error) {
    if (error instanceof sealedRoster.SealedEntryError) return { error: "damaged" };
    throw error;
  }
}

/** @param {any} given */
async function digestEntries({ entries }) {
  let digest = sealedRoster.EMPTY_FINGERPRINT;
  for (const [index, sealed] of entries) {
    digest ^= await sealedRoster.entryFingerprint(index, sealed);
  }
  return sealedRoster.formatDigest(digest);
}

/**
 * @param {Uint8Array} bytes
 * @returns {string}
 */
function toHex(bytes) {
  return Buffer.from(bytes).toString("hex");
}

/**
 * @param {string} hex
 * @returns {Uint8Array<ArrayBuffer>}
 */
function fromHex(hex) {
  return Uint8Array.from(Buffer.from(hex, "hex"));
}

/**
 * @param {any} value
 * @returns {any}
 */
function withCamelKeys(value) {
  const rename = (/** @type {string} */ key) =>
    key.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
  return renameKeys(value, rename);
}

/**
 * @param {any} value
 * @returns {any}
 */
function withSnakeKeys(value) {
  return renameKeys(value, (key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}

/**
 * @param {any} value
 * @param {(key: string) => string} rename
 * @returns {any}
 */
function renameKeys(value, rename) {
  if (Array.isArray(value)) return value.map((entry) => renameKeys(entry, rename));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [rename(key), renameKeys(entry, rename)]),
  );
}
