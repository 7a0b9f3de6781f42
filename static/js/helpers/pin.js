/**
 * The staff PIN: the device holds only a salted PBKDF2 hash of it (HMAC-SHA-256, 32 bytes). Salt
 * and hash are written in hexadecimal.
 */

const HASH_BITS = 256;

/**
 * @param {string} pin
 * @param {{salt: string, hash: string, iterations: number}} record
 * @returns {Promise<boolean>}
 */
export async function isPinRight(pin, { salt, hash, iterations }) {
  const secret = new TextEncoder().encode(pin);
  const key = await crypto.subtle.importKey("raw", secret, "PBKDF2", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits(
    { name: "PBKDF2", hash: "SHA-256", salt: fromHex(salt), iterations },
    key,
    HASH_BITS,
  );
  return toHex(new Uint8Array(bits)) === hash.toLowerCase();
}

/**
 * @param {string} hex
 * @returns {Uint8Array<ArrayBuffer>}
 */
function fromHex(hex) {
  const pairs = hex.match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => parseInt(pair, 16));
}

/**
 * @param {Uint8Array} bytes
 * @returns {string}
 */
function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
