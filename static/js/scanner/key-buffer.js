/**
 * Tells a hand scanner from fingers: many keys in quick succession, then Enter or Tab. Reads the
 * keys by their position (`event.code`), so that the computer's keyboard layout does not matter.
 */

import { parseShortCode } from "../domain/badge-code.js";

/** Fewer keys are fingers. */
export const LEAST_KEYS = 6;
/** Fingers are slower than this between two keys. */
export const MOST_GAP_MS = 50;
/** Slow Bluetooth scanners and busy tablets: believed when the text is plainly a badge's. */
export const MOST_SLOW_GAP_MS = 400;
const MOST_KEYS = 4_096;

const OUR_CODE = /^A[0-9A-HJKMNP-TV-Z]{28}$/;
const IN_URL = /^[A-Z]+:\/\/.*\/(A[0-9A-HJKMNP-TV-Z]{28})$/;

/** What a US keyboard writes at each position: plain, shifted. */
const POSITIONS = Object.freeze(
  /** @type {Record<string, string>} */ ({
    Backquote: "`~", Minus: "-_", Equal: "=+", BracketLeft: "[{", BracketRight: "]}",
    Backslash: "\\|", Semicolon: ";:", Quote: "'\"", Comma: ",<", Period: ".>", Slash: "/?",
    Space: "  ", NumpadAdd: "++", NumpadSubtract: "--", NumpadMultiply: "**",
    NumpadDivide: "//", NumpadDecimal: "..",
  }),
);
const SHIFTED_DIGITS = ")!@#$%^&*(";

/**
 * @typedef {Pick<KeyboardEvent, "code" | "key" | "shiftKey" | "ctrlKey" | "altKey" | "metaKey"
 *   | "timeStamp">} Key
 */

export class KeyBuffer {
  #byPosition = "";
  #asTyped = "";
  #count = 0;
  #lastAt = -Infinity;
  #longestGap = 0;

  /** Whether the keys so far came too fast for fingers. */
  get isFast() {
    return this.#count >= 3 && this.#longestGap <= MOST_GAP_MS;
  }

  /**
   * @param {Key} key
   * @returns {string | null} what was scanned, once it is complete
   */
  press(key) {
    const gap = key.timeStamp - this.#lastAt;
    if (isEnd(key)) return this.#finish(gap);
    const character = characterAt(key);
    if (character === null) return null;
    if (gap > MOST_SLOW_GAP_MS || this.#count >= MOST_KEYS) this.#clear();
    else this.#longestGap = Math.max(this.#longestGap, gap);
    this.#byPosition += character;
    this.#asTyped += key.key.length === 1 ? key.key : "";
    this.#count += 1;
    this.#lastAt = key.timeStamp;
    return null;
  }

  /**
   * @param {number} gap
   * @returns {string | null}
   */
  #finish(gap) {
    const text = chooseReading(this.#byPosition, this.#asTyped);
    const isScan = this.#count >= LEAST_KEYS && gap <= MOST_SLOW_GAP_MS;
    const isBelieved = isScan && (this.#longestGap <= MOST_GAP_MS || isBadge(text));
    this.#clear();
    return isBelieved ? text : null;
  }

  #clear() {
    this.#byPosition = "";
    this.#asTyped = "";
    this.#count = 0;
    this.#lastAt = -Infinity;
    this.#longestGap = 0;
  }
}

/**
 * Most scanners speak US, so positions are right whatever the computer's layout. One that was set
 * to the computer's own layout is right as typed: a badge's own shape tells.
 * @param {string} byPosition
 * @param {string} asTyped
 * @returns {string}
 */
export function chooseReading(byPosition, asTyped) {
  return !isBadge(byPosition) && isBadge(asTyped) ? asTyped : byPosition;
}

/**
 * @param {string} text
 * @returns {boolean}
 */
function isBadge(text) {
  const upper = text.trim().toUpperCase();
  return OUR_CODE.test(upper) || IN_URL.test(upper) || isShortCode(upper);
}

/**
 * @param {string} upper
 * @returns {boolean}
 */
function isShortCode(upper) {
  return /^[0-9A-Z]{4}-?[0-9A-Z]{4}$/.test(upper) && parseShortCode(upper) !== null;
}

/**
 * @param {Key} key
 * @returns {boolean}
 */
function isEnd({ code, key }) {
  return ["Enter", "NumpadEnter", "Tab"].includes(code) || key === "Enter" || key === "Tab";
}

/**
 * The US character at this key's position; a keyboard that gives no positions (some tablets with
 * Bluetooth scanners) is taken at its word. Null for keys that write nothing.
 * @param {Key} key
 * @returns {string | null}
 */
function characterAt({ code, key, shiftKey, ctrlKey, altKey, metaKey }) {
  if (ctrlKey || altKey || metaKey) return null;
  if (code === "" || code === "Unidentified") return key.length === 1 ? key : null;
  const pair = pairAt(code);
  return pair === null ? null : (pair[shiftKey ? 1 : 0] ?? null);
}

/**
 * @param {string} code
 * @returns {string | null} plain and shifted character
 */
function pairAt(code) {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return letter.toLowerCase() + letter;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (digit === undefined) return POSITIONS[code] ?? null;
  return code.startsWith("Numpad") ? digit + digit : digit + SHIFTED_DIGITS.charAt(Number(digit));
}
