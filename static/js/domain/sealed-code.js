/**
 * Badge codes that only the server reads again, for scans that wait on this device. A page makes a
 * key pair of its own when it is opened and writes it nowhere: what it sealed, it cannot open after
 * a restart, and neither can whoever takes the device. The Python twin, which also opens, is
 * `domain/sealed_code.py`.
 */

const CURVE = Object.freeze({ name: "ECDH", namedCurve: "P-256" });
const PREFIX = "ACS1.";
const NONCE_BYTES = 12;
const encoder = new TextEncoder();
const CONTEXT = encoder.encode("accueil code 1");

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
/** @typedef {{publicKey: CryptoKey, privateKey: CryptoKey}} KeyPair */

export class CodeSealer {
  #key;
  #own;
  /** No number twice under one key. */
  #next = 0;

  /**
   * @param {CryptoKey} key
   * @param {string} own this page's public key in base64
   */
  constructor(key, own) {
    this.#key = key;
    this.#own = own;
  }

  /**
   * @param {string} publicKey the edition's, base64 of 65 bytes
   * @param {KeyPair} [own] of this page; not given, a new one
   * @returns {Promise<CodeSealer>}
   */
  static async create(publicKey, own) {
    const { subtle } = crypto;
    own ??= await subtle.generateKey(CURVE, false, ["deriveBits"]);
    const theirs = fromBase64(publicKey);
    const ours = new Uint8Array(await subtle.exportKey("raw", own.publicKey));
    const theirKey = await subtle.importKey("raw", theirs, CURVE, false, []);
    const shared = await subtle.deriveBits(
      { name: "ECDH", public: theirKey }, own.privateKey, 256,
    );
    const key = await deriveKey(new Uint8Array(shared), join(CONTEXT, ours, theirs));
    return new CodeSealer(key, toBase64(ours));
  }

  /**
   * @param {string} text
   * @returns {Promise<string>}
   */
  seal(text) {
    const number = this.#next;
    this.#next += 1;
    return this.sealAs(number, text);
  }

  /**
   * @param {number} number of this text; never the same twice
   * @param {string} text
   * @returns {Promise<string>}
   */
  async sealAs(number, text) {
    const how = { name: "AES-GCM", iv: makeNonce(number) };
    const cipher = await crypto.subtle.encrypt(how, this.#key, encoder.encode(text));
    return `${PREFIX}${this.#own}.${number}.${toBase64(new Uint8Array(cipher))}`;
  }
}

/**
 * @param {string} text
 * @returns {boolean} whether it says that it is a sealed code
 */
export function isSealed(text) {
  return text.startsWith(PREFIX);
}

/**
 * @param {Bytes} shared
 * @param {Bytes} info
 * @returns {Promise<CryptoKey>}
 */
async function deriveKey(shared, info) {
  const source = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info };
  const kind = { name: "AES-GCM", length: 256 };
  return crypto.subtle.deriveKey(how, source, kind, false, ["encrypt"]);
}

/**
 * @param {number} number
 * @returns {Bytes} 12 bytes, the highest first
 */
function makeNonce(number) {
  const nonce = new Uint8Array(NONCE_BYTES);
  new DataView(nonce.buffer).setBigUint64(NONCE_BYTES - 8, BigInt(number));
  return nonce;
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
 * @returns {Bytes}
 */
function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/**
 * @param {Bytes[]} parts
 * @returns {Bytes}
 */
function join(...parts) {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
