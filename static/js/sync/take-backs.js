/**
 * Passages that staff takes back: kept first, then sent, again and again until the server answers.
 * Tells: `refused` ({scanId, code}).
 */

import { Emitter } from "../helpers/emitter.js";
import { delay } from "../helpers/timing.js";
import { UndoStore } from "../store/undo-store.js";
import { DEVICE_ERRORS } from "./sync-engine.js";
import { makeUndo } from "./undo-message.js";

/** @typedef {import("../store/undo-store.js").UndoMessage} UndoMessage */

const WAIT_MS = 5_000;
const STAFF_WAITS_MS = 2_500;
/** Of what somebody else took back, the number is not known: the server's word has it already. */
const KNOWN_LONG_AGO = 0;

export class TakeBacks extends Emitter {
  #store;
  #link;
  #api;
  #offsetMs;
  #isNudged = false;
  /** Nothing is read for every scan while there is nothing to send. */
  #mayWait = true;
  /** @type {Promise<void> | null} */
  #sending = null;

  /**
   * @param {{
   *   database: import("../store/database.js").KioskDatabase,
   *   deviceId: string,
   *   link: Pick<import("./device-link.js").DeviceLink, "isConnected" | "request">,
   *   api: Pick<import("./device-api.js").DeviceApi, "postUndo">,
   *   offsetMs: () => number,
   * }} parts
   */
  constructor({ database, deviceId, link, api, offsetMs }) {
    super();
    this.#store = new UndoStore(database, deviceId);
    this.#link = link;
    this.#api = api;
    this.#offsetMs = offsetMs;
  }

  /**
   * Durable when it resolves; `waiting` while the server has not heard of it.
   * Throws StorageError, and an error with the server's `code` when it says no at once.
   * @param {string} scanId
   * @param {string} reason
   * @returns {Promise<"waiting" | "accepted">}
   */
  async undo(scanId, reason) {
    const message = makeUndo(scanId, reason, this.#offsetMs());
    await this.#store.add(message);
    this.#mayWait = true;
    await Promise.race([this.send(), delay(STAFF_WAITS_MS)]);
    const kept = await this.#store.find(message.undo_id);
    if (kept?.status === "refused") throw Object.assign(new Error("refused"), { code: kept.code });
    return kept?.status ?? "waiting";
  }

  /** Sends what is due. A call while one is under way makes it look once more at the end. */
  send() {
    this.#isNudged = true;
    this.#sending ??= this.#sendWhileNudged().finally(() => (this.#sending = null));
    return this.#sending;
  }

  /**
   * Before scans are sent: what was taken back goes first, as far as its own scan has gone.
   * @returns {Promise<number>} the highest number of a scan that may be sent now
   */
  async clearTheWay() {
    if (!this.#mayWait) return Infinity;
    await this.send();
    const limit = await this.#store.lastBefore();
    this.#mayWait = limit !== Infinity;
    // What cannot be sent though its turn has come holds up nobody.
    return (await this.#store.due()).length > 0 ? Infinity : limit;
  }

  countWaiting() {
    return this.#store.countWaiting();
  }

  tidy() {
    return this.#store.forgetSettled();
  }

  async #sendWhileNudged() {
    try {
      while (this.#isNudged) {
        this.#isNudged = false;
        for (const message of await this.#store.due()) await this.#sendOne(message);
      }
    } catch (error) {
      console.warn("an undo waits", error); // it is sent with the next sign of the server
    }
  }

  /** @param {UndoMessage} message */
  async #sendOne(message) {
    try {
      const { change_number: number } = await this.#post(message);
      await this.#store.settle(message.undo_id, { status: "accepted", number, code: null });
    } catch (error) {
      await this.#onFailure(message, /** @type {{code?: string, retryable?: boolean}} */ (error));
    }
  }

  /** @param {UndoMessage} message */
  #post(message) {
    if (this.#link.isConnected) return this.#link.request("undo", message, WAIT_MS);
    return this.#api.postUndo(message);
  }

  /**
   * @param {UndoMessage} message
   * @param {{code?: string, retryable?: boolean}} error
   */
  async #onFailure(message, error) {
    const { code, retryable = true } = error;
    if (code === undefined || retryable || DEVICE_ERRORS.includes(code)) throw error;
    const isDone = code === "scan_undone";
    await this.#store.settle(
      message.undo_id,
      isDone
        ? { status: "accepted", number: KNOWN_LONG_AGO, code: null }
        : { status: "refused", number: null, code },
    );
    if (!isDone) this.emit("refused", { scanId: message.scan_id, code });
  }
}
