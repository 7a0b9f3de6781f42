/**
 * From what a device holds to what the rules ask for, and from a verdict to what the screen shows:
 * the same as the server's receipt, marked as not confirmed.
 */

import { ADMITTED, ALREADY_INSIDE, EXITED, NEEDS_DESK } from "../domain/admission.js";
import { badgeToken, textToken } from "../domain/sealed-roster.js";
import { foldPresence } from "../domain/presence.js";
import { isTakenBack } from "../store/outbox-rows.js";

/** @typedef {import("../domain/admission.js").Verdict} Verdict */
/** @typedef {import("../domain/badge-code.js").BadgeCode} BadgeCode */
/** @typedef {import("../domain/messages.js").Receipt} Receipt */
/** @typedef {import("../domain/presence.js").Presence} Presence */
/** @typedef {import("./wire-types.js").Configuration} Configuration */
/** @typedef {import("./wire-types.js").ListRules} ListRules */
/** @typedef {import("./wire-types.js").WireSpan} WireSpan */
/** @typedef {import("../store/keyring-store.js").DeviceKeyring} DeviceKeyring */
/**
 * A roster entry: attendee, category, status, revoked, needs desk, attention, language, and the
 * name in both scripts and company, which weak codes do not carry.
 * @typedef {{
 *   a: string, c: string, s: string, x: boolean, d: string | null, t: boolean, l: string,
 *   n?: string, r?: string, o?: string,
 * }} RosterEntry
 */
/**
 * @typedef {{
 *   code: BadgeCode,
 *   entry: RosterEntry | null,
 *   gate: {id: string, direction: string},
 *   configuration: Configuration,
 *   keyring: DeviceKeyring,
 * }} Case
 */

/** The status of an answer that the server has not confirmed yet. */
export const UNCONFIRMED = "unconfirmed";

const WITH_CARD = Object.freeze([ADMITTED, EXITED, ALREADY_INSIDE, NEEDS_DESK]);

/**
 * Under what a code may be in the roster, best first. Another system's code can look like a short
 * or a broken one of ours: it is also looked up as it was read.
 * @param {BadgeCode} code
 * @returns {Array<Uint8Array<ArrayBuffer>>}
 */
export function listTokens({ kind, text, asRead }) {
  const own = kind === "ours" ? [badgeToken(text)] : [];
  const texts = [...new Set([text, asRead])].filter((one) => one !== "");
  return [...own, ...texts.map(textToken)];
}

/**
 * @param {RosterEntry} entry
 * @returns {import("../domain/admission.js").Candidate}
 */
export function toCandidate(entry) {
  return {
    categoryId: entry.c,
    status: entry.s,
    isRevoked: entry.x,
    needsDesk: entry.d,
    hasAttention: entry.t,
  };
}

/**
 * @param {ListRules} list
 * @returns {import("../domain/admission.js").CheckInList}
 */
export function toRules(list) {
  return {
    entryRule: list.entry_rule,
    categories: list.categories,
    days: list.days.map(toSpan),
    openingSpans: list.opening_spans?.map(toSpan) ?? null,
    capacity: list.capacity,
  };
}

/**
 * Where somebody is: the server's last word, without what was taken back here, and what this
 * device saw that is not in it yet.
 * @param {{presence: Presence, number: number}} known with the change number of that word
 * @param {import("../store/outbox-rows.js").OwnCheckIn[]} own
 * @returns {Presence}
 */
export function foldKnown({ presence, number }, own) {
  const isIn = (/** @type {number | null | undefined} */ n) => n != null && n <= number;
  const left = own
    .filter((seen) => isTakenBack(seen) && isIn(seen.number) && !isIn(seen.undo?.number))
    .reduce((folded, seen) => takeBack(folded, seen.checkIn), presence);
  return own
    .filter((seen) => !isTakenBack(seen) && !isIn(seen.number))
    .reduce((folded, seen) => foldPresence(folded, seen.checkIn), left);
}

/**
 * As well as a device can tell that has no history: the server's word replaces this one soon.
 * @param {Presence} presence
 * @param {import("../domain/presence.js").CheckIn} checkIn
 * @returns {Presence}
 */
function takeBack(presence, { direction, at }) {
  const isLast = presence.lastAt === at;
  if (direction === "exit") {
    const isInside = isLast ? true : presence.isInside;
    return { ...presence, isInside, exitCount: Math.max(0, presence.exitCount - 1) };
  }
  const wasThisEntry = presence.enteredAt === at;
  return {
    ...presence,
    isInside: isLast ? false : presence.isInside,
    entryCount: Math.max(0, presence.entryCount - 1),
    enteredAt: wasThisEntry ? null : presence.enteredAt,
    enteredGateId: wasThisEntry ? null : presence.enteredGateId,
  };
}

/**
 * @param {Verdict} verdict
 * @param {Case | null} found
 * @param {Presence | undefined} presence before this scan
 * @param {number | null} closedAt when somebody came outside the opening hours
 * @returns {Receipt}
 */
export function makeAnswer(verdict, found, presence, closedAt) {
  return {
    scan_id: null,
    status: UNCONFIRMED,
    verdict: verdict.code,
    reason: verdict.reason,
    retryable: false,
    change_number: null,
    card: found && makeCard(verdict, found.entry),
    earlier: found && findEarlier(verdict, found.configuration, presence),
    edition: found && findEdition(found),
    opens_at: found && closedAt !== null ? findOpening(found.configuration.list, closedAt) : null,
  };
}

/** @returns {Receipt} what the screen shows when the server did not answer in time */
export function noAnswer() {
  return {
    scan_id: null,
    status: "unanswered",
    verdict: "not_ready",
    reason: "connection_lost",
    retryable: true,
    change_number: null,
    card: null,
    earlier: null,
    edition: null,
    opens_at: null,
  };
}

/**
 * @param {Verdict} verdict
 * @param {RosterEntry | null} entry
 * @returns {Receipt["card"]}
 */
function makeCard(verdict, entry) {
  if (entry === null || !WITH_CARD.includes(verdict.code)) return null;
  return {
    display_name: entry.n ?? "",
    display_name_ar: entry.r ?? "",
    company: entry.o ?? "",
    category_id: entry.c,
    language: entry.l,
    attention: verdict.hasAttention,
  };
}

/**
 * @param {Verdict} verdict
 * @param {Configuration} configuration
 * @param {Presence | undefined} presence
 * @returns {Receipt["earlier"]}
 */
function findEarlier(verdict, { gates }, presence) {
  if (verdict.code !== ALREADY_INSIDE || presence == null || presence.enteredAt === null) return null;
  const gate = gates?.find(({ id }) => id === presence.enteredGateId);
  return { gate_name: gate?.name ?? "", at: presence.enteredAt };
}

/**
 * @param {Case} found
 * @returns {Receipt["edition"]}
 */
function findEdition({ code, keyring }) {
  if (code.kind !== "other_edition") return null;
  const edition = keyring.others.find(({ tag }) => tag === code.tag);
  return edition ? { name: edition.name, city: edition.city, year: edition.year } : null;
}

/**
 * @param {ListRules | null} list
 * @param {number} at
 * @returns {number | null} when the doors open next
 */
function findOpening(list, at) {
  const later = (list?.opening_spans ?? []).map((span) => span.starts_at).filter((s) => s > at);
  return later.length === 0 ? null : Math.min(...later);
}

/** @param {WireSpan} span */
function toSpan({ starts_at: startsAt, ends_at: endsAt }) {
  return { startsAt, endsAt };
}
