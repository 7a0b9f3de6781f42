/**
 * The scans this device made. They wait until the server has answered for them, and are then kept
 * for two days more, in case the server loses what it had. What the server can never take is
 * parked, counted and kept.
 */

import { OUTBOX, SETTINGS, STRICT, StorageError } from "./database.js";
import { DecideTimes } from "./decide-times.js";
import {
  ACCEPTED, countUnknown, idOf, PARKED, reopenRow, settleRow, toCheckIn, WAITING,
} from "./outbox-rows.js";

/** @typedef {import("../domain/messages.js").Scan} Scan */
/** @typedef {import("../domain/messages.js").Receipt} Receipt */
/** @typedef {import("./outbox-rows.js").OwnCheckIn} OwnCheckIn */
/**
 * `oldestAt` is when the oldest scan that waits was made, by this device's clock; `undos` how many
 * undos wait.
 * @typedef {{
 *   waiting: number, parked: number, elsewhere: number, oldestAt: number | null, undos?: number,
 * }} OutboxCounts
 */
/** @typedef {import("./outbox-rows.js").Person} Person */
/** @typedef {import("./outbox-rows.js").OutboxRow} OutboxRow */

export const KEPT_MS = 48 * 3_600_000;
const LAST_SCAN_ID = "last_scan_id";

export class OutboxStore {
  decideTimes = new DecideTimes();
  #database;
  #deviceId;
  #now;

  /**
   * @param {import("./database.js").KioskDatabase} database
   * @param {string} deviceId the pairing whose scans this is about
   * @param {() => number} [now]
   */
  constructor(database, deviceId, now = Date.now) {
    this.#database = database;
    this.#deviceId = deviceId;
    this.#now = now;
  }

  /**
   * Gives a scan the next number of this device and keeps it, both or neither, safe from a power
   * cut when the promise resolves. `compose` gets the number and the last scan's id and must
   * answer at once. Throws StorageError; then no number was used.
   * @param {(deviceSeq: number, lastScanId: string | null) => Scan} compose
   * @param {Person | null} [person] who passes by this scan, as this device sees it
   * @returns {Promise<Scan>}
   */
  async add(compose, person = null) {
    try {
      return await this.#add(compose, person);
    } catch (error) {
      throw new StorageError(error);
    }
  }

  /**
   * @param {(deviceSeq: number, lastScanId: string | null) => Scan} compose
   * @param {Person | null} person
   * @returns {Promise<Scan>}
   */
  async #add(compose, person) {
    const transaction = this.#database.transaction([OUTBOX, SETTINGS], "readwrite", STRICT);
    const settings = transaction.objectStore(SETTINGS);
    const [used, lastScanId] = await Promise.all([
      settings.get(this.#counter),
      settings.get(LAST_SCAN_ID),
    ]);
    const scan = compose((used ?? 0) + 1, lastScanId ?? null);
    await Promise.all([
      settings.put(scan.device_seq, this.#counter),
      settings.put(idOf(scan), LAST_SCAN_ID),
      transaction.objectStore(OUTBOX).add(this.#row(scan, person)),
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
    return rows.map((row) => this.decideTimes.fillIn(row.scan));
  }

  /**
   * The server's last word on many scans at once: taken ones are kept for a while, those it can
   * never take are parked.
   * @param {Receipt[]} receipts
   * @returns {Promise<void>}
   */
  async settle(receipts) {
    const { store, done } = this.#database.transaction(OUTBOX, "readwrite");
    const settle = async (/** @type {Receipt} */ receipt) => {
      const row = await store.get(idOf(receipt));
      if (row !== undefined) await store.put(settleRow(row, receipt, this.#now()));
    };
    await Promise.all([...receipts.map(settle), done]);
  }

  /**
   * The server has lost these numbers: what is still here of them waits to be sent again.
   * @param {ReadonlyArray<readonly [number, number]>} ranges first and last number of each
   * @returns {Promise<number>} how many
   */
  async resend(ranges) {
    const { store, done } = this.#database.transaction(OUTBOX, "readwrite", STRICT);
    const found = await Promise.all(ranges.map(([from, to]) =>
      store.index("by_number").getAll(
        IDBKeyRange.bound([this.#deviceId, from], [this.#deviceId, to]),
      )));
    const lost = found.flat().filter((row) => row.status === ACCEPTED);
    await Promise.all([...lost.map((row) => store.put(reopenRow(row))), done]);
    return lost.length;
  }

  /** Lets go of what the server has had for two days. */
  async forgetSettled() {
    const { store, done } = this.#database.transaction(OUTBOX, "readwrite");
    const due = IDBKeyRange.upperBound(this.#now() - KEPT_MS);
    const keys = await store.index("by_settled").getAllKeys(due);
    await Promise.all([...keys.map((key) => store.delete(key)), done]);
  }

  /** @returns {Promise<number>} the highest number this device has given to a scan */
  async lastSeq() {
    return (await this.#database.get(SETTINGS, this.#counter)) ?? 0;
  }

  /**
   * The entries and exits of somebody that this device made, each with its change number once the
   * server has it.
   * @param {Person} person
   * @returns {Promise<OwnCheckIn[]>}
   */
  async checkInsOf(person) {
    const rows = await this.#database.getAllFromIndex(OUTBOX, "by_person", [...person]);
    return rows.map(({ scan, change_number: number, undo }) => ({
      checkIn: toCheckIn(scan), number, ...(undo && { undo }),
    }));
  }

  /**
   * @param {string} listId
   * @returns {Promise<number>} entries less exits that the server has not counted yet, and less
   *   those taken back that it still counts
   */
  async countUnknown(listId) {
    const range = IDBKeyRange.bound([listId], [listId, []]);
    const rows = await this.#database.getAllFromIndex(OUTBOX, "by_person", range);
    return rows.reduce((sum, row) => sum + countUnknown(row), 0);
  }

  /**
   * The latest scans of this device, latest first.
   * @param {number} limit
   * @returns {Promise<OutboxRow[]>}
   */
  async latest(limit) {
    const last = await this.lastSeq();
    const range = IDBKeyRange.bound([this.#deviceId, last - limit + 1], [this.#deviceId, last]);
    return (await this.#database.getAllFromIndex(OUTBOX, "by_number", range)).reverse();
  }

  /**
   * What is parked, oldest first.
   * @param {number} limit
   * @returns {Promise<OutboxRow[]>}
   */
  parkedRows(limit) {
    return this.#database.getAllFromIndex(OUTBOX, "by_turn", this.#range(PARKED), limit);
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
   * How many wait and since when, how many are parked, and how many another pairing of this tablet
   * left behind.
   * @returns {Promise<OutboxCounts>}
   */
  async count() {
    const { store } = this.#database.transaction(OUTBOX);
    const turns = store.index("by_turn");
    const [waiting, parked, settled, all, oldest] = await Promise.all([
      turns.count(this.#range(WAITING)),
      turns.count(this.#range(PARKED)),
      store.index("by_settled").count(),
      store.count(),
      turns.get(this.#range(WAITING)),
    ]);
    const elsewhere = all - settled - waiting - parked;
    return { waiting, parked, elsewhere, oldestAt: oldest?.scan.device_time ?? null };
  }

  get #counter() {
    return `device_seq ${this.#deviceId}`;
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
   * @param {Person | null} person
   * @returns {OutboxRow}
   */
  #row(scan, person) {
    return {
      scan_id: idOf(scan),
      device_id: this.#deviceId,
      device_seq: scan.device_seq,
      status: WAITING,
      reason: null,
      scan,
      verdict: null,
      change_number: null,
      ...(person === null ? {} : { person }),
    };
  }
}
