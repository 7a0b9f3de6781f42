/** The station's last scans for staff's list: a Ledger (models/kiosk-device.js). */

/** @typedef {import("../store/outbox-store.js").OutboxRow} OutboxRow */
/**
 * `at` is by the server's clock.
 * @typedef {{
 *   scan_id: string, at: number, verdict: string | null, status: string, reason: string | null,
 *   direction?: "entry" | "exit", undo_status?: string | null, undo_code?: string | null,
 * }} LatestScan
 */

const PARKED = "parked";

export class StationLedger {
  #line;
  outbox = {
    latest: (/** @type {number} */ limit) => this.#list(limit, false),
    parkedRows: (/** @type {number} */ limit) => this.#list(limit, true),
  };

  /** @param {import("./station-line.js").StationLine} line */
  constructor(line) {
    this.#line = line;
  }

  /**
   * `waiting` while the server has not heard of it. Throws StationError with the server's code.
   * @param {string} scanId
   * @param {string} reason
   */
  async undo(scanId, reason) {
    return (await this.#line.send("undo", { scan_id: scanId, reason })).status;
  }

  /**
   * @param {number} limit
   * @param {boolean} isParked
   * @returns {Promise<OutboxRow[]>}
   */
  async #list(limit, isParked) {
    /** @type {LatestScan[]} */
    const scans = await this.#line.latestScans(limit);
    return scans.filter(({ status }) => (status === PARKED) === isParked).map(toRow);
  }
}

/**
 * What the list reads of an outbox row; the rest stays with the station.
 * @param {LatestScan} latest
 * @returns {OutboxRow}
 */
function toRow(latest) {
  const { scan_id: scanId, at, verdict, status, reason, direction } = latest;
  const scan = {
    scan_id: scanId,
    device_time: at,
    clock_offset_ms: 0,
    direction: direction ?? "entry",
    local_verdict: verdict,
  };
  const { undo_status: undoStatus, undo_code: code } = latest;
  const undo = undoStatus ? { undo: { status: undoStatus, number: null, code } } : {};
  return /** @type {any} */ ({ scan, status, reason, verdict, ...undo });
}
