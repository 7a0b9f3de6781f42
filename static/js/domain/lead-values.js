/**
 * The values an edit may give to a lead's fields. The Python side is in `domain/lead_messages.py`.
 */

import { ANSWER, CONSENT, CONTACT, HIDDEN, NEXT_ACTION, NOTE, RATING, RATINGS, TAG } from "./lead.js";
import { isAnswer, LANGUAGES, readAnswer } from "./qualifiers.js";
import { cleanText, isObject, isWhole } from "./wire-checks.js";

export const MANUAL_FIELDS = Object.freeze([
  "first_name",
  "last_name",
  "company",
  "job_title",
  "email",
  "phone",
  "city",
  "country",
]);
export const MAX_NOTE = 4_000;
export const MAX_ACTION = 300;
export const MAX_CONTACT = 200;
const DAY = /^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/;

/**
 * @typedef {{isValid: (value: unknown) => boolean, read: (value: any) => unknown}} FieldRule
 */

/** @type {Readonly<Record<string, FieldRule>>} */
const RULES = Object.freeze({
  [RATING]: {
    isValid: (v) => v === null || (typeof v === "string" && RATINGS.includes(v)),
    read: (v) => v,
  },
  [NOTE]: {
    isValid: (v) => typeof v === "string" && /[^ \t\n\r]/.test(v),
    read: (v) => cleanText(v, MAX_NOTE),
  },
  [NEXT_ACTION]: { isValid: isNextAction, read: readNextAction },
  [CONSENT]: { isValid: isConsent, read: readConsent },
  [HIDDEN]: { isValid: (v) => typeof v === "boolean", read: (v) => v },
  [TAG]: { isValid: (v) => typeof v === "boolean", read: (v) => v },
  [ANSWER]: { isValid: isAnswer, read: readAnswer },
  [CONTACT]: {
    isValid: (v) => v === null || typeof v === "string",
    read: (v) => (v === null ? null : cleanText(v, MAX_CONTACT)),
  },
});

/**
 * Whether a field can have this value.
 * @param {string} field one that `isField` lets pass
 * @param {unknown} value
 * @returns {boolean}
 */
export function isLeadValue(field, value) {
  return ruleOf(field).isValid(value);
}

/**
 * The value as it is kept: texts clipped and cleaned, nothing that is not asked for.
 * @param {string} field
 * @param {unknown} value one that the field can have
 * @returns {unknown}
 */
export function readLeadValue(field, value) {
  return ruleOf(field).read(value);
}

/**
 * @param {string} field
 * @returns {FieldRule}
 */
function ruleOf(field) {
  const prefix = [TAG, ANSWER, CONTACT].find((one) => field.startsWith(one));
  const rule = RULES[prefix ?? field];
  if (rule === undefined) throw new RangeError(`no such field: ${field}`);
  return rule;
}

/**
 * @param {unknown} value
 * @returns {boolean}
 */
function isNextAction(value) {
  if (value === null) return true;
  if (!isObject(value) || typeof value.what !== "string") return false;
  const dueOn = value.due_on ?? null;
  return dueOn === null || (typeof dueOn === "string" && DAY.test(dueOn));
}

/**
 * @param {{what: string, due_on?: string | null} | null} value
 * @returns {{what: string, due_on: string | null} | null}
 */
function readNextAction(value) {
  if (value === null) return null;
  return { what: cleanText(value.what, MAX_ACTION), due_on: value.due_on ?? null };
}

/**
 * @param {unknown} value
 * @returns {boolean}
 */
function isConsent(value) {
  if (value === null) return true;
  if (!isObject(value) || typeof value.given !== "boolean") return false;
  const isKnown = typeof value.language === "string" && LANGUAGES.includes(value.language);
  return isKnown && isWhole(value.text_version, 1, 2 ** 31);
}

/**
 * @param {{given: boolean, text_version: number, language: string} | null} value
 * @returns {{given: boolean, text_version: number, language: string} | null}
 */
function readConsent(value) {
  if (value === null) return null;
  const { given, text_version, language } = value;
  return { given, text_version, language };
}
