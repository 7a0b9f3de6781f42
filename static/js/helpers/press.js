/**
 * What is pressed stays where it is until it is let go. Whatever moves or replaces it in between
 * takes the tap away: a browser makes a click only where a press begins and ends on one element.
 */

// A finger's click comes a moment after the finger is gone.
const CLICKS_WITHIN_MS = 120;
// Scroll bars and a browser's own menus keep the end of a press to themselves.
const LASTS_AT_MOST_MS = 3_000;

export class Press {
  /** @type {Set<() => void>} */
  #waiting = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {EventTarget} root where presses matter */
  constructor(root) {
    const endWithin = (/** @type {number} */ ms) => () => this.#endWithin(ms);
    root.addEventListener("pointerdown", endWithin(LASTS_AT_MOST_MS), true);
    root.addEventListener("pointerup", endWithin(CLICKS_WITHIN_MS), true);
    root.addEventListener("pointercancel", endWithin(0), true);
    // After the click's own listeners.
    root.addEventListener("click", endWithin(0), true);
  }

  /**
   * Draws at once, or, under a press, when it is over; the same function waits once.
   * @param {() => void} draw
   */
  whenOver(draw) {
    if (this.#timer === undefined) draw();
    else this.#waiting.add(draw);
  }

  /** @param {number} ms */
  #endWithin(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end(), ms);
  }

  #end() {
    this.#timer = undefined;
    const draws = [...this.#waiting];
    this.#waiting.clear();
    for (const draw of draws) draw();
  }
}
