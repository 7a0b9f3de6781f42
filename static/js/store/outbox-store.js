/**
 * The scans this device made and the server has not yet answered for. Nothing leaves but by
 * receipt; what the server can never take is parked, counted and kept.
 */

import { OUTBOX, SETTINGS, STRICT, StorageError } from "./database.js";

/** @typedef {import("../domain/messages.js").Scan} Scan */
/** @typedef {{waiting: number, parked: number, elsewhere: number}} OutboxCounts */
/**
 * @typedef {{
 *   scan_id: string,
 *   device_id: string,
 *   device_seq: number,
 *   status: "waiting" | "parked",
 *   reason: string | null,
 *   scan: Scan,
 * }} OutboxRow
 */

const WAITING = "waiting";
const PARKED = "parked";
const LAST_SCAN_ID = "last_scan_id";

export class OutboxStore {
  #database;
  #deviceId;

  /**
   * @param {import("./database.js").KioskDatabase} database
   * @param {string} deviceId the pairing whose scans this is about
   */
  constructor(database, deviceId) {
    this.#database = database;
    this.#deviceId = deviceId;
  }

  /**
   * Gives a scan the next number of this device and keeps it, both or neither, safe from a power
   * cut when the promise resolves. `compose` gets the number and the last scan's id and must
   * answer at once. Throws StorageError; then no number was used.
   * @param {(deviceSeq: number, lastScanId: string | null) => Scan} compose
   * @returns {Promise<Scan>}
   */
  async add(compose) {
    try {
      return await this.#add(compose);
    } catch (error) {
      throw new StorageError(error);
    }
  }

  /**
   * @param {(deviceSeq: number, lastScanId: string | null) => Scan} compose
   * @returns {Promise<Scan>}
   */
  async #add(compose) {
    const transaction = this.#database.transaction([OUTBOX, SETTINGS], "readwrite", STRICT);
    const settings = transaction.objectStore(SETTINGS);
    const counter = `device_seq ${this.#deviceId}`;
    const [used, lastScanId] = await Promise.all([
      settings.get(counter),
      settings.get(LAST_SCAN_ID),
    ]);
    const scan = compose((used ?? 0) + 1, lastScanId ?? null);
    await Promise.all([
      settings.put(scan.device_seq, counter),
      settings.put(scan.scan_id, LAST_SCAN_ID),
      transaction.objectStore(OUTBOX).add(this.#row(scan)),
      transaction.done,
    ]);
    return scan;
  }

  /**
   * The oldest scans not yet answered for, in the order they were made.
   * @param {number} limit
   * @returns {Promise<Scan[]>}
   */
  async oldest(limit) {
    const rows = await this.#database.getAllFromIndex(
      OUTBOX, "by_turn", this.#range(WAITING), limit,
    );
    return rows.map((row) => row.scan);
  }

  /**
   * The server has taken this scan for good.
   * @param {string} scanId
   * @returns {Promise<void>}
   */
  async markAccepted(scanId) {
    await this.#database.delete(OUTBOX, scanId);
  }

  /**
   * The server can never take this scan: keep it where a person can see it.
   * @param {string} scanId
   * @param {string} reason
   * @returns {Promise<void>}
   */
  async park(scanId, reason) {
    const transaction = this.#database.transaction(OUTBOX, "readwrite", STRICT);
    const row = await transaction.store.get(scanId);
    if (row !== undefined) await transaction.store.put({ ...row, status: PARKED, reason });
    await transaction.done;
  }

  /**
   * How many wait, how many are parked, and how many another pairing of this tablet left behind.
   * @returns {Promise<OutboxCounts>}
   */
  async count() {
    const transaction = this.#database.transaction(OUTBOX);
    const turns = transaction.store.index("by_turn");
    const [waiting, parked, all] = await Promise.all([
      turns.count(this.#range(WAITING)),
      turns.count(this.#range(PARKED)),
      transaction.store.count(),
    ]);
    return { waiting, parked, elsewhere: all - waiting - parked };
  }

  /**
   * @param {string} status
   * @returns {IDBKeyRange}
   */
  #range(status) {
    return IDBKeyRange.bound([this.#deviceId, status], [this.#deviceId, status, []]);
  }

  /**
   * @param {Scan} scan
   * @returns {OutboxRow}
   */
  #row(scan) {
    return {
      scan_id: scan.scan_id,
      device_id: this.#deviceId,
      device_seq: scan.device_seq,
      status: WAITING,
      reason: null,
      scan,
    };
  }
}
