/**
 * The exhibitor's questions on a lead's sheet: every kind, only those that are asked after the
 * answers so far. Each tap is an answer; the same tap again takes it back.
 */

import { makeElement } from "../../helpers/dom.js";
import { chosenCodes, isAsked, MOST_STARS } from "../../domain/qualifiers.js";
import { labelIn } from "../../models/booth/booth-configuration.js";
import { makeButton, makeChip } from "./booth-parts.js";

/** @typedef {import("../../domain/qualifiers.js").Qualifier} Qualifier */
/** @typedef {import("../../helpers/i18n.js").Texts} Texts */
/** @typedef {(code: string, value: unknown) => void} Answer */
/** @typedef {{qualifier: Qualifier, value: any, texts: Texts, answer: (value: unknown) => void}} Asked */

/** @type {Readonly<Record<string, (asked: Asked) => HTMLElement[]>>} */
const KINDS = Object.freeze({
  single: (asked) => [makeChoices(asked, (code, isOn) => (isOn ? null : code))],
  multiple: (asked) => [makeChoices(asked, (code) => toggle(asked.value, code))],
  choice_other: (asked) => [
    makeChoices(asked, (code, isOn) => (isOn ? null : { code, other: null })),
    makeField(asked, "text", asked.value?.other ?? "", (text) => (text === "" ? null : { code: null, other: text })),
  ],
  text: (asked) => [makeField(asked, "text", asked.value ?? "", (text) => text || null)],
  number: (asked) => [makeField(asked, "number", asked.value ?? "", toNumber)],
  date: (asked) => [makeField(asked, "date", asked.value ?? "", (text) => text || null)],
  yes_no: (asked) => [makeYesNo(asked)],
  rating: (asked) => [makeStars(asked)],
  consent: (asked) => [makeConsent(asked)],
});

/**
 * @param {HTMLElement} root
 * @param {ReadonlyArray<Qualifier>} qualifiers
 * @param {Readonly<Record<string, unknown>>} answers
 * @param {{texts: Texts, answer: Answer}} how
 */
export function fillQuestions(root, qualifiers, answers, { texts, answer }) {
  const asked = qualifiers.filter((qualifier) => isAsked(qualifier, answers));
  const known = new Set([...root.children].map((question) => /** @type {HTMLElement} */ (question).dataset.code));
  const questions = asked.map((qualifier) => {
    const give = (/** @type {unknown} */ value) => answer(qualifier.code, value);
    const question = makeQuestion({ qualifier, value: answers[qualifier.code] ?? null, texts, answer: give });
    if (known.size > 0 && !known.has(qualifier.code)) question.classList.add("question--new");
    return question;
  });
  root.replaceChildren(...questions);
}

/**
 * @param {Asked} asked
 * @returns {HTMLElement}
 */
function makeQuestion(asked) {
  const { code, kind, labels } = asked.qualifier;
  const question = makeElement("div", "question");
  question.dataset.code = code;
  const set = document.createElement("fieldset");
  const legend = makeElement("legend", "", labelIn(labels, asked.texts.lang, code));
  legend.dir = "auto";
  set.append(legend, ...(KINDS[kind]?.(asked) ?? []));
  question.append(set);
  return question;
}

/**
 * @param {Asked} asked
 * @param {(code: string, isOn: boolean) => unknown} toValue
 * @returns {HTMLElement}
 */
function makeChoices({ qualifier, value, texts, answer }, toValue) {
  const chosen = chosenCodes(value);
  const chips = qualifier.options.map(({ code, labels }) => {
    const isOn = chosen.includes(code);
    const chip = makeChip(labelIn(labels, texts.lang, code), isOn, () => answer(toValue(code, isOn)));
    chip.dataset.k = `${qualifier.code} ${code}`;
    return chip;
  });
  const row = makeElement("div", "chips");
  row.append(...chips);
  return row;
}

/**
 * @param {Asked} asked
 * @param {string} type
 * @param {string | number} shown
 * @param {(text: string) => unknown} toValue
 * @returns {HTMLElement}
 */
function makeField({ qualifier, texts, answer }, type, shown, toValue) {
  const field = document.createElement("input");
  field.type = type;
  field.className = "input";
  field.dir = "auto";
  field.value = String(shown);
  field.dataset.k = qualifier.code;
  if (type === "text") field.maxLength = 2_000;
  if (type === "number") field.inputMode = "decimal";
  const isOther = qualifier.kind === "choice_other";
  if (isOther) field.placeholder = texts.t("Other…");
  field.setAttribute("aria-label", isOther ? texts.t("Other…") : labelIn(qualifier.labels, texts.lang, qualifier.code));
  field.addEventListener("change", () => answer(toValue(field.value.trim())));
  return field;
}

/** @param {Asked} asked */
function makeYesNo({ qualifier, value, texts, answer }) {
  const row = makeElement("div", "chips");
  /** @type {Array<[boolean, string]>} */
  const choices = [[true, texts.t("Yes")], [false, texts.t("No")]];
  row.append(...choices.map(([choice, words]) => {
    const chip = makeChip(words, value === choice, () => answer(value === choice ? null : choice));
    chip.dataset.k = `${qualifier.code} ${choice}`;
    return chip;
  }));
  return row;
}

/** @param {Asked} asked */
function makeStars({ qualifier, value, texts, answer }) {
  const row = makeElement("div", "stars");
  const numbers = Array.from({ length: MOST_STARS }, (_, i) => i + 1);
  row.append(...numbers.map((number) => {
    const star = makeButton("star", "", () => answer(value === number ? null : number));
    star.setAttribute("role", "radio");
    star.setAttribute("aria-checked", String(value === number));
    star.setAttribute("aria-label", texts.t("%(num)s of 5", { num: number }));
    star.dataset.below = String(number <= (value ?? 0));
    star.dataset.k = `${qualifier.code} ${number}`;
    return star;
  }));
  return row;
}

/** @param {Asked} asked */
function makeConsent({ qualifier, value, texts, answer }) {
  const label = makeElement("label", "choice consent");
  const tick = document.createElement("input");
  tick.type = "checkbox";
  tick.checked = value?.given === true;
  tick.dataset.k = qualifier.code;
  tick.addEventListener("change", () => answer({ given: tick.checked, language: texts.lang }));
  label.append(tick, makeElement("span", "", texts.t("The visitor agrees")));
  return label;
}

/**
 * @param {unknown} value
 * @param {string} code
 * @returns {string[] | null}
 */
function toggle(value, code) {
  const chosen = chosenCodes(value);
  const next = chosen.includes(code) ? chosen.filter((one) => one !== code) : [...chosen, code];
  return next.length === 0 ? null : next.sort();
}

/**
 * @param {string} text
 * @returns {number | null}
 */
function toNumber(text) {
  const number = Number(text.replace(",", "."));
  return text === "" || !Number.isFinite(number) ? null : number;
}
