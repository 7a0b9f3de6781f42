/**
 * One batch of scans to the server by whichever way answers: the socket, else plain HTTP. A socket
 * that is slow to answer (a tablet that walked to another access point) is overtaken by HTTP:
 * sending a scan twice is the same as once.
 */

import { makeScanBatch } from "../domain/messages.js";
import { delay } from "../helpers/timing.js";

/** @typedef {import("../domain/messages.js").Scan} Scan */
/** @typedef {import("../domain/messages.js").Receipt} Receipt */

const SOCKET_WAIT_MS = 8_000;
const OVERTAKE_AFTER_MS = 1_200;
/** A long batch takes its time; sent twice it would take it twice. */
const OVERTAKE_MORE_MS = 10;

/**
 * What goes through, and how it is called: gates send scans, booths send facts.
 * @typedef {{
 *   event: string,
 *   makeBatch: (scans: Scan[]) => any,
 *   post: (api: any, batch: any) => Promise<{receipts: Receipt[]}>,
 * }} Door
 */

/** @type {Door} */
const SCAN_DOOR = Object.freeze({
  event: "scans",
  makeBatch: makeScanBatch,
  post: (/** @type {any} */ api, /** @type {any} */ batch) => api.postScans(batch),
});

export class ScanPost {
  #link;
  #api;
  #overtakeAfterMs;
  #door;

  /**
   * @param {Pick<import("./device-link.js").DeviceLink, "isConnected" | "request">} link
   * @param {object} api what the door posts to
   * @param {number} [overtakeAfterMs]
   * @param {Door} [door]
   */
  constructor(link, api, overtakeAfterMs = OVERTAKE_AFTER_MS, door = SCAN_DOOR) {
    this.#link = link;
    this.#api = api;
    this.#overtakeAfterMs = overtakeAfterMs;
    this.#door = door;
  }

  /**
   * Throws ApiError when neither way answered.
   * @param {Scan[]} scans
   * @returns {Promise<Receipt[]>}
   */
  async send(scans) {
    const batch = this.#door.makeBatch(scans);
    const answer = this.#link.isConnected
      ? await this.#race(batch, scans.length)
      : await this.#door.post(this.#api, batch);
    return answer.receipts;
  }

  /**
   * @param {unknown} batch
   * @param {number} count
   * @returns {Promise<{receipts: Receipt[]}>}
   */
  async #race(batch, count) {
    const bySocket = this.#link.request(this.#door.event, batch, SOCKET_WAIT_MS);
    const settled = bySocket.then(() => true, () => false);
    const patience = this.#overtakeAfterMs + (count - 1) * OVERTAKE_MORE_MS;
    const isEarly = await Promise.race([settled, delay(patience).then(() => null)]);
    if (isEarly !== null) return bySocket;
    return firstOf([bySocket, this.#door.post(this.#api, batch)]);
  }
}

/**
 * The first answer; when all fail, the first one's error.
 * @template T
 * @param {Promise<T>[]} ways
 * @returns {Promise<T>}
 */
async function firstOf(ways) {
  try {
    return await Promise.any(ways);
  } catch (error) {
    throw error instanceof AggregateError ? error.errors[0] : error;
  }
}
