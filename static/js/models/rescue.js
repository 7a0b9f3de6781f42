/**
 * A device's unsent scans as text that proves where it comes from; see domain/rescue.py.
 */

/** @typedef {import("../domain/messages.js").Scan} Scan */

const VERSION = 1;

/**
 * @param {{deviceId: string, token: string, madeAt: number, scans: ReadonlyArray<Scan>}} outbox
 * @returns {Promise<string>} a JSON object per line: head, scans, foot
 */
export async function makeRescue({ deviceId, token, madeAt, scans }) {
  const head = {
    accueil_rescue: VERSION, device_id: deviceId, made_at: madeAt, scans: scans.length,
  };
  const body = [head, ...scans].map((value) => `${JSON.stringify(value)}\n`).join("");
  const foot = { checksum: await hash(body), signature: await sign(body, await hash(token)) };
  return `${body}${JSON.stringify(foot)}\n`;
}

/**
 * How many scans a complete and unchanged rescue holds, or null when it is not one.
 * @param {string} text
 * @returns {Promise<number | null>}
 */
export async function countRescued(text) {
  try {
    const lines = text.trim().split("\n");
    const foot = JSON.parse(lines.pop() ?? "");
    const head = JSON.parse(lines[0] ?? "");
    const isWhole = foot.checksum === (await hash(lines.map((line) => `${line}\n`).join("")));
    return isWhole && head.accueil_rescue === VERSION ? lines.length - 1 : null;
  } catch {
    return null;
  }
}

/**
 * @param {string} text
 * @returns {Promise<string>} SHA-256, hexadecimal
 */
async function hash(text) {
  return toHex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

/**
 * @param {string} body
 * @param {string} secret
 * @returns {Promise<string>} HMAC-SHA256, hexadecimal
 */
async function sign(body, secret) {
  const encoder = new TextEncoder();
  const kind = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), kind, false, ["sign"]);
  return toHex(await crypto.subtle.sign("HMAC", key, encoder.encode(body)));
}

/** @param {ArrayBuffer} buffer */
function toHex(buffer) {
  return [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
