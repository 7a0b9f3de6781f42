/**
 * A lead: what an exhibitor's devices captured of one person and wrote about them, folded.
 *
 * The fold takes captures and edits in any order, each any number of times, and gives the same
 * lead. Values keep the field names of the wire. The Python twin is `domain/lead.py`.
 */

import { compareTexts } from "./code-points.js";

export const RATINGS = Object.freeze(["hot", "warm", "cold"]);
export const RATING = "rating";
export const NOTE = "note";
export const TAG = "tag:";
export const ANSWER = "answer:";
export const CONTACT = "contact:";
export const NEXT_ACTION = "next_action";
export const CONSENT = "consent:mailing";
export const HIDDEN = "hidden";
const RATING_OF = "rating:";

/**
 * A scan of somebody's badge, or somebody typed in. `at` is corrected time; `member` and `device`
 * are names.
 * @typedef {{
 *   capture_id: string,
 *   at: number,
 *   member: string,
 *   device: string,
 *   scan_type: string,
 *   source: string,
 *   manual: Record<string, string> | null,
 * }} Capture
 */

/**
 * One field set to one value by one member at one hybrid time.
 * @typedef {{
 *   edit_id: string,
 *   field: string,
 *   value: unknown,
 *   hybrid_time: string,
 *   member: string,
 *   at: number,
 * }} Edit
 */

/**
 * @typedef {{edit_id: string, hybrid_time: string, member: string, at: number, text: string}} Note
 * @typedef {{value: unknown, stamp: string, member: string, at: number}} FieldValue
 */

/**
 * The fold: captures by time, notes by hybrid time, fields by name.
 * @typedef {{
 *   captures: ReadonlyArray<Capture>,
 *   notes: ReadonlyArray<Note>,
 *   fields: Readonly<Record<string, FieldValue>>,
 * }} Lead
 */

/**
 * What people see of a lead.
 * @typedef {{
 *   rating: string | null,
 *   ratings: Array<{member: string, value: string, at: number}>,
 *   tags: string[],
 *   answers: Record<string, unknown>,
 *   notes: Array<{at: number, member: string, text: string}>,
 *   next_action: {what: string, due_on: string | null} | null,
 *   own_contact: Record<string, string>,
 *   consent: {given: boolean, text_version: number, language: string, at: number, member: string} | null,
 *   is_hidden: boolean,
 *   hybrid_time: string | null,
 * }} LeadView
 */

/** @type {Readonly<Lead>} */
export const EMPTY_LEAD = Object.freeze({ captures: [], notes: [], fields: {} });

/**
 * `base` with captures and edits added, in whatever order they come.
 * @param {ReadonlyArray<Capture>} captures
 * @param {ReadonlyArray<Edit>} edits
 * @param {Readonly<Lead>} [base]
 * @returns {Lead}
 */
export function foldLead(captures, edits, base = EMPTY_LEAD) {
  const known = new Map([...base.captures, ...captures].map((one) => [one.capture_id, one]));
  const added = edits.filter((edit) => edit.field === NOTE).map(asNote);
  const notes = new Map([...base.notes, ...added].map((one) => [one.edit_id, one]));
  const fields = new Map(Object.entries(base.fields));
  for (const edit of edits) if (edit.field !== NOTE) write(fields, edit);
  return {
    captures: [...known.values()].sort(
      (a, b) => a.at - b.at || compareTexts(a.capture_id, b.capture_id),
    ),
    notes: [...notes.values()].sort(
      (a, b) => compareTexts(a.hybrid_time, b.hybrid_time) || compareTexts(a.edit_id, b.edit_id),
    ),
    fields: Object.fromEntries([...fields].sort(([a], [b]) => compareTexts(a, b))),
  };
}

/**
 * What people see: the newest rating and everybody's, tags that are on, answers given, notes, next
 * action, the details the exhibitor wrote himself, consent to mailing, whether it is hidden, and
 * the greatest hybrid time in it.
 * @param {Readonly<Lead>} lead
 * @returns {LeadView}
 */
export function viewLead(lead) {
  return /** @type {LeadView} */ ({
    rating: valueOf(lead, RATING),
    ratings: named(lead, RATING_OF)
      .filter(([, one]) => one.value !== null)
      .map(([member, one]) => ({ member, value: one.value, at: one.at })),
    tags: named(lead, TAG)
      .filter(([, one]) => one.value === true)
      .map(([name]) => name),
    answers: given(named(lead, ANSWER)),
    notes: lead.notes.map(({ at, member, text }) => ({ at, member, text })),
    next_action: valueOf(lead, NEXT_ACTION),
    own_contact: { ...typedIn(lead), ...given(named(lead, CONTACT)) },
    consent: viewConsent(lead.fields[CONSENT]),
    is_hidden: valueOf(lead, HIDDEN) === true,
    hybrid_time: newestTime(lead),
  });
}

/**
 * The greatest hybrid time in a lead: what a device that reads it moves its clock past.
 * @param {Readonly<Lead>} lead
 * @returns {string | null}
 */
export function newestTime(lead) {
  const written = Object.values(lead.fields).map((one) => one.stamp.split("/")[0] ?? "");
  const times = [...written, ...lead.notes.map((note) => note.hybrid_time)];
  return times.reduce(
    (/** @type {string | null} */ newest, time) => (newest === null || time > newest ? time : newest),
    null,
  );
}

/**
 * @param {Edit} edit
 * @returns {Note}
 */
function asNote(edit) {
  const { edit_id, hybrid_time, member, at } = edit;
  return { edit_id, hybrid_time, member, at, text: /** @type {string} */ (edit.value) };
}

/**
 * The edit's id settles what is of the same time: only a device that errs makes such.
 * @param {Map<string, FieldValue>} fields
 * @param {Edit} edit
 */
function write(fields, edit) {
  const { value, member, at } = edit;
  const written = { value, stamp: `${edit.hybrid_time}/${edit.edit_id}`, member, at };
  const names = edit.field === RATING ? [RATING, RATING_OF + member] : [edit.field];
  for (const name of names) {
    const known = fields.get(name);
    if (known === undefined || written.stamp > known.stamp) fields.set(name, written);
  }
}

/**
 * @param {Readonly<Lead>} lead
 * @param {string} name
 * @returns {unknown}
 */
function valueOf(lead, name) {
  return lead.fields[name]?.value ?? null;
}

/**
 * @param {Readonly<Lead>} lead
 * @param {string} prefix
 * @returns {Array<[string, FieldValue]>}
 */
function named(lead, prefix) {
  return Object.entries(lead.fields)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, one]) => [name.slice(prefix.length), one]);
}

/**
 * @param {Array<[string, FieldValue]>} fields
 * @returns {Record<string, unknown>}
 */
function given(fields) {
  const written = fields.filter(([, one]) => one.value !== null);
  return Object.fromEntries(written.map(([name, one]) => [name, one.value]));
}

/**
 * @param {FieldValue | undefined} consent
 * @returns {object | null}
 */
function viewConsent(consent) {
  if (consent === undefined || consent.value === null) return null;
  return { .../** @type {object} */ (consent.value), at: consent.at, member: consent.member };
}

/**
 * What was typed instead of scanned; the later entry wins, field by field.
 * @param {Readonly<Lead>} lead
 * @returns {Record<string, string>}
 */
function typedIn(lead) {
  const typed = lead.captures.flatMap((capture) => Object.entries(capture.manual ?? {}));
  return Object.fromEntries(typed.filter(([, text]) => text !== ""));
}
