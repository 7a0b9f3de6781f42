/**
 * A rescue as a rolling series of QR codes that another device's camera reads in any order, as
 * often as it needs: `ACR1.WHOLE.NUMBER.TOTAL.CHECK.CHUNK`, where WHOLE is the CRC-32 of everything
 * (so that two rescues never mix), CHECK that of this frame, both hexadecimal; CHUNK is base64url
 * of the deflated text.
 */

const MARK = "ACR1";
/** A code of 81 modules, which a tablet's camera reads from another tablet's screen. */
export const CHUNK_BYTES = 400;
const MOST_FRAMES = 9_999;

/**
 * @param {string} text
 * @returns {Promise<string[]>} one text for each code
 */
export async function makeFrames(text) {
  const bytes = await pass(new TextEncoder().encode(text), new CompressionStream("deflate-raw"));
  const whole = checksum(bytes);
  const total = Math.ceil(bytes.length / CHUNK_BYTES);
  return Array.from({ length: total }, (_, index) => {
    const chunk = bytes.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES);
    return seal(`${whole}.${index + 1}.${total}`, toBase64(chunk));
  });
}

/** Puts the frames of one rescue together. */
export class FrameCollector {
  #whole = "";
  #total = 0;
  /** @type {Map<number, string>} */
  #chunks = new Map();

  /** @returns {{got: number, total: number}} total is 0 before the first frame */
  get progress() {
    return { got: this.#chunks.size, total: this.#total };
  }

  get isComplete() {
    return this.#total > 0 && this.#chunks.size === this.#total;
  }

  /**
   * @param {string} frame what the camera read
   * @returns {boolean} whether it was a frame that was not there yet; a frame of another rescue
   *   starts over
   */
  take(frame) {
    const read = readFrame(frame);
    if (read === null) return false;
    if (read.whole !== this.#whole || read.total !== this.#total) this.#begin(read);
    if (this.#chunks.has(read.number)) return false;
    this.#chunks.set(read.number, read.chunk);
    return true;
  }

  /**
   * The text, or null when frames are missing or do not belong together; then begin again.
   * @returns {Promise<string | null>}
   */
  async finish() {
    if (!this.isComplete) return null;
    const numbers = Array.from(this.#chunks.keys()).sort((a, b) => a - b);
    const chunks = numbers.map((number) => fromBase64(this.#chunks.get(number) ?? ""));
    const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
    if (checksum(bytes) !== this.#whole) return this.#forget();
    return new TextDecoder().decode(await pass(bytes, new DecompressionStream("deflate-raw")));
  }

  /** @param {Frame} frame */
  #begin({ whole, total }) {
    this.#forget();
    this.#whole = whole;
    this.#total = total;
  }

  #forget() {
    this.#whole = "";
    this.#total = 0;
    this.#chunks.clear();
    return null;
  }
}

/** @typedef {{whole: string, number: number, total: number, chunk: string}} Frame */

/**
 * @param {string} text
 * @returns {boolean} whether a read text is a frame at all, and no badge
 */
export function isFrame(text) {
  return text.startsWith(`${MARK}.`);
}

/**
 * @param {string} text
 * @returns {Frame | null} null for anything else, and for a frame that was misread
 */
function readFrame(text) {
  const [mark, whole = "", number, total, check, chunk = ""] = text.split(".");
  const frame = { whole, number: Number(number), total: Number(total), chunk };
  const isRight = mark === MARK && check === checksumOf(`${whole}.${number}.${total}`, chunk);
  return isRight && isInRange(frame) ? frame : null;
}

/** @param {Frame} frame */
function isInRange({ number, total }) {
  const areWhole = Number.isInteger(number) && Number.isInteger(total);
  return areWhole && number >= 1 && number <= total && total <= MOST_FRAMES;
}

/**
 * @param {string} place
 * @param {string} chunk
 */
function seal(place, chunk) {
  return `${MARK}.${place}.${checksumOf(place, chunk)}.${chunk}`;
}

/**
 * @param {string} place
 * @param {string} chunk
 */
function checksumOf(place, chunk) {
  return checksum(new TextEncoder().encode(`${place}.${chunk}`));
}

/**
 * CRC-32 (ISO 3309) against misreading; against forging there is the rescue's signature.
 * @param {Uint8Array} bytes
 * @returns {string} eight hexadecimal digits
 */
export function checksum(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ((crc ^ 0xffffffff) >>> 0).toString(16).padStart(8, "0");
}

/** @param {Uint8Array} bytes */
function toBase64(bytes) {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * @param {string} text checked already
 * @returns {Uint8Array<ArrayBuffer>}
 */
function fromBase64(text) {
  const bytes = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(bytes, (letter) => letter.charCodeAt(0));
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {CompressionStream | DecompressionStream} stream
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
async function pass(bytes, stream) {
  const passed = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(passed).arrayBuffer());
}
