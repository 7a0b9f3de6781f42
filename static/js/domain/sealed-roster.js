/**
 * Roster entries that only somebody with the badge in front of them can open.
 *
 * An entry is found by a hash of the badge's token and encrypted under a key derived from that
 * token. The Python twin is `domain/sealed_roster.py`. Devices only open; sealing is here so that
 * both languages can be held against each other.
 */

import { secretOf } from "./badge-code.js";

/** The XOR of no fingerprints. */
export const EMPTY_FINGERPRINT = 0n;

const encoder = new TextEncoder();
/**
 * What a key is derived for: gates cannot open what is sealed for booths, nor booths the gates'.
 */
export const GATE_ROSTER = encoder.encode("accueil roster 1");
export const BOOTH_ROSTER = encoder.encode("accueil booth roster 1");
const INDEX_CONTEXT = encoder.encode("accueil index");
const NONCE_CONTEXT = encoder.encode("nonce");
const NONCE_BYTES = 12;
const INDEX_BYTES = 8;
const FINGERPRINT_BYTES = 16;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
/** @typedef {Record<string, unknown>} Entry */

/** The entry is damaged, or was sealed for another badge. */
export class SealedEntryError extends Error {
  constructor() {
    super("the entry is damaged or of another badge");
    this.name = "SealedEntryError";
  }
}

/**
 * The token of one of our 29-character badge codes: its 12 secret bytes.
 * @param {string} code
 * @returns {Bytes}
 */
export function badgeToken(code) {
  return secretOf(code);
}

/**
 * The token of another system's code as it is, or of a short code's 8 characters.
 * @param {string} text
 * @returns {Bytes}
 */
export function textToken(text) {
  return encoder.encode(`text:${text}`);
}

/**
 * Under what an entry is kept.
 * @param {Bytes} token
 * @returns {Promise<string>} 16 hexadecimal digits
 */
export async function rosterIndex(token) {
  return toHex(await hash(join(INDEX_CONTEXT, token), INDEX_BYTES));
}

/**
 * The entry for whoever has the badge: base64 of nonce, ciphertext and tag. The same entry gives
 * the same text.
 * @param {Bytes} token
 * @param {Entry} entry what JSON can say
 * @param {Bytes} [context] GATE_ROSTER or BOOTH_ROSTER
 * @returns {Promise<string>}
 */
export async function sealEntry(token, entry, context = GATE_ROSTER) {
  const key = await deriveKey(token, context);
  const plain = encoder.encode(toCanonicalJson(entry));
  const nonce = await makeNonce(key, plain);
  const sealer = await importAesKey(key, "encrypt");
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, sealer, plain);
  return toBase64(join(nonce, new Uint8Array(sealed)));
}

/**
 * What was sealed. Rejects with SealedEntryError on any damage and with another badge's token.
 * @param {Bytes} token
 * @param {string} sealed
 * @param {Bytes} [context] GATE_ROSTER or BOOTH_ROSTER
 * @returns {Promise<Entry>}
 */
export async function openEntry(token, sealed, context = GATE_ROSTER) {
  const raw = fromBase64(sealed);
  const opener = await importAesKey(await deriveKey(token, context), "decrypt");
  const plain = await decrypt(opener, raw.slice(0, NONCE_BYTES), raw.slice(NONCE_BYTES));
  const entry = parseJson(plain);
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
    throw new SealedEntryError();
  }
  return /** @type {Entry} */ (entry);
}

/**
 * An entry's share in the roster's digest: 128 bits, combined by XOR, so that the order does not
 * matter and what goes is taken out as it came in.
 * @param {string} index
 * @param {string} sealed
 * @returns {Promise<bigint>}
 */
export async function entryFingerprint(index, sealed) {
  return BigInt(`0x${toHex(await hash(encoder.encode(index + sealed), FINGERPRINT_BYTES))}`);
}

/**
 * The XOR of all fingerprints as the server writes it.
 * @param {bigint} fingerprint
 * @returns {string} 32 hexadecimal digits
 */
export function formatDigest(fingerprint) {
  return fingerprint.toString(16).padStart(2 * FINGERPRINT_BYTES, "0");
}

/**
 * HKDF-SHA256 without salt.
 * @param {Bytes} token
 * @param {Bytes} context
 * @returns {Promise<Bytes>} 32 bytes
 */
async function deriveKey(token, context) {
  const source = await crypto.subtle.importKey("raw", token, "HKDF", false, ["deriveBits"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: context };
  return new Uint8Array(await crypto.subtle.deriveBits(how, source, 256));
}

/**
 * @param {Bytes} key
 * @param {"encrypt" | "decrypt"} use
 * @returns {Promise<CryptoKey>}
 */
function importAesKey(key, use) {
  return crypto.subtle.importKey("raw", key, "AES-GCM", false, [use]);
}

/**
 * @param {Bytes} key
 * @param {Bytes} plain
 * @returns {Promise<Bytes>}
 */
async function makeNonce(key, plain) {
  const how = { name: "HMAC", hash: "SHA-256" };
  const signer = await crypto.subtle.importKey("raw", key, how, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", signer, join(NONCE_CONTEXT, plain));
  return new Uint8Array(mac, 0, NONCE_BYTES);
}

/**
 * @param {CryptoKey} key
 * @param {Bytes} nonce
 * @param {Bytes} text
 * @returns {Promise<ArrayBuffer>}
 */
async function decrypt(key, nonce, text) {
  try {
    return await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, key, text);
  } catch (error) {
    if (error instanceof DOMException) throw new SealedEntryError();
    throw error;
  }
}

/**
 * @param {ArrayBuffer} plain
 * @returns {unknown}
 */
function parseJson(plain) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(plain));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) throw new SealedEntryError();
    throw error;
  }
}

/**
 * Keys sorted, no blanks, as Python's `json.dumps` with sort_keys writes it.
 * @param {unknown} value
 * @returns {string}
 */
function toCanonicalJson(value) {
  if (Array.isArray(value)) return `[${value.map(toCanonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  const pairs = entries.map(([key, inner]) => `${JSON.stringify(key)}:${toCanonicalJson(inner)}`);
  return `{${pairs.join(",")}}`;
}

/**
 * @param {Bytes} message
 * @param {number} length
 * @returns {Promise<Bytes>} the first bytes of its SHA-256
 */
async function hash(message, length) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", message), 0, length);
}

/**
 * @param {Bytes} bytes
 * @returns {string}
 */
function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {Bytes} bytes
 * @returns {string}
 */
function toBase64(bytes) {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/**
 * @param {string} text
 * @returns {Bytes} throws SealedEntryError
 */
function fromBase64(text) {
  if (!BASE64.test(text)) throw new SealedEntryError(); // atob would let blanks pass
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/**
 * @param {Bytes} first
 * @param {Bytes} second
 * @returns {Bytes}
 */
function join(first, second) {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
