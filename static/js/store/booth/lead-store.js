/**
 * The leads this phone keeps: the team's, as the feed tells them, and its own facts with what it
 * knew when it made them. The outbox is what nothing may be lost from; this is what is shown.
 * Tells: `leads` (rows of a page), `withdrawn` (own captures that had to forget somebody).
 */

import { Emitter } from "../../helpers/emitter.js";
import { StorageError } from "../database.js";
import { CAPTURES, EDITS, FEED_STATE, LEADS } from "./booth-database.js";

/** @typedef {import("../../models/booth/lead-card.js").OwnCapture} OwnCapture */
/** @typedef {import("../../models/booth/lead-card.js").OwnEdit} OwnEdit */
/** @typedef {{since: number, to: number, more: boolean, leads: any[]}} LeadPage */

const STATE = "state";
const GONE = "withdrawn";

export class LeadStore extends Emitter {
  #database;

  /** @param {import("../database.js").KioskDatabase} database */
  constructor(database) {
    super();
    this.#database = database;
  }

  /** @returns {Promise<{captures: OwnCapture[], edits: OwnEdit[], leads: any[]}>} everything */
  async load() {
    const [captures, edits, leads] = await Promise.all(
      [CAPTURES, EDITS, LEADS].map((name) => this.#database.getAll(name)),
    );
    return { captures: captures ?? [], edits: edits ?? [], leads: leads ?? [] };
  }

  /**
   * Throws StorageError.
   * @param {OwnCapture} capture
   */
  putCapture(capture) {
    return this.#put(CAPTURES, capture);
  }

  /**
   * Throws StorageError.
   * @param {OwnEdit} edit
   */
  putEdit(edit) {
    return this.#put(EDITS, edit);
  }

  /** Where the feed stands; shaped as RosterSync wants it. @returns {Promise<any>} */
  async state() {
    const cursor = (await this.#database.get(FEED_STATE, STATE)) ?? 0;
    return { cursor, isComplete: true };
  }

  /**
   * Takes a page of the feed, or nothing of it. Throws StorageError.
   * @param {LeadPage} page
   * @returns {Promise<any>} the state after it
   */
  async takePage(page) {
    try {
      const forgotten = await this.#write(page);
      this.emit("leads", page.leads);
      if (forgotten.length > 0) this.emit("withdrawn", forgotten);
    } catch (error) {
      throw new StorageError(error);
    }
    return this.state();
  }

  /** The phone leaves the team: keep nobody. */
  async clear() {
    const names = [CAPTURES, EDITS, LEADS, FEED_STATE];
    const transaction = this.#database.transaction(names, "readwrite");
    await Promise.all([...names.map((name) => transaction.objectStore(name).clear()), transaction.done]);
  }

  /**
   * @param {LeadPage} page
   * @returns {Promise<OwnCapture[]>}
   */
  async #write({ since, to, leads }) {
    const names = [CAPTURES, LEADS, FEED_STATE];
    const transaction = this.#database.transaction(names, "readwrite");
    const store = transaction.objectStore(LEADS);
    if (since === 0) await store.clear();
    const forgotten = await forget(transaction.objectStore(CAPTURES), leads);
    await Promise.all([
      ...leads.map((lead) => store.put(lead)),
      transaction.objectStore(FEED_STATE).put(to, STATE),
      transaction.done,
    ]);
    return forgotten;
  }

  /**
   * @param {string} name
   * @param {unknown} row
   */
  async #put(name, row) {
    try {
      await this.#database.put(name, row);
    } catch (error) {
      throw new StorageError(error);
    }
  }
}

/**
 * What a visitor took back leaves this phone's own captures too.
 * @param {any} store of captures
 * @param {any[]} leads
 * @returns {Promise<OwnCapture[]>}
 */
async function forget(store, leads) {
  const gone = leads.filter(({ state }) => state === GONE);
  if (gone.length === 0) return [];
  const ids = new Set(gone.flatMap(({ lead_id, attendee_id }) => [lead_id, attendee_id]));
  const captures = /** @type {OwnCapture[]} */ (await store.getAll());
  const theirs = captures
    .filter(({ lead_id, found }) => ids.has(lead_id) || ids.has(found?.attendeeId))
    .map((capture) => ({ ...capture, found: capture.found && { ...capture.found, contact: null } }));
  await Promise.all(theirs.map((capture) => store.put(capture)));
  return theirs;
}
