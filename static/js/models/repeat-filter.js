/**
 * Tells a new scan from the same badge seen again. A badge held to the camera is read many times a
 * second, and a visitor who missed the answer shows it once more: neither is a second scan.
 */

/** The same badge within this time of its first sighting shows its first result again. */
export const REPEAT_WITHIN_MS = 5_000;
/** A badge seen without a longer gap has simply not been taken away yet. */
export const HELD_GAP_MS = 2_000;
/** A visitor sent away without an answer may come back to it this long. */
export const UNANSWERED_WITHIN_MS = 120_000;

const MOST_KEPT = 50;

/** @typedef {import("../domain/messages.js").Receipt} Receipt */
/**
 * `held`: never left; `again`: shown once more, with the first result if there is one.
 * @typedef {{kind: "new" | "held" | "again", result: Receipt | null}} Sighting
 * @typedef {{firstAt: number, lastAt: number, result: Receipt | null, isShown: boolean}} Known
 */

export class RepeatFilter {
  /** @type {Map<string, Known>} */
  #known = new Map();

  /**
   * What it means that `text` is seen at `at` (milliseconds, any steady clock). Seeing a new text
   * changes nothing: `begin` does.
   * @param {string} text
   * @param {number} at
   * @returns {Sighting}
   */
  see(text, at) {
    const known = this.#known.get(text);
    if (known === undefined || !isRemembered(known, at)) return { kind: "new", result: null };
    const isHeld = at - known.lastAt < HELD_GAP_MS;
    known.lastAt = at;
    return { kind: isHeld ? "held" : "again", result: known.result };
  }

  /**
   * A new scan of `text` was made.
   * @param {string} text
   * @param {number} at
   */
  begin(text, at) {
    this.#known.delete(text);
    this.#known.set(text, { firstAt: at, lastAt: at, result: null, isShown: false });
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_KEPT && oldest !== undefined) this.#known.delete(oldest);
  }

  /**
   * The scan of `text` has an answer, whether or not anybody is still there to see it.
   * @param {string} text
   * @param {Receipt} result
   */
  keepResult(text, result) {
    const known = this.#known.get(text);
    if (known !== undefined) known.result = result;
  }

  /**
   * Nothing came of it: seen again, it is new.
   * @param {string} text
   */
  forget(text) {
    this.#known.delete(text);
  }

  /**
   * The visitor has seen the answer.
   * @param {string} text
   */
  markShown(text) {
    const known = this.#known.get(text);
    if (known !== undefined) known.isShown = true;
  }
}

/**
 * @param {Known} known
 * @param {number} at
 * @returns {boolean}
 */
function isRemembered(known, at) {
  if (at - known.lastAt < HELD_GAP_MS) return true;
  return at - known.firstAt < (known.isShown ? REPEAT_WITHIN_MS : UNANSWERED_WITHIN_MS);
}
