/**
 * Which leads a list shows: found by a word in any letters, and filtered.
 */

import { arabicNameOf, nameOf } from "./contact.js";

/** @typedef {import("./lead-card.js").LeadCard} LeadCard */
/** @typedef {"all" | "hot" | "warm" | "cold" | "to_qualify" | "mine" | "due"} Filter */
/** @typedef {{words: string, filter: Filter, isTraining: boolean, today: string}} Wish */

/** @type {Readonly<Record<Filter, (card: LeadCard, today: string) => boolean>>} */
const FILTERS = Object.freeze({
  all: () => true,
  hot: (card) => card.view.rating === "hot",
  warm: (card) => card.view.rating === "warm",
  cold: (card) => card.view.rating === "cold",
  to_qualify: (card) => card.kind === "lead" && card.view.rating === null,
  mine: (card) => card.meetings.some(({ isMine }) => isMine),
  due: (card, today) => card.view.next_action !== null && (card.view.next_action.due_on ?? today) <= today,
});

/** Somebody to write to, or who will be: not those who share nothing, or took it back. */
const SHOWN = Object.freeze(["lead", "unknown"]);

/** Filters in the order they are offered. */
export const FILTER_NAMES = Object.freeze(/** @type {Filter[]} */ (Object.keys(FILTERS)));

/**
 * @param {LeadCard[]} cards
 * @param {Wish} wish `today` is YYYY-MM-DD at the venue
 * @returns {LeadCard[]}
 */
export function chooseLeads(cards, { words, filter, isTraining, today }) {
  const wanted = fold(words).split(" ").filter(Boolean);
  return cards
    .filter((card) => SHOWN.includes(card.kind) && isListed(card, isTraining))
    .filter((card) => FILTERS[filter](card, today))
    .filter((card) => isFound(card, wanted));
}

/**
 * Training leads show while training, others always; hidden ones never.
 * @param {LeadCard} card
 * @param {boolean} isTraining
 * @returns {boolean}
 */
export function isListed(card, isTraining) {
  return !card.view.is_hidden && (isTraining || !card.isTraining);
}

/**
 * @param {LeadCard} card
 * @param {string[]} wanted folded words
 * @returns {boolean}
 */
function isFound(card, wanted) {
  if (wanted.length === 0) return true;
  const { contact, badgeCode, view } = card;
  const texts = [
    nameOf(contact), arabicNameOf(contact), contact?.company, contact?.job_title, contact?.city,
    contact?.email, contact?.phone, badgeCode, ...view.tags, ...view.notes.map(({ text }) => text),
  ];
  const hay = fold(texts.filter(Boolean).join(" "));
  return wanted.every((word) => hay.includes(word));
}

/**
 * Case, accents and the forms of Arabic letters that people mix up do not count.
 * @param {string} text
 * @returns {string}
 */
export function fold(text) {
  return text
    .normalize("NFKD")
    .replace(/[\p{M}\u0640]/gu, "")
    .replace(/[أإآٱ]/g, "ا")
    .replace(/ى/g, "ي")
    .replace(/ة/g, "ه")
    .toLowerCase()
    .replace(/\s+/g, " ")
    .trim();
}
