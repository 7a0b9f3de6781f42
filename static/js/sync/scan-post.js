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

export class ScanPost {
  #link;
  #api;
  #overtakeAfterMs;

  /**
   * @param {Pick<import("./device-link.js").DeviceLink, "isConnected" | "request">} link
   * @param {Pick<import("./device-api.js").DeviceApi, "postScans">} api
   * @param {number} [overtakeAfterMs]
   */
  constructor(link, api, overtakeAfterMs = OVERTAKE_AFTER_MS) {
    this.#link = link;
    this.#api = api;
    this.#overtakeAfterMs = overtakeAfterMs;
  }

  /**
   * Throws ApiError when neither way answered.
   * @param {Scan[]} scans
   * @returns {Promise<Receipt[]>}
   */
  async send(scans) {
    const batch = makeScanBatch(scans);
    const answer = this.#link.isConnected
      ? await this.#race(batch)
      : await this.#api.postScans(batch);
    return answer.receipts;
  }

  /**
   * @param {import("./device-api.js").ScanBatch} batch
   * @returns {Promise<import("./device-api.js").ScanAnswer>}
   */
  async #race(batch) {
    const bySocket = this.#link.request("scans", batch, SOCKET_WAIT_MS);
    const settled = bySocket.then(() => true, () => false);
    const patience = this.#overtakeAfterMs + (batch.scans.length - 1) * OVERTAKE_MORE_MS;
    const isEarly = await Promise.race([settled, delay(patience).then(() => null)]);
    if (isEarly !== null) return bySocket;
    return firstOf([bySocket, this.#api.postScans(batch)]);
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
