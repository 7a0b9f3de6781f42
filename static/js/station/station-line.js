/**
 * The page's line to the station it belongs to, on this machine: events in, commands out.
 * Tells: `event` (each, as in docs/station-page.md), `lost` (code): the station is gone, silent, or
 * does not know this page. It comes back by itself.
 */

import { Emitter } from "../helpers/emitter.js";
import { delay } from "../helpers/timing.js";
import { readLines } from "./lines.js";

const RETRY_AFTER_MS = 500;
/** The station says something every second. */
const SILENT_MS = 3_000;
const COMMAND_WAIT_MS = 15_000;

/** The station said no, or did not answer (`unreachable`). */
export class StationError extends Error {
  /** @param {string} code */
  constructor(code) {
    super(code);
    this.name = "StationError";
    this.code = code;
  }
}

export class StationLine extends Emitter {
  #lane;
  #isClosed = false;

  /** @param {number} lane counted from 1 */
  constructor(lane) {
    super();
    this.#lane = lane;
  }

  /** Listens until closed, through every restart of the station. */
  async open() {
    while (!this.#isClosed) {
      const code = await this.#listen().then(() => "station_lost", codeOf);
      if (this.#isClosed) return;
      this.emit("lost", code);
      await delay(RETRY_AFTER_MS);
    }
  }

  close() {
    this.#isClosed = true;
  }

  /**
   * Throws StationError.
   * @param {string} type
   * @param {Record<string, unknown>} [values]
   * @returns {Promise<any>} the answer of what has one, else null
   */
  async send(type, values = {}) {
    const answer = await this.#reach("command", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ type, lane: this.#lane, ...values }),
      signal: AbortSignal.timeout(COMMAND_WAIT_MS),
    });
    return answer.status === 204 ? null : answer.json();
  }

  /**
   * Throws StationError.
   * @param {number} limit
   * @returns {Promise<any[]>} the latest scans, latest first
   */
  async latestScans(limit) {
    const answer = await this.#reach(`scans?limit=${limit}`, { cache: "no-store" });
    return (await answer.json()).scans;
  }

  /**
   * The lane's newest picture, or null where there is none. Throws StationError.
   * @returns {Promise<Blob | null>}
   */
  async preview() {
    const answer = await this.#reach(`preview/${this.#lane}`, { cache: "no-store" });
    return answer.status === 204 ? null : answer.blob();
  }

  async #listen() {
    const stopper = new AbortController();
    let watch = setTimeout(() => stopper.abort(), SILENT_MS);
    try {
      const path = `events?lane=${this.#lane}`;
      const answer = await this.#reach(path, { signal: stopper.signal, cache: "no-store" });
      for await (const line of readLines(answer.body)) {
        clearTimeout(watch);
        watch = setTimeout(() => stopper.abort(), SILENT_MS);
        this.emit("event", JSON.parse(line));
      }
    } finally {
      clearTimeout(watch);
      stopper.abort();
    }
  }

  /**
   * @param {string} path
   * @param {RequestInit} request
   * @returns {Promise<Response>}
   */
  async #reach(path, request) {
    const answer = await fetch(`/${path}`, request).catch(() => null);
    if (answer === null) throw new StationError("unreachable");
    if (answer.ok) return answer;
    const problem = await answer.json().catch(() => ({}));
    throw new StationError(typeof problem.code === "string" ? problem.code : "unreachable");
  }
}

/**
 * @param {unknown} error
 * @returns {string} the problem to show
 */
function codeOf(error) {
  const code = error instanceof StationError ? error.code : "";
  return code === "page_refused" || code === "lane_unknown" ? code : "station_lost";
}
