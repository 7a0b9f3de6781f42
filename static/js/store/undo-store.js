/**
 * What staff took back at this device: facts of their own, kept until the server has answered, and
 * two days more in case it loses what it had. The scan's row in the outbox says what became of it.
 */

import { OUTBOX, STRICT, StorageError, UNDOS } from "./database.js";
import { ACCEPTED, WAITING } from "./outbox-rows.js";
import { KEPT_MS, OutboxStore } from "./outbox-store.js";

/** @typedef {import("./outbox-rows.js").OutboxRow} OutboxRow */
/** @typedef {import("./outbox-rows.js").UndoState} UndoState */
/**
 * As on the wire.
 * @typedef {{
 *   v: number, undo_id: string, scan_id: string, reason: string,
 *   device_time: number, clock_offset_ms: number,
 * }} UndoMessage
 */
/**
 * @typedef {UndoState & {
 *   undo_id: string, device_id: string, scan_id: string, message: UndoMessage, settled_at: number,
 *   after_seq: number,
 * }} UndoRow `after_seq` is the number of the last scan that was made before it
 */

const STORES = [UNDOS, OUTBOX];

export class UndoStore {
  #database;
  #deviceId;
  #now;

  /**
   * @param {import("./database.js").KioskDatabase} database
   * @param {string} deviceId the pairing whose undos this is about
   * @param {() => number} [now]
   */
  constructor(database, deviceId, now = Date.now) {
    this.#database = database;
    this.#deviceId = deviceId;
    this.#now = now;
  }

  /**
   * Keeps it, safe from a power cut when the promise resolves; the scan counts no more.
   * Throws StorageError.
   * @param {UndoMessage} message
   * @returns {Promise<void>}
   */
  async add(message) {
    const { undo_id, scan_id } = message;
    const row = { undo_id, device_id: this.#deviceId, scan_id, message, settled_at: 0 };
    try {
      const outbox = new OutboxStore(this.#database, this.#deviceId);
      const kept = { ...row, after_seq: await outbox.lastSeq() };
      await this.#write({ ...kept, status: WAITING, number: null, code: null });
    } catch (error) {
      throw new StorageError(error);
    }
  }

  /**
   * What the server has to hear now, in the order it was made: an undo follows its scan, and follows
   * it again where the server had lost both.
   * @returns {Promise<UndoMessage[]>}
   */
  async due() {
    const rows = await this.#rows();
    const scans = await Promise.all(rows.map((row) => this.#database.get(OUTBOX, row.scan_id)));
    return rows.filter((row, place) => isDue(row, scans[place])).map((row) => row.message);
  }

  /**
   * Who came again after a passage was taken back is let in by that: the server must hear it first.
   * @returns {Promise<number>} the highest number of a scan that may be sent before what waits
   */
  async lastBefore() {
    const waiting = (await this.#rows()).filter((row) => row.status === WAITING);
    return Math.min(Infinity, ...waiting.map((row) => row.after_seq));
  }

  /** @returns {Promise<number>} how many the server has not answered for */
  async countWaiting() {
    return (await this.#rows()).filter((row) => row.status === WAITING).length;
  }

  /**
   * The server's answer.
   * @param {string} undoId
   * @param {UndoState} state
   * @returns {Promise<void>}
   */
  async settle(undoId, state) {
    const row = await this.#database.get(UNDOS, undoId);
    if (row !== undefined) await this.#write({ ...row, ...state, settled_at: this.#now() });
  }

  /**
   * @param {string} undoId
   * @returns {Promise<UndoRow | null>}
   */
  async find(undoId) {
    return (await this.#database.get(UNDOS, undoId)) ?? null;
  }

  /** Lets go of what was settled two days ago. */
  async forgetSettled() {
    const due = this.#now() - KEPT_MS;
    const old = (await this.#rows()).filter((row) => row.status !== WAITING && row.settled_at <= due);
    await Promise.all(old.map((row) => this.#database.delete(UNDOS, row.undo_id)));
  }

  /** @returns {Promise<UndoRow[]>} oldest first, as their ids are */
  async #rows() {
    const rows = await this.#database.getAll(UNDOS);
    return rows.filter((row) => row.device_id === this.#deviceId);
  }

  /** @param {UndoRow} row */
  async #write(row) {
    const transaction = this.#database.transaction(STORES, "readwrite", STRICT);
    const outbox = transaction.objectStore(OUTBOX);
    const [scan] = await Promise.all([
      outbox.get(row.scan_id),
      transaction.objectStore(UNDOS).put(row),
    ]);
    const { status, number, code } = row;
    if (scan !== undefined) await outbox.put({ ...scan, undo: { status, number, code } });
    await transaction.done;
  }
}

/**
 * @param {UndoRow} row
 * @param {OutboxRow | undefined} scan
 * @returns {boolean}
 */
function isDue(row, scan) {
  if (scan?.status === WAITING) return false; // the scan goes first
  if (row.status === WAITING) return true;
  const wasSentAgain = (scan?.settled_at ?? 0) > row.settled_at;
  return row.status === ACCEPTED && wasSentAgain;
}
