/**
 * What this device knows of the edition's badges: sealed entries that only a badge opens, and who
 * is inside. It follows the server by change number, page by page; a page is taken whole or not at
 * all.
 */

import { entryFingerprint, formatDigest } from "../domain/sealed-roster.js";
import { NEVER_SEEN } from "../domain/presence.js";
import { PRESENCE, ROSTER, ROSTER_STATE, StorageError } from "./database.js";
import { addRows, EMPTY_SUM, sumUp } from "./roster-sum.js";

/** @typedef {import("../domain/presence.js").Presence} Presence */
/** @typedef {{i: string, s: string, n: number}} SealedRow */
/**
 * @typedef {{
 *   l: string, a: string, i: boolean, e: number, x: number,
 *   ea: number | null, eg: string | null, la: number | null, n: number,
 * }} PresenceRow
 */
/**
 * A page of `GET /api/v1/changes`.
 * @typedef {{
 *   v: number,
 *   server_time: number,
 *   feed?: string,
 *   since: number,
 *   to: number,
 *   more: boolean,
 *   badges: SealedRow[],
 *   presence: PresenceRow[],
 *   roster?: {count: number, badges?: number, digest: string},
 * }} ChangesPage
 */
/**
 * `cursor` is a change number of the feed `feedId`; `count` and (once the last page has
 * come) `fingerprint` are of the entries held, `badges` is of how many badges they are; `isComplete`
 * once they were found to be the server's; `checkedAt` (server's time) is when that was last so.
 * @typedef {{
 *   eventId: string,
 *   feedId: string | null,
 *   cursor: number,
 *   count: number,
 *   badges: number | null,
 *   fingerprint: bigint,
 *   isComplete: boolean,
 *   checkedAt: number | null,
 * }} RosterState
 */

/** @typedef {Map<string, SealedRow & {f: bigint}>} Badges by index, with their fingerprints */
/**
 * @typedef {import("../../vendor/idb/build/index.js").IDBPTransaction<
 *   unknown, string[], "readwrite"
 * >} RosterTransaction
 */

const STATE = "state";
const ROWS_AT_ONCE = 200;
const STORES = [ROSTER, PRESENCE, ROSTER_STATE];

export class RosterStore {
  #database;
  #eventId;

  /**
   * @param {import("./database.js").KioskDatabase} database
   * @param {string} eventId the edition; the roster of another one counts as none
   */
  constructor(database, eventId) {
    this.#database = database;
    this.#eventId = eventId;
  }

  /** @returns {Promise<RosterState>} */
  async state() {
    return this.#mine(await this.#database.get(ROSTER_STATE, STATE));
  }

  /**
   * Takes a page, or nothing of it when this fails. A page that starts from nothing replaces all.
   * Throws StorageError.
   * @param {ChangesPage} page
   * @returns {Promise<RosterState>} after the page
   */
  async takePage(page) {
    const badges = await addFingerprints(page.badges);
    try {
      return await this.#write(page, badges);
    } catch (error) {
      throw new StorageError(error);
    }
  }

  /**
   * @param {string} index
   * @returns {Promise<string | null>} the sealed entry
   */
  async findSealed(index) {
    return (await this.#database.get(ROSTER, index))?.s ?? null;
  }

  /**
   * Where an attendee is by the server's last word, and the change number of that word.
   * @param {string} listId
   * @param {string} attendeeId
   * @returns {Promise<{presence: Presence, number: number}>}
   */
  async findPresence(listId, attendeeId) {
    /** @type {PresenceRow | undefined} */
    const row = await this.#database.get(PRESENCE, [listId, attendeeId]);
    if (row === undefined) return { presence: NEVER_SEEN, number: -1 };
    const presence = {
      isInside: row.i,
      entryCount: row.e,
      exitCount: row.x,
      enteredAt: row.ea,
      enteredGateId: row.eg,
      lastAt: row.la,
    };
    return { presence, number: row.n };
  }

  /**
   * @param {string} listId
   * @returns {Promise<number>} how many are inside by the server's last word
   */
  countInside(listId) {
    return this.#database.countFromIndex(PRESENCE, "by_inside", [listId, 1]);
  }

  /** Forgets everything, for a device that has no business with it any more. */
  async clear() {
    const transaction = this.#database.transaction(STORES, "readwrite");
    await Promise.all([...STORES.map((name) => transaction.objectStore(name).clear()), transaction.done]);
  }

  /**
   * @param {ChangesPage} page
   * @param {Badges} badges
   * @returns {Promise<RosterState>}
   */
  async #write(page, badges) {
    const transaction = this.#database.transaction(STORES, "readwrite");
    try {
      const after = await this.#fill(transaction, page, badges);
      await transaction.done;
      return after;
    } catch (error) {
      transaction.done.catch(() => {}); // told already
      if (transaction.error === null) transaction.abort();
      throw error;
    }
  }

  /**
   * @param {RosterTransaction} transaction
   * @param {ChangesPage} page
   * @param {Badges} badges
   * @returns {Promise<RosterState>}
   */
  async #fill(transaction, page, badges) {
    const roster = transaction.objectStore(ROSTER);
    const presence = transaction.objectStore(PRESENCE);
    const states = transaction.objectStore(ROSTER_STATE);
    if (page.since === 0) await Promise.all([roster, presence, states].map((s) => s.clear()));
    const before = this.#mine(await states.get(STATE));
    const rows = [...badges.values()];
    const replaced = before.isComplete ? await Promise.all(rows.map(({ i }) => roster.get(i))) : null;
    const inside = page.presence.map((row) => ({ ...row, inside: row.i ? 1 : 0 }));
    await putAll(roster, rows);
    await putAll(presence, inside);
    const sum = replaced ? addRows(before, rows, replaced) : await sumAtEnd(page, roster);
    const after = advance(before, page, sum);
    await states.put(after, STATE);
    return after;
  }

  /**
   * @param {RosterState | undefined} state
   * @returns {RosterState}
   */
  #mine(state) {
    if (state?.eventId === this.#eventId) return state;
    return {
      eventId: this.#eventId,
      feedId: null,
      cursor: 0,
      ...EMPTY_SUM,
      badges: null,
      isComplete: false,
      checkedAt: null,
    };
  }
}

/**
 * Hashing waits, and a database transaction does not wait for it: so this comes first.
 * @param {SealedRow[]} badges
 * @returns {Promise<Badges>} of two rows with one index the later
 */
async function addFingerprints(badges) {
  const rows = await Promise.all(
    badges.map(async (row) => ({ ...row, f: await entryFingerprint(row.i, row.s) })),
  );
  return new Map(rows.map((row) => [row.i, row]));
}

/**
 * Some at a time, so that the page can draw and read badges in between.
 * @param {{put: (row: any) => Promise<unknown>}} store
 * @param {unknown[]} rows
 */
async function putAll(store, rows) {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    await Promise.all(rows.slice(start, start + ROWS_AT_ONCE).map(async (row) => store.put(row)));
  }
}

/**
 * While a roster fills, looking up what each row replaces would double the work: the fingerprint is
 * made when the last page is in.
 * @param {ChangesPage} page
 * @param {Parameters<typeof sumUp>[0] & {count: () => Promise<number>}} roster
 * @returns {Promise<import("./roster-sum.js").RosterSum>}
 */
async function sumAtEnd(page, roster) {
  if (page.roster !== undefined) return sumUp(roster);
  return { ...EMPTY_SUM, count: await roster.count() };
}

/**
 * A roster once complete stays good to judge by while it catches up; only the last page can show
 * that it is not what the server has.
 * @param {RosterState} before
 * @param {ChangesPage} page
 * @param {import("./roster-sum.js").RosterSum} held
 * @returns {RosterState}
 */
function advance(before, page, held) {
  const state = { ...before, ...held, cursor: page.to, feedId: page.feed ?? null };
  if (page.roster === undefined) return state;
  const { count, badges, digest } = page.roster;
  const isComplete = count === held.count && digest === formatDigest(held.fingerprint);
  const checkedAt = isComplete ? page.server_time : before.checkedAt;
  return { ...state, badges: badges ?? null, isComplete, checkedAt };
}
