/**
 * What a verdict says to the visitor: a headline, perhaps a name, one or two lines. A refusal is
 * worded neutrally and shows no name; why somebody is blocked is for staff's screens.
 */

import { verdictOf } from "./verdicts.js";

/** @typedef {import("../domain/messages.js").Receipt} Receipt */
/** @typedef {import("./wire-types.js").Category} Category */
/**
 * @typedef {(text: string, values?: Record<string, string | number>) => string} Translate
 * @typedef {{
 *   t: Translate,
 *   lang: string,
 *   formatMoment: (at: number) => {time: string, day: string | null},
 * }} Speech `day` is null for a moment of today
 * @typedef {{
 *   headline: string,
 *   name: string,
 *   lines: string[],
 *   showsDesk: boolean,
 * }} Words
 * @typedef {(receipt: Receipt, speech: Speech) => Partial<Words>} Wording
 */

/** @type {Readonly<Record<string, Wording>>} */
const WORDINGS = Object.freeze({
  admitted: (receipt, speech) => ({
    headline: speech.t("Welcome"),
    name: nameOf(receipt, speech.lang),
    lines: [isolate(receipt.card?.company ?? "")],
  }),
  exited: (receipt, speech) => ({
    headline: speech.t("Goodbye"),
    name: nameOf(receipt, speech.lang),
    lines: [speech.t("Thank you for your visit.")],
  }),
  already_inside: (receipt, speech) => ({
    headline: wordRepetition(receipt, speech),
    lines: [
      wordEarlier(receipt, speech),
      speech.t("If this is not right, our team at the desk will help you."),
    ],
  }),
  other_edition: (receipt, speech) => ({
    headline: speech.t("This badge is from another edition"),
    lines: [wordEdition(receipt), speech.t("The desk will make you a new one.")],
    showsDesk: true,
  }),
  unknown_badge: (_, { t }) => ({
    headline: t("We did not find this badge"),
    lines: [t("Please go to the desk. Our team will help you.")],
    showsDesk: true,
  }),
  bad_code: (receipt, { t }) =>
    receipt.reason === "not_a_badge"
      ? {
          headline: t("This is not a badge code"),
          lines: [t("Please show the code printed on your badge.")],
        }
      : {
          headline: t("We could not read this code"),
          lines: [t("Please hold your badge up again.")],
        },
  not_today: wordHours,
  not_here: (_, { t }) => ({
    headline: t("This badge is for another entrance"),
    lines: [t("Our team will show you the way.")],
  }),
  full: (_, { t }) => ({
    headline: t("It is full inside at the moment"),
    lines: [t("Our team will tell you when there is room again.")],
  }),
  blocked: wordNeutrally,
  cancelled: wordNeutrally,
  revoked: wordNeutrally,
  needs_desk: (receipt, speech) => ({
    headline: speech.t("Please stop by the desk"),
    name: nameOf(receipt, speech.lang),
    lines: [speech.t("There is one small thing to settle. It only takes a moment.")],
    showsDesk: true,
  }),
  not_ready: (receipt, { t }) => ({
    headline: t("This kiosk cannot check badges right now"),
    lines: [
      receipt.reason === "connection_lost" ? t("The connection was lost.") : "",
      t("Please use the next kiosk or go to the desk."),
    ],
    showsDesk: true,
  }),
});

/**
 * @param {Receipt} receipt
 * @param {Speech} speech in the visitor's language
 * @returns {Words}
 */
export function wordVerdict(receipt, speech) {
  const words = WORDINGS[verdictOf(receipt)]?.(receipt, speech) ?? {};
  const lines = (words.lines ?? []).filter((line) => line !== "");
  return { headline: "", name: "", showsDesk: false, ...words, lines };
}

/**
 * The name as its owner writes it in the language he is greeted in.
 * @param {Receipt} receipt
 * @param {string} lang
 * @returns {string}
 */
export function nameOf({ card }, lang) {
  if (card === null) return "";
  const first = lang === "ar" ? card.display_name_ar : card.display_name;
  return first || card.display_name || card.display_name_ar || "";
}

/** @type {Wording} */
function wordNeutrally(_, { t }) {
  return {
    headline: t("Please go to the desk"),
    lines: [t("Our team will help you.")],
    showsDesk: true,
  };
}

/** @type {Wording} */
function wordHours(receipt, speech) {
  if (receipt.reason !== "not_open_yet") {
    return {
      headline: speech.t("Entry is closed"),
      lines: [speech.t("Our team at the desk can tell you more.")],
    };
  }
  return {
    headline: speech.t("Entry is not open yet"),
    lines: [wordOpening(receipt, speech)],
  };
}

/**
 * @param {Receipt} receipt
 * @param {Speech} speech
 * @returns {string}
 */
function wordOpening({ opens_at: opensAt }, speech) {
  if (opensAt === null || opensAt === undefined) return speech.t("Please come back a little later.");
  const { time, day } = speech.formatMoment(opensAt);
  if (day === null) return speech.t("Doors open at %(time)s.", { time });
  return speech.t("Doors open on %(day)s at %(time)s.", { day, time });
}

/**
 * @param {Receipt} receipt
 * @param {Speech} speech
 * @returns {string}
 */
function wordRepetition({ reason }, { t }) {
  if (reason === "entered_before") return t("This badge has been used already");
  if (reason === "entered_today") return t("This badge has been used today already");
  return t("This badge is already inside");
}

/**
 * @param {Receipt} receipt
 * @param {Speech} speech
 * @returns {string}
 */
function wordEarlier({ earlier }, speech) {
  if (earlier === null) return "";
  const { time, day } = speech.formatMoment(earlier.at);
  const gate = isolate(earlier.gate_name);
  if (day === null) return speech.t("Entered at %(time)s, %(gate)s.", { time, gate });
  return speech.t("Entered on %(day)s at %(time)s, %(gate)s.", { day, time, gate });
}

/**
 * "SICCAM, Casablanca 2023"; a city or year the name already holds is not said twice.
 * @param {Receipt} receipt
 * @returns {string}
 */
function wordEdition({ edition }) {
  if (edition === null) return "";
  const name = edition.name ?? "";
  const place = [edition.city, String(edition.year ?? "")].filter((w) => w && !name.includes(w));
  return isolate([name, place.join(" ")].filter(Boolean).join(", "));
}

/**
 * A name of any script inside a sentence of another keeps its own direction (Unicode FSI, PDI).
 * @param {string} text
 * @returns {string}
 */
function isolate(text) {
  return text === "" ? "" : `\u2068${text}\u2069`;
}
