/**
 * What the page says and sounds for each result of a scan: never a code, never a reproach.
 */

import { nameOf, workOf } from "./contact.js";
import { findEarlier } from "./lead-card.js";

/** @typedef {import("../../helpers/i18n.js").Texts} Texts */
/** @typedef {import("./lead-desk.js").Outcome} Outcome */
/**
 * `sound` is a melody of helpers/sounds.js, `beat` what the phone's motor does (milliseconds).
 * @typedef {{family: string, icon: string, sound: string, beat: number[]}} OutcomeLook
 * @typedef {{headline: string, name: string, detail: string}} OutcomeWords
 */

/** @type {Readonly<Record<string, OutcomeLook>>} */
const LOOKS = Object.freeze({
  lead: { family: "lead", icon: "check", sound: "admitted", beat: [60] },
  saved: { family: "lead", icon: "check", sound: "admitted", beat: [60] },
  counted: { family: "counted", icon: "plus", sound: "exited", beat: [40] },
  refused_by_visitor: { family: "refused", icon: "hand", sound: "desk", beat: [40, 60, 40] },
  unknown_badge: { family: "unknown", icon: "question", sound: "again", beat: [40, 60, 40] },
  entry_code: { family: "unknown", icon: "badge", sound: "again", beat: [40, 60, 40] },
  other_edition: { family: "other-edition", icon: "calendar", sound: "other-edition", beat: [120] },
  bad_code: { family: "wrong", icon: "bar", sound: "refused", beat: [120, 60, 120] },
});
const MET = Object.freeze({ family: "again", icon: "two-rings", sound: "again", beat: [40, 60, 40] });

/**
 * @param {Outcome} outcome
 * @returns {OutcomeLook}
 */
export function lookOfOutcome({ verdict, card, captureId }) {
  const hasMet = verdict === "lead" && card !== null && findEarlier(card, captureId) !== null;
  return hasMet ? MET : (LOOKS[verdict] ?? /** @type {OutcomeLook} */ (LOOKS.unknown_badge));
}

/**
 * @param {Outcome} outcome
 * @param {Texts} texts
 * @param {(at: number) => string} wordTime
 * @returns {OutcomeWords}
 */
export function wordOutcome(outcome, texts, wordTime) {
  const { verdict, card, reason } = outcome;
  const { t } = texts;
  const words = WORDS[verdict]?.(t, reason) ?? { headline: t("Saved"), detail: "" };
  if (verdict !== "lead" || card === null) return { name: "", ...words };
  const met = wordMeeting(outcome, texts, wordTime);
  return {
    headline: met || words.headline,
    name: nameOf(card.contact) || t("Saved without details"),
    detail: workOf(card.contact),
  };
}

/**
 * "Yassine met this person at 10:40", or an empty text.
 * @param {Pick<Outcome, "card" | "captureId">} outcome
 * @param {Texts} texts
 * @param {(at: number) => string} wordTime
 * @returns {string}
 */
export function wordMeeting({ card, captureId }, { t }, wordTime) {
  const earlier = card && findEarlier(card, captureId);
  if (!earlier) return "";
  const time = wordTime(earlier.at);
  if (earlier.member === "") return t("A colleague met this person at %(time)s", { time });
  return t("%(name)s met this person at %(time)s", { name: `\u2068${earlier.member}\u2069`, time });
}

/** @type {Readonly<Record<string, (t: Texts["t"], reason: string) => {headline: string, detail: string}>>} */
const WORDS = Object.freeze({
  lead: (t) => ({ headline: t("Lead saved"), detail: "" }),
  saved: (t) => ({ headline: t("Scan saved"), detail: t("Your team gets it.") }),
  counted: (t) => ({ headline: t("Counted"), detail: t("No details are taken.") }),
  refused_by_visitor: (t) => ({
    headline: t("This visitor prefers to share nothing"),
    detail: t("The scan counts. You can offer your own card."),
  }),
  unknown_badge: (t) => ({
    headline: t("Saved: badge not on the list yet"),
    detail: t("The details come by themselves once it is registered."),
  }),
  entry_code: (t) => ({
    headline: t("This is an entry ticket of another system"),
    detail: t("Kept. If you can, scan the badge instead."),
  }),
  other_edition: (t) => ({
    headline: t("A badge of another edition"),
    detail: t("Ask for this year’s badge."),
  }),
  bad_code: (t, reason) => ({ headline: wordBadCode(t, reason), detail: t("Scan the code on the badge.") }),
});

/**
 * @param {Texts["t"]} t
 * @param {string} reason
 * @returns {string}
 */
function wordBadCode(t, reason) {
  if (reason === "web_address") return t("This is a web address, not a badge");
  if (reason === "contact_card") return t("This is an electronic business card, not a badge");
  if (reason === "network") return t("This is a Wi-Fi code, not a badge");
  if (reason === "product") return t("This is a product’s barcode, not a badge");
  if (reason === "misread") return t("Almost: hold the badge still and closer");
  return t("This is no badge");
}
