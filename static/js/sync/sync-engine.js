/**
 * Brings scans from the outbox to the server and receipts back, in the order they were made, again
 * and again until answered. Only a scan that nobody but the server can judge goes at once, beside
 * whatever backlog is under way.
 * Tells: `receipt` (each), `settled` (after a batch), `refused` (code: the device itself is refused).
 */

import { Emitter } from "../helpers/emitter.js";
import { idOf } from "../store/outbox-rows.js";
import { Backoff } from "./backoff.js";

/** @typedef {import("../domain/messages.js").Scan} Scan */
/** @typedef {import("../domain/messages.js").Receipt} Receipt */

const BATCH_SIZE = 250;

/** Errors about this device or this page, not about a scan: keep all, park none. */
export const DEVICE_ERRORS = Object.freeze([
  "device_unknown", "device_revoked", "wrong_version",
]);

export class SyncEngine extends Emitter {
  #outbox;
  #send;
  #backoff;
  #schedule;
  #alone;
  #clearTheWay;
  /** @type {Set<string>} scans sent and not yet answered */
  #underWay = new Set();
  /** @type {Set<string>} scans the server asked to see again later */
  #deferred = new Set();
  #isDraining = false;
  /** There may be something that the draining under way has not seen. */
  #isCalled = false;
  #isStopped = false;
  #isScheduled = false;

  /**
   * @param {{
   *   outbox: Pick<import("../store/outbox-store.js").OutboxStore, "oldest" | "settle" | "park">,
   *   send: (scans: Scan[]) => Promise<Receipt[]>,
   *   backoff?: Backoff,
   *   schedule?: (task: () => void, ms: number) => unknown,
   *   alone?: (task: () => Promise<void>) => Promise<void>,
   *   clearTheWay?: () => Promise<number>,
   * }} parts `alone` runs a task while no other page of this device sends; `clearTheWay` sends what
   *   goes first and tells the highest number of a scan that may follow
   */
  constructor({
    outbox,
    send,
    backoff = new Backoff(),
    schedule = setTimeout.bind(globalThis),
    alone = (task) => task(),
    clearTheWay = () => Promise.resolve(Infinity),
  }) {
    super();
    this.#outbox = outbox;
    this.#send = send;
    this.#backoff = backoff;
    this.#schedule = schedule;
    this.#alone = alone;
    this.#clearTheWay = clearTheWay;
  }

  /**
   * Sends a scan that somebody is waiting for. It is in the outbox already, so nothing is lost
   * when this fails. One that was judged here takes its turn: the server has to learn that a badge
   * was let in before it hears that the same badge came again.
   * @param {Scan} scan
   * @returns {Promise<void>}
   */
  async deliver(scan) {
    if (scan.local_verdict !== null) return this.#drain();
    try {
      await this.#push([scan]);
      this.#backoff.reset();
    } catch (error) {
      this.#onFailure(error);
    }
  }

  /** Something changed for the better (connected, online, page visible): try now. */
  wake() {
    this.#backoff.reset();
    this.#deferred.clear();
    return this.#drain();
  }

  /** The pairing is given up: what waits stays in the outbox, under its own device. */
  stop() {
    this.#isStopped = true;
  }

  async #drain() {
    this.#isCalled = true;
    if (this.#isDraining) return;
    this.#isDraining = true;
    try {
      while (this.#isCalled && !this.#isStopped) {
        this.#isCalled = false;
        await this.#alone(() => this.#pushAll());
      }
    } catch (error) {
      this.#onFailure(error);
    } finally {
      this.#isDraining = false;
    }
  }

  async #pushAll() {
    let hasMore = true;
    while (hasMore && !this.#isStopped) hasMore = await this.#pushOldest();
  }

  /** @returns {Promise<boolean>} whether there may be more to send */
  async #pushOldest() {
    const last = await this.#clearTheWay();
    const oldest = await this.#outbox.oldest(BATCH_SIZE + this.#deferred.size);
    const due = oldest.filter((scan) => this.#isDue(idOf(scan))).slice(0, BATCH_SIZE);
    if (due.length === 0) return false;
    const before = due.filter((scan) => scan.device_seq <= last);
    // What cannot be waited for holds up nobody.
    await this.#pushOrIsolate(before.length > 0 ? before : due);
    return true;
  }

  /**
   * @param {string} scanId
   * @returns {boolean}
   */
  #isDue(scanId) {
    return !this.#underWay.has(scanId) && !this.#deferred.has(scanId);
  }

  /**
   * A batch refused for good is taken apart, so that one bad scan blocks no other.
   * @param {Scan[]} scans
   */
  async #pushOrIsolate(scans) {
    try {
      await this.#push(scans);
      this.#backoff.reset();
    } catch (error) {
      if (isAboutDevice(error) || isRetryable(error)) throw error;
      await this.#isolate(scans, error);
    }
  }

  /**
   * @param {Scan[]} scans
   * @param {unknown} error
   */
  async #isolate(scans, error) {
    const [only] = scans;
    if (scans.length === 1 && only !== undefined) {
      await this.#outbox.park(idOf(only), codeOf(error));
      this.emit("settled");
      return;
    }
    const half = Math.ceil(scans.length / 2);
    await this.#pushOrIsolate(scans.slice(0, half));
    await this.#pushOrIsolate(scans.slice(half));
  }

  /** @param {Scan[]} scans */
  async #push(scans) {
    const ids = scans.map(idOf);
    ids.forEach((id) => this.#underWay.add(id));
    try {
      await this.#settle(ids, await this.#send(scans));
    } finally {
      ids.forEach((id) => this.#underWay.delete(id));
    }
  }

  /**
   * What was not settled, or not even answered, waits for the next turn and holds up nobody.
   * @param {string[]} sentIds
   * @param {Receipt[]} receipts
   */
  async #settle(sentIds, receipts) {
    receipts.forEach((receipt) => this.emit("receipt", receipt));
    const settled = receipts.filter(isFinal);
    await this.#outbox.settle(settled);
    const settledIds = new Set(settled.map(idOf));
    const open = sentIds.filter((id) => !settledIds.has(id));
    open.forEach((id) => this.#deferred.add(id));
    if (open.length > 0) this.#tryLater();
    this.emit("settled");
  }

  /** @param {unknown} error */
  #onFailure(error) {
    if (isAboutDevice(error)) this.emit("refused", codeOf(error));
    this.#tryLater();
  }

  #tryLater() {
    if (this.#isScheduled || this.#isStopped) return;
    this.#isScheduled = true;
    this.#schedule(() => {
      this.#isScheduled = false;
      this.#deferred.clear();
      void this.#drain();
    }, this.#backoff.next());
  }
}

/**
 * @param {Receipt} receipt
 * @returns {boolean} false when the scan stays to be sent again
 */
function isFinal({ status, retryable }) {
  return status !== "parked" || !retryable;
}

/**
 * @param {unknown} error
 * @returns {string}
 */
function codeOf(error) {
  return /** @type {{code?: string}} */ (error)?.code ?? "unknown";
}

/**
 * @param {unknown} error
 * @returns {boolean}
 */
function isAboutDevice(error) {
  return DEVICE_ERRORS.includes(codeOf(error));
}

/**
 * What has no code is a fault of ours, and worth another try.
 * @param {unknown} error
 * @returns {boolean}
 */
function isRetryable(error) {
  return /** @type {{retryable?: boolean}} */ (error)?.retryable ?? true;
}
