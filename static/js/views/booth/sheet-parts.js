/** What a lead's sheet says of a person: name, ways to reach him, notes, history. */

import { elementById, makeElement, setShown, setText } from "../../helpers/dom.js";
import { MANUAL_FIELDS } from "../../domain/lead-messages.js";
import { arabicNameOf, nameOf, placeOf, workOf } from "../../models/booth/contact.js";
import { titleOf } from "./lead-rows.js";

/** @typedef {import("../../models/booth/lead-card.js").LeadCard} LeadCard */
/** @typedef {import("../../helpers/i18n.js").Texts} Texts */

/**
 * @param {LeadCard} card
 * @param {Texts} texts
 */
export function fillHead(card, { t }) {
  const { contact } = card;
  setText("sheet-name", titleOf(card, t));
  setText("sheet-work", workOf(contact));
  const arabic = arabicNameOf(contact);
  setText("sheet-place", [arabic === nameOf(contact) ? "" : arabic, placeOf(contact)].filter(Boolean).join(" · "));
  const ways = [makeWay("tel:", contact?.phone), makeWay("mailto:", contact?.email)];
  elementById("sheet-ways").replaceChildren(...ways.filter((way) => way !== null));
}

/**
 * @param {LeadCard} card
 * @param {Texts} texts
 * @param {(at: number) => string} wordTime
 */
export function fillState({ kind, level, callAskedAt }, { t }, wordTime) {
  const asks = callAskedAt === null ? "" : t("Asked at %(time)s to be called.", { time: wordTime(callAskedAt) });
  const shares = level === "card" ? t("Shares the card only: no e-mail, no phone.") : "";
  const words = wordKind(kind, t) || [asks, shares].filter(Boolean).join(" ");
  setText("sheet-state", words);
  setShown("sheet-state", words !== "");
  setShown("sheet-qualify", kind === "lead" || kind === "unknown");
}

/**
 * @param {LeadCard} card
 * @param {(at: number) => string} wordTime
 */
export function fillNotes({ view }, wordTime) {
  const notes = view.notes.map(({ at, member, text }) => {
    const note = document.createElement("li");
    note.dir = "auto";
    note.append(text, makeElement("small", "", `${member} · ${wordTime(at)}`));
    return note;
  });
  elementById("sheet-notes").replaceChildren(...notes);
}

/**
 * @param {LeadCard} card
 * @param {Texts} texts
 * @param {(at: number) => string} wordTime
 */
export function fillHistory({ meetings, view, corrected }, { t }, wordTime) {
  const met = meetings.map(({ at, member }) => t("%(time)s · scanned by %(name)s", { time: wordTime(at), name: member }));
  const rated = view.ratings.map(({ at, member, value }) =>
    t("%(time)s · %(name)s: %(rating)s", { time: wordTime(at), name: member, rating: wordRating(value, t) }));
  const own = corrected.length > 0 ? [t("Written by your team: %(fields)s", { fields: corrected.map((field) => nameField(field, t)).join(", ") })] : [];
  const lines = [...met, ...rated, ...own].map((words) => makeElement("li", "", words));
  elementById("sheet-history").replaceChildren(...lines);
}

/**
 * @param {LeadCard} card
 * @param {Texts} texts
 * @param {(field: string, value: string) => void} write
 */
export function fillContact({ contact }, { t }, write) {
  const fields = MANUAL_FIELDS.map((name) => {
    const field = makeElement("div", "field");
    const label = /** @type {HTMLLabelElement} */ (makeElement("label", "", nameField(name, t)));
    const input = document.createElement("input");
    input.id = `contact-${name}`;
    input.dataset.k = `contact ${name}`;
    input.dir = name === "phone" || name === "email" ? "ltr" : "auto";
    input.maxLength = 200;
    input.value = /** @type {Record<string, string>} */ (contact ?? {})[name] ?? "";
    input.addEventListener("change", () => write(name, input.value.trim()));
    label.htmlFor = input.id;
    field.append(label, input);
    return field;
  });
  elementById("sheet-contact").replaceChildren(...fields);
}

/**
 * @param {string} scheme
 * @param {string | undefined} address
 * @returns {HTMLElement | null}
 */
function makeWay(scheme, address) {
  if (!address) return null;
  const link = document.createElement("a");
  link.href = scheme + encodeURI(address.replace(/\s/g, ""));
  link.textContent = address;
  const way = document.createElement("li");
  way.append(link);
  return way;
}

/**
 * @param {LeadCard["kind"]} kind
 * @param {Texts["t"]} t
 * @returns {string}
 */
function wordKind(kind, t) {
  if (kind === "unknown") return t("This badge is not on the list yet. What you write is kept; the details come by themselves.");
  if (kind === "refused") return t("This visitor prefers to share nothing. The scan counts; you can offer your own card.");
  if (kind === "withdrawn") return t("The visitor took the details back. Nothing of this person is kept here.");
  return "";
}

/**
 * @param {string} rating
 * @param {Texts["t"]} t
 */
function wordRating(rating, t) {
  if (rating === "hot") return t("Hot");
  return rating === "warm" ? t("Warm") : t("Cold");
}

/**
 * @param {string} field
 * @param {Texts["t"]} t
 * @returns {string}
 */
function nameField(field, t) {
  /** @type {Record<string, string>} */
  const names = {
    first_name: t("First name"),
    last_name: t("Last name"),
    company: t("Company"),
    job_title: t("Job title"),
    email: t("E-mail"),
    phone: t("Phone"),
    city: t("City"),
    country: t("Country"),
  };
  return names[field] ?? field;
}
