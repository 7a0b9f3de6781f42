/**
 * How long to wait before the next try: doubling from `first_ms` to `most_ms`, each taken at random
 * between half and the whole, so that a hall of tablets does not come back in step.
 */
export class Backoff {
  #failures = 0;
  #random;

  /**
   * @param {{firstMs?: number, mostMs?: number, random?: () => number}} [options]
   */
  constructor({ firstMs = 500, mostMs = 30_000, random = Math.random } = {}) {
    this.firstMs = firstMs;
    this.mostMs = mostMs;
    this.#random = random;
  }

  /** @returns {number} milliseconds */
  next() {
    const whole = Math.min(this.firstMs * 2 ** this.#failures, this.mostMs);
    this.#failures += 1;
    return Math.round(whole * (0.5 + this.#random() / 2));
  }

  /** Something worked: start small again. */
  reset() {
    this.#failures = 0;
  }
}
