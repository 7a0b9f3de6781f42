/**
 * Is *our* server there? Asks every few seconds over the socket, or over HTTP when there is none,
 * and measures the clock on the way. `navigator.onLine` knows nothing of a venue network.
 * Tells: `reachable` (boolean, on change), `offset` (milliseconds to add to this clock), `missing`
 * (ranges of scan numbers the server does not have).
 */

import { bestOffset, measureOffset } from "../domain/clock.js";
import { PROTOCOL_VERSION } from "../domain/messages.js";
import { Emitter } from "../helpers/emitter.js";

/** @typedef {import("../domain/clock.js").ClockSample} ClockSample */

const BEAT_EVERY_MS = 5_000;
const RETRY_AFTER_MS = 300;
/** The second miss in a row means "not reachable": a gate that judges on its own loses nothing. */
const PATIENCE_MS = 800;
const MOST_MISSES = 2;
const SAMPLES_KEPT = 6;
const CLOCK_STEP_MS = 1_000;

export class Heartbeat extends Emitter {
  #link;
  #api;
  #report;
  #now;
  /** @type {ClockSample[]} */
  #samples = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #misses = 0;
  #offsetMs = 0;
  #isRunning = false;
  #isBeating = false;
  /** @type {boolean | null} */
  #isReachable = null;

  /**
   * @param {{
   *   link: Pick<import("./device-link.js").DeviceLink, "isConnected" | "request">,
   *   api: {getTime: (mostWaitMs: number) => Promise<{server_time: number, missing?: unknown[]}>},
   *   report: () => Record<string, unknown>,
   *   now?: () => number,
   * }} parts `report` tells how this device is, for the organizer's list
   */
  constructor({ link, api, report, now = Date.now }) {
    super();
    this.#link = link;
    this.#api = api;
    this.#report = report;
    this.#now = now;
  }

  /** Milliseconds to add to this device's clock. */
  get offsetMs() {
    return this.#offsetMs;
  }

  /**
   * Until the server answers: what was measured before this page was opened.
   * @param {number} offsetMs
   */
  assumeOffset(offsetMs) {
    if (this.#samples.length === 0) this.#offsetMs = offsetMs;
  }

  /** Null until the first answer or the second miss. */
  get isReachable() {
    return this.#isReachable;
  }

  start() {
    this.#isRunning = true;
    return this.beat();
  }

  stop() {
    this.#isRunning = false;
    clearTimeout(this.#timer);
  }

  /** One question now, whatever the timer says. */
  async beat() {
    if (this.#isBeating || !this.#isRunning) return;
    this.#isBeating = true;
    clearTimeout(this.#timer);
    try {
      this.#take(await this.#ask());
      this.#setReachable();
    } catch {
      this.#miss();
    } finally {
      this.#isBeating = false;
      this.#planNext();
    }
  }

  /** @returns {Promise<ClockSample>} */
  async #ask() {
    const sentAt = this.#now();
    const answer = this.#link.isConnected
      ? await this.#link.request("heartbeat", this.#message(sentAt), PATIENCE_MS)
      : await this.#api.getTime(PATIENCE_MS);
    if (answer.missing?.length) this.emit("missing", answer.missing);
    return { sentAt, serverAt: answer.server_time, receivedAt: this.#now() };
  }

  /**
   * @param {number} sentAt
   * @returns {Record<string, unknown>}
   */
  #message(sentAt) {
    return {
      v: PROTOCOL_VERSION,
      sent_at: sentAt,
      clock_offset_ms: this.#offsetMs,
      ...this.#report(),
    };
  }

  /**
   * When this device's own clock was set, the earlier samples mean nothing any more.
   * @param {ClockSample} sample
   */
  #take(sample) {
    const hasStepped = Math.abs(measureOffset(sample) - this.#offsetMs) > CLOCK_STEP_MS;
    const kept = hasStepped ? [] : this.#samples;
    this.#samples = [...kept, sample].slice(-SAMPLES_KEPT);
    this.#offsetMs = bestOffset(this.#samples) ?? this.#offsetMs;
    this.emit("offset", this.#offsetMs);
  }

  #miss() {
    this.#misses += 1;
    if (this.#misses >= MOST_MISSES) this.#announce(false);
  }

  #setReachable() {
    this.#misses = 0;
    this.#announce(true);
  }

  /** @param {boolean} isReachable */
  #announce(isReachable) {
    if (isReachable === this.#isReachable) return;
    this.#isReachable = isReachable;
    this.emit("reachable", isReachable);
  }

  #planNext() {
    if (!this.#isRunning) return;
    const isInDoubt = this.#misses > 0 && this.#misses < MOST_MISSES;
    const wait = isInDoubt ? RETRY_AFTER_MS : BEAT_EVERY_MS / (this.#misses > 0 ? 3 : 1);
    this.#timer = setTimeout(() => void this.beat(), wait);
  }
}
