/** Pages of the change feed as the server sends them, for tests. */

import {
  badgeToken,
  EMPTY_FINGERPRINT,
  entryFingerprint,
  formatDigest,
  rosterIndex,
  sealEntry,
  textToken,
} from "../../../static/js/domain/sealed-roster.js";

/** @typedef {import("../../../static/js/store/roster-store.js").SealedRow} SealedRow */
/** @typedef {import("../../../static/js/store/roster-store.js").PresenceRow} PresenceRow */
/** @typedef {import("../../../static/js/store/roster-store.js").ChangesPage} ChangesPage */

export const ENTRY = Object.freeze({
  a: "imane", c: "visitor", s: "registered", x: false, d: null, t: false, l: "fr",
  n: "Imane Diallo", r: "", o: "Atlas BPO",
});

/**
 * @param {string} code one of ours, or another system's
 * @param {number} n
 * @param {Record<string, unknown>} [changes]
 * @returns {Promise<SealedRow>}
 */
export async function sealBadge(code, n, changes = {}) {
  const token = code.length === 29 ? badgeToken(code) : textToken(code);
  return { i: await rosterIndex(token), s: await sealEntry(token, { ...ENTRY, ...changes }), n };
}

/**
 * @param {Partial<PresenceRow>} changes
 * @returns {PresenceRow}
 */
export function makePresence(changes = {}) {
  return {
    l: "salon", a: "imane", i: true, e: 1, x: 0, ea: 1_000, eg: "gate-b", la: 1_000, n: 5, ...changes,
  };
}

/**
 * The last page, whose count and digest are those of `all`.
 * @param {SealedRow[]} all
 * @param {Partial<ChangesPage>} [changes]
 * @returns {Promise<ChangesPage>}
 */
export async function makeLastPage(all, changes = {}) {
  const prints = await Promise.all(all.map(({ i, s }) => entryFingerprint(i, s)));
  const digest = formatDigest(prints.reduce((sum, print) => sum ^ print, EMPTY_FINGERPRINT));
  return {
    v: 1, server_time: 9_000, since: 0, to: 5, more: false, badges: all, presence: [],
    roster: { count: all.length, digest }, ...changes,
  };
}

/**
 * A page that is not the last one.
 * @param {SealedRow[]} badges
 * @param {Partial<ChangesPage>} [changes]
 * @returns {ChangesPage}
 */
export function makePage(badges, changes = {}) {
  return { v: 1, server_time: 9_000, since: 0, to: 3, more: true, badges, presence: [], ...changes };
}
