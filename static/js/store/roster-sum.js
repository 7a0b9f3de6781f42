/**
 * How many entries a roster holds, and the XOR of their fingerprints: what the server's digest is
 * compared with.
 */

import { EMPTY_FINGERPRINT } from "../domain/sealed-roster.js";

/** @typedef {{count: number, fingerprint: bigint}} RosterSum */
/** @typedef {{i: string, f: bigint}} CountedRow its index and its fingerprint */

/** The page draws and reads badges between two of these. */
const ROWS_AT_ONCE = 1_000;

/** @type {Readonly<RosterSum>} */
export const EMPTY_SUM = Object.freeze({ count: 0, fingerprint: EMPTY_FINGERPRINT });

/**
 * @param {RosterSum} before
 * @param {CountedRow[]} rows
 * @param {Array<CountedRow | undefined>} replaced what each of them takes the place of
 * @returns {RosterSum}
 */
export function addRows(before, rows, replaced) {
  const added = replaced.filter((row) => row === undefined).length;
  return { count: before.count + added, fingerprint: mix(before.fingerprint, [...rows, ...replaced]) };
}

/**
 * Of everything in the store, read in its own transaction.
 * @param {{getAll: (range: IDBKeyRange, count: number) => Promise<CountedRow[]>}} store
 * @returns {Promise<RosterSum>}
 */
export async function sumUp(store) {
  let { count, fingerprint } = EMPTY_SUM;
  let last = "";
  for (;;) {
    const rows = await store.getAll(IDBKeyRange.lowerBound(last, true), ROWS_AT_ONCE);
    count += rows.length;
    fingerprint = mix(fingerprint, rows);
    if (rows.length < ROWS_AT_ONCE) return { count, fingerprint };
    last = rows.at(-1)?.i ?? "";
  }
}

/**
 * @param {bigint} fingerprint
 * @param {Array<CountedRow | undefined>} rows
 * @returns {bigint}
 */
function mix(fingerprint, rows) {
  return rows.reduce((mixed, row) => mixed ^ (row?.f ?? EMPTY_FINGERPRINT), fingerprint);
}
