/** Leads as rows of a list: who, when, how warm, and whether the server has it. */

import { makeElement } from "../../helpers/dom.js";
import { nameOf, workOf } from "../../models/booth/contact.js";
import { makeIcon } from "./booth-parts.js";

/** @typedef {import("../../models/booth/lead-card.js").LeadCard} LeadCard */
/** @typedef {import("../../helpers/i18n.js").Texts} Texts */

/** @type {Readonly<Record<string, string>>} */
const RATING_ICONS = Object.freeze({ hot: "flame", warm: "sun", cold: "snow" });
/** @type {Readonly<Record<string, string>>} */
const KIND_ICONS = Object.freeze({ lead: "person", unknown: "question", refused: "hand", withdrawn: "bar" });

/**
 * @param {HTMLElement} list
 * @param {LeadCard[]} cards
 * @param {{texts: Texts, wordTime: (at: number) => string, onOpen: (card: LeadCard) => void}} how
 */
export function fillRows(list, cards, how) {
  const known = new Set([...list.children].map((row) => /** @type {HTMLElement} */ (row).dataset.key));
  const rows = cards.map((card) => makeRow(card, known.size > 0 && !known.has(card.key), how));
  list.replaceChildren(...rows);
}

/**
 * What to call a card whose person may be unknown.
 * @param {LeadCard} card
 * @param {Texts["t"]} t
 * @returns {string}
 */
export function titleOf({ kind, contact, badgeCode }, t) {
  if (kind === "withdrawn") return t("Taken back by the visitor");
  if (kind === "refused") return t("Visitor who shares nothing");
  const name = nameOf(contact);
  if (name !== "") return name;
  if (kind !== "unknown" || badgeCode === null) return t("Saved without details");
  return t("Badge %(code)s", { code: `\u2068…${badgeCode.slice(-6)}\u2069` });
}

/**
 * @param {LeadCard} card
 * @param {boolean} isNew
 * @param {{texts: Texts, wordTime: (at: number) => string, onOpen: (card: LeadCard) => void}} how
 * @returns {HTMLElement}
 */
function makeRow(card, isNew, { texts, wordTime, onOpen }) {
  const row = makeElement("button", isNew ? "lead-row lead-row--new" : "lead-row");
  row.setAttribute("type", "button");
  row.addEventListener("click", () => onOpen(card));
  const name = makeElement("bdi", "lead-row__name", titleOf(card, texts.t));
  const time = makeElement("span", "lead-row__time ltr", wordTime(card.lastAt));
  const detail = makeElement("bdi", "lead-row__detail", wordDetail(card, texts));
  row.append(makeMark(card), name, time, detail, makeState(card, texts.t));
  const line = document.createElement("li");
  line.dataset.key = card.key;
  line.append(row);
  return line;
}

/** @param {LeadCard} card */
function makeMark({ view, kind }) {
  const mark = makeElement("span", "lead-row__mark");
  if (view.rating !== null) mark.dataset.rating = view.rating;
  mark.append(makeIcon(RATING_ICONS[view.rating ?? ""] ?? KIND_ICONS[kind] ?? "person"));
  return mark;
}

/**
 * @param {LeadCard} card
 * @param {Texts} texts
 * @returns {string}
 */
function wordDetail(card, { t }) {
  const { kind, meetings, view, contact } = card;
  if (kind === "unknown") return t("Details come once the badge is registered");
  if (kind === "refused") return t("The scan counts");
  if (kind === "withdrawn") return t("Nothing of this person is kept");
  if (card.callAskedAt !== null) return t("Asked to be called");
  const last = meetings.at(-1);
  const who = last !== undefined && !last.isMine ? last.member : "";
  return [who, workOf(contact), ...view.tags].filter(Boolean).join(" · ");
}

/**
 * @param {LeadCard} card
 * @param {Texts["t"]} t
 */
function makeState({ isPending, isTraining }, t) {
  const state = makeElement("span", "lead-row__state", isTraining ? t("Test") : "");
  state.dataset.pending = String(isPending);
  if (isPending) state.setAttribute("aria-label", t("Not sent yet"));
  return state;
}
