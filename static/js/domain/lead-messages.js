/**
 * What booths' devices send: captures and edits, one numbered stream of facts per device.
 * Wire objects keep the field names of the wire. The Python twin is `domain/lead_messages.py`.
 */

import { MAX_TEXT_LENGTH } from "./badge-code.js";
import { countCodePoints } from "./code-points.js";
import { parseHybridTime } from "./hybrid-time.js";
import { isScanId } from "./ids.js";
import { ANSWER, CONSENT, CONTACT, HIDDEN, NEXT_ACTION, NOTE, RATING, TAG } from "./lead.js";
import { isLeadValue, MANUAL_FIELDS, MAX_CONTACT, readLeadValue } from "./lead-values.js";
import { checkVersion, MessageError, PROTOCOL_VERSION, SOURCES } from "./messages.js";
import { isQuestionCode } from "./qualifiers.js";
import * as checks from "./wire-checks.js";

export { MANUAL_FIELDS } from "./lead-values.js";

export const MAX_FACTS_PER_BATCH = 500;
export const MANUAL = "manual";
export const CAPTURE_SOURCES = Object.freeze([...SOURCES, MANUAL]);
const MAX_TAG = 40;

/**
 * A booth's device saw a badge code, or somebody was typed in.
 * @typedef {{
 *   kind: "capture",
 *   fact_id: string,
 *   device_seq: number,
 *   scan_type: string,
 *   badge_code: string | null,
 *   source: string,
 *   device_time: number,
 *   clock_offset_ms: number,
 *   decode_ms: number | null,
 *   training: boolean,
 *   manual: Record<string, string> | null,
 * }} CaptureFact
 */

/**
 * One field of the lead that `capture_id` belongs to was set.
 * @typedef {{
 *   kind: "edit",
 *   fact_id: string,
 *   device_seq: number,
 *   capture_id: string,
 *   field: string,
 *   value: unknown,
 *   hybrid_time: string,
 *   device_time: number,
 *   clock_offset_ms: number,
 * }} EditFact
 */

/**
 * @typedef {CaptureFact | EditFact} Fact
 * @typedef {{fact_id: string | null, reason: string, field: string}} BadFact
 */

/**
 * The server's word on one fact. `lead` is what it says of a capture's lead; devices that only
 * scan get null.
 * @typedef {{
 *   fact_id: string | null,
 *   status: string,
 *   reason: string,
 *   retryable: boolean,
 *   change_number: number | null,
 *   lead: {
 *     lead_id: string | null,
 *     verdict: string,
 *     contact: Record<string, string | null> | null,
 *     already: {member: string, at: number} | null,
 *   } | null,
 * }} FactReceipt
 */

/** @type {Readonly<Record<string, (value: unknown) => boolean>>} */
const CAPTURE_CHECKS = Object.freeze({
  device_seq: checks.isSequenceNumber,
  scan_type: (v) => checks.isShortText(v) && v.length > 0 && countCodePoints(v) <= 40,
  badge_code: (v) => v === null || typeof v === "string",
  source: (v) => typeof v === "string" && CAPTURE_SOURCES.includes(v),
  device_time: checks.isTime,
  clock_offset_ms: checks.isOffset,
  decode_ms: checks.isDecodeTime,
  training: (v) => typeof v === "boolean",
  manual: isManual,
});

/** @type {Readonly<Record<string, (value: unknown) => boolean>>} */
const EDIT_CHECKS = Object.freeze({
  device_seq: checks.isSequenceNumber,
  capture_id: isScanId,
  field: isField,
  hybrid_time: (v) => parseHybridTime(v) !== null,
  device_time: checks.isTime,
  clock_offset_ms: checks.isOffset,
});

const PLAIN_FIELDS = Object.freeze([RATING, NOTE, NEXT_ACTION, CONSENT, HIDDEN]);

/**
 * One `facts` message. Throws MessageError `batch_too_large`.
 * @param {ReadonlyArray<Fact>} facts
 * @returns {{v: number, facts: ReadonlyArray<Fact>}}
 */
export function makeFactBatch(facts) {
  if (facts.length > MAX_FACTS_PER_BATCH) {
    throw new MessageError("batch_too_large", `at most ${MAX_FACTS_PER_BATCH} facts at a time`);
  }
  return { v: PROTOCOL_VERSION, facts };
}

/**
 * The facts of one `facts` message, in order; what is none becomes a BadFact.
 * Throws MessageError `malformed_message`, `wrong_version` or `batch_too_large`.
 * @param {unknown} message
 * @returns {Array<Omit<CaptureFact, "kind"> | Omit<EditFact, "kind"> | BadFact>}
 */
export function parseFactBatch(message) {
  const { facts } = checkVersion(message);
  if (!Array.isArray(facts)) {
    throw new MessageError("malformed_message", "`facts` must be a list");
  }
  return makeFactBatch(facts).facts.map(parseFact);
}

/**
 * One fact, or why it is none.
 * @param {unknown} raw
 * @returns {Omit<CaptureFact, "kind"> | Omit<EditFact, "kind"> | BadFact}
 */
export function parseFact(raw) {
  if (!checks.isObject(raw)) return badFact(null, "fact");
  if (!isScanId(raw.fact_id)) return badFact(null, "fact_id");
  if (raw.kind === "capture") return parseCapture(raw.fact_id, raw);
  if (raw.kind === "edit") return parseEdit(raw.fact_id, raw);
  return badFact(raw.fact_id, "kind");
}

/**
 * Whether an edit may name this field.
 * @param {unknown} name
 * @returns {name is string}
 */
export function isField(name) {
  if (!checks.isShortText(name)) return false;
  if (name.startsWith(TAG)) {
    const length = countCodePoints(name) - TAG.length;
    return 0 < length && length <= MAX_TAG;
  }
  if (name.startsWith(ANSWER)) return isQuestionCode(name.slice(ANSWER.length));
  if (name.startsWith(CONTACT)) return MANUAL_FIELDS.includes(name.slice(CONTACT.length));
  return PLAIN_FIELDS.includes(name);
}

/**
 * @param {string} factId
 * @param {Record<string, unknown>} raw
 * @returns {Omit<CaptureFact, "kind"> | BadFact}
 */
function parseCapture(factId, raw) {
  const fields = pick(raw, CAPTURE_CHECKS);
  const wrong = findWrong(fields, CAPTURE_CHECKS);
  if (wrong !== undefined) return badFact(factId, wrong);
  const capture = /** @type {Omit<CaptureFact, "kind">} */ ({ fact_id: factId, ...fields });
  const isTyped = capture.source === MANUAL;
  if (isTyped !== (capture.badge_code === null)) return badFact(factId, "badge_code");
  if (isTyped !== (capture.manual !== null)) return badFact(factId, "manual");
  const code = capture.badge_code;
  return {
    ...capture,
    badge_code: code === null ? null : checks.cleanText(code, MAX_TEXT_LENGTH + 1),
    manual: capture.manual === null ? null : cleanManual(capture.manual),
  };
}

/**
 * @param {string} factId
 * @param {Record<string, unknown>} raw
 * @returns {Omit<EditFact, "kind"> | BadFact}
 */
function parseEdit(factId, raw) {
  const fields = pick(raw, EDIT_CHECKS);
  const wrong = findWrong(fields, EDIT_CHECKS);
  if (wrong !== undefined) return badFact(factId, wrong);
  const edit = /** @type {Omit<EditFact, "kind">} */ ({ fact_id: factId, value: null, ...fields });
  const value = raw.value ?? null;
  if (!isLeadValue(edit.field, value)) return badFact(factId, "value");
  return { ...edit, value: readLeadValue(edit.field, value) };
}

/**
 * @param {Record<string, unknown>} raw
 * @param {Readonly<Record<string, unknown>>} wanted
 * @returns {Record<string, unknown>}
 */
function pick(raw, wanted) {
  return Object.fromEntries(Object.keys(wanted).map((name) => [name, raw[name] ?? null]));
}

/**
 * @param {Record<string, unknown>} fields
 * @param {Readonly<Record<string, (value: unknown) => boolean>>} wanted
 * @returns {string | undefined}
 */
function findWrong(fields, wanted) {
  return Object.keys(wanted).find((name) => !wanted[name]?.(fields[name]));
}

/**
 * @param {unknown} value
 * @returns {boolean}
 */
function isManual(value) {
  if (value === null) return true;
  if (!checks.isObject(value)) return false;
  const typed = MANUAL_FIELDS.map((name) => value[name] ?? null);
  return typed.every((text) => text === null || typeof text === "string");
}

/**
 * @param {Record<string, string | null>} manual
 * @returns {Record<string, string>}
 */
function cleanManual(manual) {
  const typed = MANUAL_FIELDS.map((name) => [
    name,
    checks.cleanText(manual[name] ?? "", MAX_CONTACT),
  ]);
  return Object.fromEntries(typed);
}

/**
 * @param {string | null} factId
 * @param {string} field
 * @returns {BadFact}
 */
function badFact(factId, field) {
  return { fact_id: factId, reason: "malformed_fact", field };
}
