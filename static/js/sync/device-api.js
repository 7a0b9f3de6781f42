/**
 * The server's HTTP door for devices: pairing, configuration, time, and scans when there is no
 * socket. Errors come as problem documents (RFC 9457).
 */

import { PROTOCOL_VERSION } from "../domain/messages.js";

/** @typedef {import("../models/wire-types.js").Pairing} Pairing */
/** @typedef {import("../models/wire-types.js").WireConfiguration} WireConfiguration */
/** @typedef {import("../domain/messages.js").Receipt} Receipt */
/** @typedef {import("../domain/messages.js").Scan} Scan */
/** @typedef {{v: number, scans: ReadonlyArray<Scan>}} ScanBatch */
/** @typedef {{v: number, receipts: Receipt[], change_number: number, server_time: number}} ScanAnswer */

const MOST_WAIT_MS = 10_000;
/** The first page after a server's start is sealed while we wait. */
const PAGE_WAIT_MS = 30_000;

/** The server said no, or could not be reached (`code` is then `unreachable`). */
export class ApiError extends Error {
  /**
   * @param {string} code
   * @param {boolean} retryable
   * @param {string} [message]
   */
  constructor(code, retryable, message = code) {
    super(message);
    this.name = "ApiError";
    this.code = code;
    this.retryable = retryable;
  }
}

export class DeviceApi {
  #origin;
  #fetch;
  /** @type {string | null} */
  #token = null;

  /**
   * @param {string} origin
   * @param {typeof fetch} [fetcher]
   */
  constructor(origin, fetcher = (input, init) => fetch(input, init)) {
    this.#origin = origin;
    this.#fetch = fetcher;
  }

  /** @param {string | null} token of the pairing to speak for */
  speakAs(token) {
    this.#token = token;
  }

  /**
   * @param {string} code
   * @returns {Promise<Pairing>}
   */
  pair(code) {
    return this.request("POST", "/api/v1/devices/pair", { v: PROTOCOL_VERSION, code });
  }

  /** @returns {Promise<WireConfiguration>} */
  getConfiguration() {
    return this.request("GET", "/api/v1/device");
  }

  /**
   * @param {number} [mostWaitMs]
   * @returns {Promise<{v: number, server_time: number}>}
   */
  getTime(mostWaitMs = MOST_WAIT_MS) {
    return this.request("GET", "/api/v1/time", undefined, mostWaitMs);
  }

  /**
   * @param {ScanBatch} batch
   * @returns {Promise<ScanAnswer>}
   */
  postScans(batch) {
    return this.request("POST", "/api/v1/scans", batch);
  }

  /**
   * One page of what changed after number `since`.
   * @param {number} since
   * @param {number} limit
   * @param {string | null} [feedId] of the page that number came with
   * @returns {Promise<import("../store/roster-store.js").ChangesPage>}
   */
  getChanges(since, limit, feedId) {
    const feed = feedId ? `&feed=${encodeURIComponent(feedId)}` : "";
    const path = `/api/v1/changes?since=${since}&limit=${limit}${feed}`;
    return this.request("GET", path, undefined, PAGE_WAIT_MS);
  }

  /**
   * @param {Record<string, unknown>} message see docs/protocol.md, "Undo"
   * @returns {Promise<any>}
   */
  postUndo(message) {
    return this.request("POST", "/api/v1/undos", message);
  }

  /**
   * Any question to the server, as this device. Throws ApiError.
   * @param {string} method
   * @param {string} path
   * @param {unknown} [message]
   * @param {number} [mostWaitMs]
   * @returns {Promise<any>}
   */
  async request(method, path, message, mostWaitMs = MOST_WAIT_MS) {
    const request = {
      method,
      headers: this.#headers(message !== undefined),
      signal: AbortSignal.timeout(mostWaitMs),
      cache: /** @type {const} */ ("no-store"),
      ...(message === undefined ? {} : { body: JSON.stringify(message) }),
    };
    const response = await this.#reach(path, request);
    if (!response.ok) throw await readProblem(response);
    return response.json();
  }

  /**
   * @param {string} path
   * @param {RequestInit} request
   * @returns {Promise<Response>}
   */
  async #reach(path, request) {
    try {
      return await this.#fetch(this.#origin + path, request);
    } catch (error) {
      throw new ApiError("unreachable", true, String(error));
    }
  }

  /**
   * @param {boolean} hasMessage
   * @returns {Record<string, string>}
   */
  #headers(hasMessage) {
    return {
      Accept: "application/json",
      ...(hasMessage ? { "Content-Type": "application/json" } : {}),
      ...(this.#token === null ? {} : { Authorization: `Device ${this.#token}` }),
    };
  }
}

/**
 * @param {Response} response
 * @returns {Promise<ApiError>}
 */
async function readProblem(response) {
  const problem = await response.json().catch(() => ({}));
  const code = typeof problem.code === "string" ? problem.code : `http_${response.status}`;
  const retryable = problem.retryable ?? response.status >= 500;
  return new ApiError(code, Boolean(retryable), problem.detail ?? problem.title ?? code);
}
