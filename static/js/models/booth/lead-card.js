/**
 * A lead as this phone shows it: what the server folded last, with what was captured and tapped
 * here folded in. The fold is domain/lead.js; this adds whose badge it is and how sure that is.
 */

import { correctedTime } from "../../domain/clock.js";
import { EMPTY_LEAD, foldLead, viewLead } from "../../domain/lead.js";
import { REFUSED_BY_VISITOR, UNKNOWN_BADGE } from "../../domain/lead-capture.js";
import { contactOfWire } from "./contact.js";

/** @typedef {import("./contact.js").Contact} Contact */
/** @typedef {import("../../domain/lead-messages.js").CaptureFact} CaptureFact */
/** @typedef {import("../../domain/lead-messages.js").EditFact} EditFact */
/** @typedef {import("../../domain/lead.js").LeadView} LeadView */
/** @typedef {{at: number, member: string, isMine: boolean, capture_id: string}} Meeting */
/**
 * `kind`: `lead`, `unknown` (a badge nobody knows yet), `refused` (the visitor shares nothing),
 * `withdrawn` (the visitor took it back). `corrected` names the fields the exhibitor wrote himself.
 * @typedef {"lead" | "unknown" | "refused" | "withdrawn"} CardKind
 * @typedef {{
 *   key: string,
 *   kind: CardKind,
 *   contact: Contact | null,
 *   corrected: string[],
 *   badgeCode: string | null,
 *   view: LeadView,
 *   meetings: Meeting[],
 *   level: string | null,
 *   callAskedAt: number | null,
 *   isTraining: boolean,
 *   isPending: boolean,
 *   firstAt: number,
 *   lastAt: number,
 *   captureId: string,
 * }} LeadCard
 */
/**
 * Own facts as this phone keeps them. `change_number` is null until the server has answered.
 * @typedef {{
 *   capture_id: string,
 *   fact: CaptureFact,
 *   found: {attendeeId: string, level: string, contact: Contact | null} | null,
 *   verdict: string,
 *   lead_id: string | null,
 *   already: {member: string, at: number} | null,
 *   change_number: number | null,
 * }} OwnCapture
 * @typedef {{edit_id: string, fact: EditFact, change_number: number | null}} OwnEdit
 */
/** @typedef {{key: string, server: any, captures: OwnCapture[], edits: OwnEdit[], me: string}} CardParts */

/**
 * @param {CardParts} parts `server` is the feed's lead or null, `me` this phone's member
 * @returns {LeadCard}
 */
export function makeCard({ key, server, captures, edits, me }) {
  const own = captures.map(({ fact }) => toCapture(fact, me));
  const lead = foldLead(own, edits.map(({ fact }) => toEdit(fact, me)), server?.fold ?? EMPTY_LEAD);
  const view = viewLead(lead);
  const kind = kindOf(server, captures);
  const isGone = kind === "withdrawn";
  const mine = new Set(captures.map(({ capture_id }) => capture_id));
  return {
    key,
    kind,
    contact: isGone ? null : contactOf(server, captures, view.own_contact),
    corrected: Object.keys(view.own_contact),
    badgeCode: captures.at(-1)?.fact.badge_code ?? server?.badge_code ?? null,
    view,
    meetings: lead.captures.map(({ at, member, capture_id }) =>
      ({ at, member, isMine: mine.has(capture_id), capture_id })),
    level: captures.find(({ found }) => found !== null)?.found?.level ?? null,
    callAskedAt: isGone ? null : (server?.call_asked_at ?? null),
    isTraining: server?.is_training ?? captures.every(({ fact }) => fact.training),
    isPending: [...captures, ...edits].some(({ change_number }) => change_number === null),
    firstAt: lead.captures[0]?.at ?? server?.captured_at ?? 0,
    lastAt: lead.captures.at(-1)?.at ?? server?.last_at ?? 0,
    captureId: lead.captures.at(-1)?.capture_id ?? "",
  };
}

/**
 * When a fact happened, by the server's clock.
 * @param {{device_time: number, clock_offset_ms: number}} fact
 * @returns {number}
 */
export function timeOf(fact) {
  return correctedTime(fact.device_time, fact.clock_offset_ms);
}

/**
 * Who met this person before that capture, the latest first to be told.
 * @param {LeadCard} card
 * @param {string} captureId
 * @returns {Meeting | null} null when nobody else did
 */
export function findEarlier({ meetings }, captureId) {
  const at = meetings.find(({ capture_id }) => capture_id === captureId)?.at ?? Infinity;
  const earlier = meetings.filter((one) => one.capture_id !== captureId && one.at <= at);
  return earlier.filter(({ isMine }) => !isMine).at(-1) ?? null;
}

/**
 * @param {CaptureFact} fact
 * @param {string} me
 * @returns {import("../../domain/lead.js").Capture}
 */
function toCapture(fact, me) {
  const { fact_id: capture_id, scan_type, source, manual } = fact;
  return { capture_id, at: timeOf(fact), member: me, device: "", scan_type, source, manual };
}

/**
 * @param {EditFact} fact
 * @param {string} me
 * @returns {import("../../domain/lead.js").Edit}
 */
function toEdit(fact, me) {
  const { fact_id: edit_id, field, value, hybrid_time } = fact;
  return { edit_id, field, value, hybrid_time, member: me, at: timeOf(fact) };
}

/**
 * @param {any} server
 * @param {OwnCapture[]} captures
 * @returns {CardKind}
 */
function kindOf(server, captures) {
  if (server?.state === "withdrawn") return "withdrawn";
  const verdict = captures.at(-1)?.verdict;
  if (verdict === REFUSED_BY_VISITOR) return "refused";
  if (server !== null) {
    const isNobody = server.attendee_id === null && server.badge_code && !server.is_training;
    return isNobody ? "unknown" : "lead";
  }
  return verdict === UNKNOWN_BADGE ? "unknown" : "lead";
}

/**
 * What the visitor shares, and over it what the exhibitor wrote.
 * @param {any} server
 * @param {OwnCapture[]} captures
 * @param {Record<string, string>} written
 * @returns {Contact | null}
 */
function contactOf(server, captures, written) {
  const found = captures.find((one) => one.found?.contact)?.found?.contact ?? null;
  const shared = contactOfWire(server?.contact) ?? found;
  const own = contactOfWire(written) ?? {};
  if (shared === null && Object.keys(own).length === 0) return null;
  const isRenamed = own.first_name !== undefined || own.last_name !== undefined;
  return { ...shared, ...(isRenamed ? { name: "" } : {}), ...own };
}
