/**
 * How each verdict looks and sounds, and for how long. Colour is never alone: every family has its
 * own icon shape and its own sound. The words are in verdict-words.js.
 */

/** @typedef {import("../domain/messages.js").Receipt} Receipt */
/**
 * @typedef {"admitted" | "exited" | "again" | "other-edition" | "rule" | "refused" | "desk"
 *   | "not-ready"} VerdictFamily
 * @typedef {{family: VerdictFamily, icon: string, shownMs: number}} VerdictLook
 */

/** A different badge may replace a verdict after this time, not before. */
export const LEAST_SHOWN_MS = 1_500;

const PASSED_MS = 1_500;
const REFUSED_MS = 4_000;
const DESK_MS = 6_000;

/** @type {Readonly<Record<string, VerdictLook>>} */
const LOOKS = Object.freeze({
  admitted: { family: "admitted", icon: "check", shownMs: PASSED_MS },
  exited: { family: "exited", icon: "arrow-out", shownMs: PASSED_MS },
  already_inside: { family: "again", icon: "two-rings", shownMs: REFUSED_MS },
  other_edition: { family: "other-edition", icon: "calendar", shownMs: REFUSED_MS },
  unknown_badge: { family: "refused", icon: "bar", shownMs: REFUSED_MS },
  bad_code: { family: "refused", icon: "retry", shownMs: REFUSED_MS },
  not_today: { family: "rule", icon: "clock", shownMs: REFUSED_MS },
  not_here: { family: "rule", icon: "gate", shownMs: REFUSED_MS },
  full: { family: "rule", icon: "people", shownMs: REFUSED_MS },
  blocked: { family: "refused", icon: "bar", shownMs: REFUSED_MS },
  cancelled: { family: "refused", icon: "bar", shownMs: REFUSED_MS },
  revoked: { family: "refused", icon: "bar", shownMs: REFUSED_MS },
  needs_desk: { family: "desk", icon: "hand", shownMs: DESK_MS },
});

/** @type {VerdictLook} */
const NOT_READY = Object.freeze({ family: "not-ready", icon: "wrench", shownMs: REFUSED_MS });

/**
 * The verdict to show for a receipt. A parked scan and a verdict this page does not know are our
 * fault, and never look like a bad badge.
 * @param {Receipt} receipt
 * @returns {string}
 */
export function verdictOf({ verdict, status }) {
  if (status === "parked" || verdict === null || !(verdict in LOOKS)) return "not_ready";
  return verdict;
}

/**
 * @param {Receipt} receipt
 * @returns {VerdictLook}
 */
export function lookOf(receipt) {
  return LOOKS[verdictOf(receipt)] ?? NOT_READY;
}

/**
 * @param {Receipt} receipt
 * @returns {number}
 */
export function shownMsOf(receipt) {
  return lookOf(receipt).shownMs;
}

/**
 * What a receipt says of a conflict at the gate that made the scan.
 * @param {Receipt} receipt
 * @param {string} gateId
 * @returns {{gate_ids: string[], at: number, verdict: string} | null}
 */
export function conflictOf(receipt, gateId) {
  if (receipt.status !== "conflict") return null;
  const gateIds = receipt.with ? [gateId, receipt.with.scan_id] : [gateId];
  return { gate_ids: gateIds, at: receipt.with?.at ?? 0, verdict: receipt.verdict ?? "" };
}
