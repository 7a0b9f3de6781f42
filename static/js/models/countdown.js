/** How long something is still valid, by the server's clock, as "9:07". */
export class Countdown {
  #endsAt;
  #offsetMs;
  #now;

  /**
   * @param {{endsAt: number, serverTime: number}} moments by the server's clock
   * @param {() => number} [now] this browser's clock
   */
  constructor({ endsAt, serverTime }, now = Date.now) {
    this.#endsAt = endsAt;
    this.#offsetMs = serverTime - now();
    this.#now = now;
  }

  /** @returns {number} milliseconds, never below zero */
  get leftMs() {
    return Math.max(0, this.#endsAt - (this.#now() + this.#offsetMs));
  }

  /** @returns {string} minutes and seconds */
  get text() {
    const seconds = Math.ceil(this.leftMs / 1000);
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }
}
