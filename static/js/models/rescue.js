/**
 * A device's unsent scans as text that proves where it comes from; see domain/rescue.py.
 */

/** @typedef {import("../domain/messages.js").Scan} Scan */

const VERSION = 1;
const FOOT = '{"checksum"';

/**
 * `secret` is what `makeSecret` makes of the device's token.
 * @param {{deviceId: string, secret: string, madeAt: number, scans: ReadonlyArray<Scan>}} outbox
 * @returns {Promise<string>} a JSON object per line: head, scans, foot
 */
export async function makeRescue({ deviceId, secret, madeAt, scans }) {
  const head = {
    accueil_rescue: VERSION, device_id: deviceId, made_at: madeAt, scans: scans.length,
  };
  const body = [head, ...scans].map((value) => `${JSON.stringify(value)}\n`).join("");
  const foot = { checksum: await hash(body), signature: await sign(body, secret) };
  return `${body}${JSON.stringify(foot)}\n`;
}

/**
 * What signs a device's rescues: enough for that, and not to speak as the device.
 * @param {string} token
 * @returns {Promise<string>} 64 hexadecimal digits
 */
export function makeSecret(token) {
  return hash(token);
}

/**
 * A tablet that was paired more than once hands over one rescue after the other.
 * @param {string} text
 * @returns {string[]} each on its own, at least one
 */
export function splitRescues(text) {
  const lines = text.trim().split("\n").map((line) => `${line}\n`);
  /** @type {string[]} */
  const rescues = [""];
  for (const line of lines) {
    rescues[rescues.length - 1] += line;
    if (line.startsWith(FOOT)) rescues.push("");
  }
  return rescues.filter((rescue, place) => rescue !== "" || place === 0);
}

/**
 * How many scans complete and unchanged rescues hold, or null when one of them is not.
 * @param {string} text
 * @returns {Promise<number | null>}
 */
export async function countRescued(text) {
  const counts = await Promise.all(splitRescues(text).map(countOne));
  return counts.reduce((sum, count) => (sum === null || count === null ? null : sum + count), 0);
}

/**
 * @param {string} text
 * @returns {Promise<number | null>}
 */
async function countOne(text) {
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
