/**
 * Verdicts as organizers read them in a list: a short word, an icon of its own shape, a tone, and
 * the reason behind it. What visitors read is in verdict-words.js.
 */

/** @typedef {(text: string) => string} Translate */
/** @typedef {{word: string, tone: string, icon: string, reason: string}} StaffVerdict */

/** @type {Readonly<Record<string, [(t: Translate) => string, string, string]>>} */
const VERDICTS = Object.freeze({
  admitted: [(t) => t("Admitted"), "good", "check"],
  exited: [(t) => t("Left"), "calm", "arrow-out"],
  already_inside: [(t) => t("Already inside"), "warn", "two-rings"],
  other_edition: [(t) => t("Other edition"), "violet", "calendar"],
  unknown_badge: [(t) => t("Unknown badge"), "bad", "bar"],
  bad_code: [(t) => t("Unreadable code"), "bad", "retry"],
  not_today: [(t) => t("Not open now"), "warn", "clock"],
  not_here: [(t) => t("Not at this gate"), "warn", "gate"],
  full: [(t) => t("Full"), "warn", "people"],
  blocked: [(t) => t("Blocked"), "bad", "bar"],
  cancelled: [(t) => t("Cancelled"), "bad", "bar"],
  revoked: [(t) => t("Badge revoked"), "bad", "bar"],
  needs_desk: [(t) => t("To the desk"), "desk", "hand"],
});

/** @type {Readonly<Record<string, (t: Translate) => string>>} */
const REASONS = Object.freeze({
  not_a_badge: (t) => t("not a badge code"),
  misread: (t) => t("misread"),
  genuine_not_listed: (t) => t("genuine badge, not on the list"),
  unpaid: (t) => t("not paid yet"),
  question: (t) => t("a question is open"),
  photo: (t) => t("photo missing"),
  approval: (t) => t("waits for approval"),
  not_open_yet: (t) => t("before opening"),
  closed: (t) => t("after closing"),
  entered_before: (t) => t("one entry only"),
  entered_today: (t) => t("one entry a day"),
  badge_revoked: (t) => t("badge revoked"),
  registration_cancelled: (t) => t("registration cancelled"),
  attendee_blocked: (t) => t("blocked"),
});

/** Verdicts whose word says all there is to say. */
const PLAIN = new Set(["already_inside/not_left_yet", "revoked/badge_revoked"]);
const SELF_EVIDENT = new Set(["registration_cancelled", "attendee_blocked"]);

/**
 * @param {string} verdict
 * @param {string} reason
 * @param {Translate} t
 * @returns {StaffVerdict} a verdict this page does not know is shown by its code
 */
export function wordForStaff(verdict, reason, t) {
  const known = VERDICTS[verdict];
  if (!known) return { word: verdict, tone: "still", icon: "question", reason };
  const [word, tone, icon] = known;
  return { word: word(t), tone, icon, reason: wordReason(verdict, reason, t) };
}

/**
 * A badge that leaves although it was revoked or cancelled is let out; that is worth a word.
 * @param {string} verdict
 * @param {string} reason
 * @param {Translate} t
 * @returns {string}
 */
function wordReason(verdict, reason, t) {
  if (PLAIN.has(`${verdict}/${reason}`)) return "";
  if (verdict !== "exited" && SELF_EVIDENT.has(reason)) return "";
  return REASONS[reason]?.(t) ?? "";
}
