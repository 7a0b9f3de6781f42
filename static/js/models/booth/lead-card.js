/**
 * A lead as this phone shows it: what the server folded last, and on top what was tapped here and
 * is not in that fold yet. The rule of the fold is domain/lead.js; this only previews it.
 */

import { correctedTime } from "../../domain/clock.js";
import { contactOfWire } from "./contact.js";

/** @typedef {import("./contact.js").Contact} Contact */
/** @typedef {"hot" | "warm" | "cold"} Rating */
/** @typedef {{at: number, member: string, text: string}} Note */
/** @typedef {{what: string, due_on: string | null}} NextAction */
/** @typedef {{given: boolean, text_version: number, language: string, at?: number}} Consent */
/** @typedef {{at: number, member: string, isMine: boolean, capture_id: string | null}} Meeting */
/**
 * `kind`: `lead`, `unknown` (a badge nobody knows yet), `refused` (the visitor shares nothing),
 * `withdrawn` (the visitor took it back).
 * @typedef {{
 *   key: string,
 *   kind: "lead" | "unknown" | "refused" | "withdrawn",
 *   contact: Contact | null,
 *   corrected: string[],
 *   badgeCode: string | null,
 *   rating: Rating | null,
 *   ratings: Record<string, Rating | null>,
 *   tags: string[],
 *   answers: Record<string, any>,
 *   notes: Note[],
 *   nextAction: NextAction | null,
 *   consent: Consent | null,
 *   isHidden: boolean,
 *   isTraining: boolean,
 *   isPending: boolean,
 *   level: string | null,
 *   firstAt: number,
 *   lastAt: number,
 *   meetings: Meeting[],
 *   captureId: string | null,
 * }} LeadCard
 */
/**
 * Own facts as the book keeps them. `change_number` is null until the server has answered.
 * @typedef {{
 *   capture_id: string,
 *   fact: import("./facts.js").CaptureFact,
 *   found: {attendeeId: string, level: string, contact: Contact | null} | null,
 *   verdict: string,
 *   lead_id: string | null,
 *   already: {member: string, at: number} | null,
 *   change_number: number | null,
 * }} OwnCapture
 * @typedef {{edit_id: string, fact: import("./facts.js").EditFact, change_number: number | null}} OwnEdit
 */
/** @typedef {{key: string, server: any, captures: OwnCapture[], edits: OwnEdit[], me: string}} CardParts */

/**
 * @param {CardParts} parts `server` is the feed's lead or null, `me` this phone's member
 * @returns {LeadCard}
 */
export function makeCard({ key, server, captures, edits, me }) {
  const base = withCaptures(server === null ? emptyCard(key) : cardOfServer(key, server), captures, me);
  const isKnown = (/** @type {{change_number: number | null}} */ own) =>
    server !== null && own.change_number !== null && own.change_number <= (server.n ?? -1);
  const fresh = edits.filter((edit) => !isKnown(edit)).sort(byHybridTime);
  const card = fresh.reduce((before, edit) => applyEdit(before, edit.fact, me), base);
  const isPending = [...captures, ...edits].some((own) => own.change_number === null);
  return { ...card, isPending };
}

/**
 * One tap on top of a card.
 * @param {LeadCard} card
 * @param {import("./facts.js").EditFact} edit
 * @param {string} me
 * @returns {LeadCard}
 */
export function applyEdit(card, edit, me) {
  const { field, value } = edit;
  const [kind, name = ""] = splitField(field);
  const change = CHANGES[kind];
  return change === undefined ? card : { ...card, ...change(card, { name, value, edit, me }) };
}

/** @typedef {{name: string, value: any, edit: import("./facts.js").EditFact, me: string}} Tap */
/** @type {Readonly<Record<string, (card: LeadCard, tap: Tap) => Partial<LeadCard>>>} */
const CHANGES = Object.freeze({
  rating: (card, { value, me }) => ({ rating: value, ratings: { ...card.ratings, [me]: value } }),
  tag: (card, { name, value }) => ({
    tags: [...card.tags.filter((tag) => tag !== name), ...(value ? [name] : [])],
  }),
  answer: (card, { name, value }) => ({ answers: { ...card.answers, [name]: value } }),
  note: (card, { value, edit, me }) => ({
    notes: [...card.notes, { at: timeOf(edit), member: me, text: String(value) }],
  }),
  next_action: (_, { value }) => ({ nextAction: value }),
  consent: (_, { value, edit }) => ({ consent: { ...value, at: timeOf(edit) } }),
  contact: (card, { name, value }) => ({
    contact: { ...card.contact, [name]: value },
    corrected: [...new Set([...card.corrected, name])],
  }),
  hidden: (_, { value }) => ({ isHidden: value === true }),
});

/**
 * @param {string} key
 * @returns {LeadCard}
 */
function emptyCard(key) {
  return {
    key,
    kind: "lead",
    contact: null,
    corrected: [],
    badgeCode: null,
    rating: null,
    ratings: {},
    tags: [],
    answers: {},
    notes: [],
    nextAction: null,
    consent: null,
    isHidden: false,
    isTraining: false,
    isPending: false,
    level: null,
    firstAt: Infinity,
    lastAt: -Infinity,
    meetings: [],
    captureId: null,
  };
}

/**
 * @param {string} key
 * @param {any} lead of `GET /api/v1/leads/changes`
 * @returns {LeadCard}
 */
function cardOfServer(key, lead) {
  const isWithdrawn = lead.state === "withdrawn";
  const captures = /** @type {any[]} */ (lead.captures ?? []);
  return {
    ...emptyCard(key),
    kind: isWithdrawn ? "withdrawn" : lead.attendee_id === null && !lead.contact ? "unknown" : "lead",
    contact: contactOfWire(lead.contact),
    corrected: lead.corrected ?? [],
    badgeCode: lead.badge_code ?? null,
    rating: lead.rating ?? null,
    ratings: lead.ratings ?? {},
    tags: lead.tags ?? [],
    answers: lead.answers ?? {},
    notes: lead.notes ?? [],
    nextAction: lead.next_action ?? null,
    consent: lead.consent ?? null,
    isHidden: lead.state === "hidden",
    isTraining: lead.is_training ?? lead.training ?? false,
    level: lead.provenance?.level ?? null,
    firstAt: lead.captured_at ?? Infinity,
    lastAt: lead.last_at ?? -Infinity,
    meetings: captures.map(({ at, member, capture_id = null }) =>
      ({ at, member: member ?? "", isMine: false, capture_id })),
    captureId: captures.find((capture) => capture.capture_id)?.capture_id ?? null,
  };
}

/**
 * @param {LeadCard} card
 * @param {OwnCapture[]} captures
 * @param {string} me
 * @returns {LeadCard}
 */
function withCaptures(card, captures, me) {
  if (captures.length === 0) return card;
  const meetings = joinMeetings(card.meetings, captures, me);
  const last = /** @type {OwnCapture} */ (captures.at(-1));
  const isWithdrawn = card.kind === "withdrawn";
  return {
    ...card,
    kind: isWithdrawn ? card.kind : kindOf(card, captures),
    contact: isWithdrawn ? null : mergeContact(card, captures),
    badgeCode: last.fact.badge_code ?? card.badgeCode,
    isTraining: card.isTraining || captures.every(({ fact }) => fact.training),
    level: captures.find(({ found }) => found !== null)?.found?.level ?? card.level,
    firstAt: Math.min(card.firstAt, ...captures.map(({ fact }) => timeOf(fact))),
    lastAt: Math.max(card.lastAt, ...captures.map(({ fact }) => timeOf(fact))),
    meetings,
    captureId: last.capture_id,
  };
}

/**
 * @param {LeadCard} card
 * @param {OwnCapture[]} captures
 * @returns {LeadCard["kind"]}
 */
function kindOf({ contact }, captures) {
  const verdict = captures.at(-1)?.verdict;
  if (verdict === "refused_by_visitor") return "refused";
  const isNamed = contact !== null || captures.some(({ found, fact }) => found?.contact || fact.manual);
  return verdict === "unknown_badge" && !isNamed ? "unknown" : "lead";
}

/**
 * @param {LeadCard} card
 * @param {OwnCapture[]} captures
 * @returns {Contact | null}
 */
function mergeContact({ contact }, captures) {
  if (contact !== null) return contact;
  const known = captures.find(({ found }) => found?.contact)?.found?.contact;
  return known ?? contactOfWire(captures.find(({ fact }) => fact.manual)?.fact.manual) ?? null;
}

/**
 * The server tells of this phone's captures too: each is one meeting.
 * @param {Meeting[]} told
 * @param {OwnCapture[]} captures
 * @param {string} me
 * @returns {Meeting[]} earliest first
 */
function joinMeetings(told, captures, me) {
  const own = captures.map(({ capture_id, fact }) =>
    ({ at: timeOf(fact), member: me, isMine: true, capture_id }));
  const mine = new Set(own.map(({ capture_id }) => capture_id));
  const others = told.filter(({ capture_id, member, at }) =>
    capture_id !== null ? !mine.has(capture_id) : !own.some((o) => o.member === member && Math.abs(o.at - at) < 2));
  return [...others, ...own].sort((a, b) => a.at - b.at);
}

/**
 * @param {string} field
 * @returns {[string, string?]}
 */
function splitField(field) {
  const colon = field.indexOf(":");
  return colon < 0 ? [field] : [field.slice(0, colon), field.slice(colon + 1)];
}

/**
 * @param {{device_time: number, clock_offset_ms: number}} fact
 * @returns {number}
 */
export function timeOf(fact) {
  return correctedTime(fact.device_time, fact.clock_offset_ms);
}

/**
 * @param {OwnEdit} a
 * @param {OwnEdit} b
 */
function byHybridTime(a, b) {
  return a.fact.hybrid_time < b.fact.hybrid_time ? -1 : 1;
}
