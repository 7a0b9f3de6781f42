/**
 * The one place on a device that decides who may pass a gate. Pure: plain values in, a verdict
 * out. The Python twin is `domain/admission.py`; both run on `tests/vectors/admission.json` and on
 * generated cases.
 */

import { EXIT, NEVER_SEEN } from "./presence.js";

/** @typedef {import("./presence.js").Presence} Presence */

export const ADMITTED = "admitted";
export const EXITED = "exited";
export const ALREADY_INSIDE = "already_inside";
export const OTHER_EDITION = "other_edition";
export const UNKNOWN_BADGE = "unknown_badge";
export const BAD_CODE = "bad_code";
export const NOT_TODAY = "not_today";
export const NOT_HERE = "not_here";
export const FULL = "full";
export const BLOCKED = "blocked";
export const CANCELLED = "cancelled";
export const REVOKED = "revoked";
export const NEEDS_DESK = "needs_desk";
export const NOT_READY = "not_ready";

export const VERDICTS = Object.freeze([
  ADMITTED,
  EXITED,
  ALREADY_INSIDE,
  OTHER_EDITION,
  UNKNOWN_BADGE,
  BAD_CODE,
  NOT_TODAY,
  NOT_HERE,
  FULL,
  BLOCKED,
  CANCELLED,
  REVOKED,
  NEEDS_DESK,
  NOT_READY,
]);

export const ONCE = "once";
export const ONCE_A_DAY = "once_a_day";
export const REENTRY = "reentry";
export const UNLIMITED = "unlimited";
export const ENTRY_RULES = Object.freeze([ONCE, ONCE_A_DAY, REENTRY, UNLIMITED]);

/**
 * A stretch of time, `startsAt` included, `endsAt` not. The server computes days and opening hours
 * from the venue's time zone, so that no device needs time zone tables.
 * @typedef {{startsAt: number, endsAt: number}} Span
 */

/**
 * Who may enter where, when, how often. `null` means no limit. `days` are the edition's calendar
 * days, `openingSpans` the hours entry is open.
 * @typedef {{
 *   entryRule: string,
 *   categories: ReadonlyArray<string> | null,
 *   days: ReadonlyArray<Span>,
 *   openingSpans: ReadonlyArray<Span> | null,
 *   capacity: number | null,
 * }} CheckInList
 */

/**
 * The attendee behind a badge, as far as admission cares. `status` is `registered`, `cancelled` or
 * `blocked`; `needsDesk` names what must be settled at the desk (`unpaid`, `question`, `photo`,
 * `approval`) or is null.
 * @typedef {{
 *   categoryId: string,
 *   status: string,
 *   isRevoked: boolean,
 *   needsDesk: string | null,
 *   hasAttention: boolean,
 * }} Candidate
 */

/**
 * One attempt to pass: what the code was (`BadgeCode.kind`), which way, when (corrected).
 * @typedef {{codeKind: string, direction: string, at: number}} Passage
 */

/**
 * What was decided, and the stable reason behind it (for staff screens and the log).
 * @typedef {{code: string, reason: string, hasAttention: boolean}} Verdict
 */

const PASSED = makeVerdict(ADMITTED);

/** @type {Readonly<Record<string, Verdict>>} */
const UNMATCHED = Object.freeze({
  nothing: makeVerdict(BAD_CODE, "not_a_badge"),
  broken: makeVerdict(BAD_CODE, "misread"),
  other_edition: makeVerdict(OTHER_EDITION, "other_edition"),
  ours: makeVerdict(NEEDS_DESK, "genuine_not_listed"),
  short: makeVerdict(UNKNOWN_BADGE, "not_listed"),
  foreign: makeVerdict(UNKNOWN_BADGE, "not_listed"),
});

/**
 * Decide one passage.
 *
 * The order of the checks is part of the contract: validity of the badge comes before "already
 * inside", and an exit is never refused to a genuine badge, listed or not.
 * @param {Passage} passage
 * @param {Candidate | null} candidate null when no badge of this edition matches the code
 * @param {CheckInList} rules
 * @param {Readonly<Presence>} [presence]
 * @param {number} [insideCount] how many are inside this list now, for its capacity
 * @returns {Verdict}
 */
export function decideAdmission(passage, candidate, rules, presence = NEVER_SEEN, insideCount = 0) {
  if (candidate === null) return decideUnmatched(passage);
  const standing = judgeStanding(candidate);
  if (passage.direction === EXIT) return makeVerdict(EXITED, standing.reason);
  const verdicts = [
    standing,
    judgePlace(candidate, rules),
    judgeHours(passage.at, rules),
    judgeRepetition(passage.at, rules, presence),
    judgeRoom(rules, presence, insideCount),
  ];
  const refusal = verdicts.find((verdict) => verdict.code !== ADMITTED);
  return refusal ?? makeVerdict(ADMITTED, "", candidate.hasAttention);
}

/**
 * Whether presence changes.
 * @param {Verdict} verdict
 * @returns {boolean}
 */
export function isCheckIn(verdict) {
  return verdict.code === ADMITTED || verdict.code === EXITED;
}

/**
 * A genuine badge that is on no list (a lost backup, a walk-in not synced yet) is sent to the
 * desk, never turned away; who wants to leave, leaves.
 * @param {Passage} passage
 * @returns {Verdict}
 */
function decideUnmatched({ codeKind, direction }) {
  const verdict = UNMATCHED[codeKind];
  if (verdict === undefined) throw new RangeError(`no such kind of badge code: ${codeKind}`);
  const leaves = codeKind === "ours" && direction === EXIT;
  return leaves ? makeVerdict(EXITED, verdict.reason) : verdict;
}

/**
 * @param {Candidate} candidate
 * @returns {Verdict}
 */
function judgeStanding(candidate) {
  if (candidate.isRevoked) return makeVerdict(REVOKED, "badge_revoked");
  if (candidate.status === "cancelled") return makeVerdict(CANCELLED, "registration_cancelled");
  if (candidate.status === "blocked") return makeVerdict(BLOCKED, "attendee_blocked");
  if (candidate.needsDesk !== null) return makeVerdict(NEEDS_DESK, candidate.needsDesk);
  return PASSED;
}

/**
 * @param {Candidate} candidate
 * @param {CheckInList} rules
 * @returns {Verdict}
 */
function judgePlace(candidate, rules) {
  if (rules.categories === null || rules.categories.includes(candidate.categoryId)) return PASSED;
  return makeVerdict(NOT_HERE, "category_not_allowed");
}

/**
 * @param {number} at
 * @param {CheckInList} rules
 * @returns {Verdict}
 */
function judgeHours(at, rules) {
  const spans = rules.openingSpans;
  if (spans === null || spans.some((span) => contains(span, at))) return PASSED;
  if (spans.some((span) => span.startsAt > at)) return makeVerdict(NOT_TODAY, "not_open_yet");
  return makeVerdict(NOT_TODAY, "closed");
}

/**
 * @param {number} at
 * @param {CheckInList} rules
 * @param {Readonly<Presence>} presence
 * @returns {Verdict}
 */
function judgeRepetition(at, rules, presence) {
  if (rules.entryRule === ONCE && presence.entryCount > 0) {
    return makeVerdict(ALREADY_INSIDE, "entered_before");
  }
  if (rules.entryRule === ONCE_A_DAY && isSameDay(at, presence.enteredAt, rules.days)) {
    return makeVerdict(ALREADY_INSIDE, "entered_today");
  }
  if (rules.entryRule === REENTRY && presence.isInside) {
    return makeVerdict(ALREADY_INSIDE, "not_left_yet");
  }
  return PASSED;
}

/**
 * Outside the edition's days (a rehearsal, a wrong clock) everything counts as one day.
 * @param {number} at
 * @param {number | null} enteredAt
 * @param {ReadonlyArray<Span>} days
 * @returns {boolean}
 */
function isSameDay(at, enteredAt, days) {
  if (enteredAt === null) return false;
  return dayNumber(at, days) === dayNumber(enteredAt, days);
}

/**
 * @param {number} at
 * @param {ReadonlyArray<Span>} days
 * @returns {number} -1 outside of all days
 */
function dayNumber(at, days) {
  return days.findIndex((day) => contains(day, at));
}

/**
 * Somebody counted as inside takes no further place (unlimited and once-a-day lists).
 * @param {CheckInList} rules
 * @param {Readonly<Presence>} presence
 * @param {number} insideCount
 * @returns {Verdict}
 */
function judgeRoom(rules, presence, insideCount) {
  if (rules.capacity === null || presence.isInside || insideCount < rules.capacity) return PASSED;
  return makeVerdict(FULL, "capacity_reached");
}

/**
 * @param {Span} span
 * @param {number} at
 * @returns {boolean}
 */
function contains(span, at) {
  return span.startsAt <= at && at < span.endsAt;
}

/**
 * @param {string} code
 * @param {string} [reason]
 * @param {boolean} [hasAttention]
 * @returns {Verdict}
 */
function makeVerdict(code, reason = "", hasAttention = false) {
  return Object.freeze({ code, reason, hasAttention });
}
