/**
 * An exhibitor's questions and their answers. Answers are codes, whatever language was shown.
 * The Python twin is `domain/qualifiers.py`.
 */

import { compareTexts } from "./code-points.js";
import { cleanText, isObject } from "./wire-checks.js";

export const LANGUAGES = Object.freeze(["fr", "ar", "en"]);
export const MAX_ANSWER = 2_000;
export const MAX_CHOSEN = 50;
export const MOST_STARS = 5;
/** The answer "does not apply", which is not the same as no answer. */
export const NOT_APPLICABLE = Object.freeze({ na: true });

const CODE = /^[a-z][a-z0-9_]{0,39}$/;
const DAY = /^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/;

/**
 * @typedef {"single" | "multiple" | "choice_other" | "text" | "number" | "date" | "yes_no"
 *   | "rating" | "consent"} QualifierKind
 * @typedef {{code: string, labels: Record<string, string>}} Option
 * @typedef {{question: string, any_of: ReadonlyArray<string>}} Condition
 */

/**
 * A question. It is asked only where `condition` holds.
 * @typedef {{
 *   code: string,
 *   kind: QualifierKind,
 *   labels: Record<string, string>,
 *   options: ReadonlyArray<Option>,
 *   condition: Condition | null,
 * }} Qualifier
 */

/**
 * @param {unknown} text
 * @returns {text is string} whether it can name a question or an option
 */
export function isQuestionCode(text) {
  return typeof text === "string" && CODE.test(text);
}

/**
 * Whether any kind of question can have this answer; null takes an answer back. Whether it fits
 * its question is not asked: questions change, what was answered stays.
 * @param {unknown} value
 * @returns {boolean}
 */
export function isAnswer(value) {
  if (value === null || typeof value === "boolean" || typeof value === "string") return true;
  if (typeof value === "number") return Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  if (Array.isArray(value)) return value.length <= MAX_CHOSEN && value.every(isQuestionCode);
  return isObject(value) && isAnswerObject(value);
}

/**
 * An answer as it is kept.
 * @param {any} value one that `isAnswer` lets pass
 * @returns {unknown}
 */
export function readAnswer(value) {
  if (typeof value === "string") return cleanText(value, MAX_ANSWER);
  if (Array.isArray(value)) return [...new Set(value)].sort(compareTexts);
  if (!isObject(value)) return value;
  if (value.na === true) return { ...NOT_APPLICABLE };
  if ("given" in value) return { given: value.given, language: value.language };
  if (typeof value.other !== "string") return { code: value.code, other: null };
  return { code: null, other: cleanText(value.other, MAX_ANSWER) };
}

/**
 * Whether the question is asked after these answers.
 * @param {Pick<Qualifier, "condition">} qualifier
 * @param {Readonly<Record<string, unknown>>} answers by question code
 * @returns {boolean}
 */
export function isAsked(qualifier, answers) {
  const { condition } = qualifier;
  if (condition === null) return true;
  return chosenCodes(answers[condition.question]).some((code) => condition.any_of.includes(code));
}

/**
 * The codes in an answer: yes and no are `yes` and `no`, "other" is `other`.
 * @param {unknown} answer
 * @returns {string[]}
 */
export function chosenCodes(answer) {
  if (typeof answer === "boolean") return [answer ? "yes" : "no"];
  if (typeof answer === "string") return [answer];
  if (Array.isArray(answer)) return answer.filter((code) => typeof code === "string");
  if (!isObject(answer)) return [];
  const codes = [answer.code, answer.other ? "other" : null];
  return /** @type {string[]} */ (codes.filter((code) => typeof code === "string"));
}

/**
 * Whether an answer is one of this question's, as it is asked now.
 * @param {Pick<Qualifier, "kind" | "options">} qualifier
 * @param {unknown} answer
 * @returns {boolean}
 */
export function fits(qualifier, answer) {
  if (isObject(answer) && answer.na === true) return true;
  const codes = qualifier.options.map((option) => option.code);
  const isOne = (/** @type {unknown} */ code) => typeof code === "string" && codes.includes(code);
  if (qualifier.kind === "single") return isOne(answer);
  if (qualifier.kind === "multiple") return Array.isArray(answer) && answer.every(isOne);
  if (qualifier.kind === "choice_other") return isObject(answer) && fitsChoice(answer, isOne);
  return fitsPlain(qualifier.kind, answer);
}

/**
 * @param {Record<string, unknown>} answer
 * @param {(code: unknown) => boolean} isOne
 * @returns {boolean}
 */
function fitsChoice(answer, isOne) {
  const other = answer.other ?? null;
  if (other === null) return isOne(answer.code);
  return typeof other === "string" && (answer.code ?? null) === null;
}

/**
 * @param {QualifierKind} kind
 * @param {unknown} answer
 * @returns {boolean}
 */
function fitsPlain(kind, answer) {
  if (kind === "text") return typeof answer === "string";
  if (kind === "number") return typeof answer === "number";
  if (kind === "date") return typeof answer === "string" && DAY.test(answer);
  if (kind === "yes_no") return typeof answer === "boolean";
  if (kind === "rating") return [1, 2, 3, 4, MOST_STARS].includes(/** @type {number} */ (answer));
  return isObject(answer) && typeof answer.given === "boolean";
}

/**
 * @param {Record<string, unknown>} value
 * @returns {boolean}
 */
function isAnswerObject(value) {
  if (value.na === true) return true;
  if ("given" in value) {
    const isKnown = typeof value.language === "string" && LANGUAGES.includes(value.language);
    return typeof value.given === "boolean" && isKnown;
  }
  const code = value.code ?? null;
  const other = value.other ?? null;
  if (typeof other === "string") return code === null;
  return isQuestionCode(code) && other === null;
}
