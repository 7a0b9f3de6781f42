/**
 * The one place on a device that decides what a scan at a booth gives. Pure.
 * The Python twin is `domain/lead_capture.py`.
 */

import { fieldsShared } from "./share-levels.js";

export const LEAD = "lead";
export const COUNTED = "counted";
export const REFUSED_BY_VISITOR = "refused_by_visitor";
export const UNKNOWN_BADGE = "unknown_badge";
export const ENTRY_CODE = "entry_code";
export const OTHER_EDITION = "other_edition";
export const BAD_CODE = "bad_code";
/** What makes a lead: also badges nobody knows yet, which resolve once they are registered. */
export const VERDICTS_WITH_LEAD = Object.freeze([LEAD, UNKNOWN_BADGE, ENTRY_CODE]);

/** @type {ReadonlyArray<[string, RegExp]>} */
const FOREIGN = Object.freeze([
  ["web_address", /^(https?:\/\/|www\.)/i],
  ["contact_card", /^(BEGIN:VCARD|MECARD:)/i],
  ["network", /^WIFI:/i],
  ["product", /^([0-9]{8}|[0-9]{12,13})$/],
  ["entry_code", /^([0-9]{15,30}|[a-z0-9]{10,64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/],
]);

/**
 * The person behind a badge, as far as capturing goes. `standing` is empty, or why the badge
 * counts as unknown.
 * @typedef {{shareLevel: string, hasWithdrawn: boolean, standing: string}} Visitor
 * @typedef {{code: string, reason: string}} CaptureVerdict
 */

/**
 * Decide one scan.
 * @param {{kind: string, text: string}} badgeCode or kind `manual` for somebody typed in; a device
 *   that holds no keys says `unsigned` of what has the shape of a badge
 * @param {Visitor | null} visitor null when no badge of this edition matches
 * @param {boolean} givesContact
 * @param {boolean} isTraining
 * @returns {CaptureVerdict}
 */
export function decideCapture(badgeCode, visitor, givesContact, isTraining) {
  const { kind, text } = badgeCode;
  const isPractice = isTraining && kind !== "nothing" && kind !== "broken";
  if (kind === "manual" || isPractice) return verdict(givesContact ? LEAD : COUNTED);
  const decided = visitor === null ? decideUnmatched(kind, text) : decideMatched(visitor);
  const counts = decided.code === REFUSED_BY_VISITOR || VERDICTS_WITH_LEAD.includes(decided.code);
  return !givesContact && counts ? verdict(COUNTED) : decided;
}

/**
 * What a code of another maker looks like: `web_address`, `contact_card`, `network` (Wi-Fi),
 * `product`, `entry_code` (a ticketing system's), or `foreign`.
 * @param {string} text
 * @returns {string}
 */
export function nameForeignCode(text) {
  return FOREIGN.find(([, shape]) => shape.test(text))?.[0] ?? "foreign";
}

/**
 * @param {Visitor} visitor
 * @returns {CaptureVerdict}
 */
function decideMatched(visitor) {
  if (visitor.standing !== "") return verdict(UNKNOWN_BADGE, visitor.standing);
  if (visitor.hasWithdrawn) return verdict(REFUSED_BY_VISITOR, "withdrawn");
  if (fieldsShared(visitor.shareLevel).length === 0) {
    return verdict(REFUSED_BY_VISITOR, "shares_nothing");
  }
  return verdict(LEAD);
}

/**
 * @param {string} kind
 * @param {string} text
 * @returns {CaptureVerdict}
 */
function decideUnmatched(kind, text) {
  if (kind === "nothing") return verdict(BAD_CODE, "not_a_badge");
  if (kind === "broken") return verdict(BAD_CODE, "misread");
  if (kind === "other_edition") return verdict(OTHER_EDITION, "other_edition");
  if (kind !== "foreign") return verdict(UNKNOWN_BADGE, "not_listed");
  const name = nameForeignCode(text);
  if (name === "entry_code") return verdict(ENTRY_CODE, "not_listed");
  if (name === "foreign") return verdict(UNKNOWN_BADGE, "not_listed");
  return verdict(BAD_CODE, name);
}

/**
 * @param {string} code
 * @param {string} [reason]
 * @returns {CaptureVerdict}
 */
function verdict(code, reason = "") {
  return Object.freeze({ code, reason });
}
