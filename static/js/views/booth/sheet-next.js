/** What is to be done next about a lead, and by when. */

import { byId, elementById, setShown } from "../../helpers/dom.js";
import { addDays } from "../../models/booth/days.js";
import { makeButton, makeChip } from "./booth-parts.js";

/** @typedef {import("../../helpers/i18n.js").Texts} Texts */
/** @typedef {{what: string, due_on: string | null} | null} NextAction */
/** @typedef {{texts: Texts, today: string, set: (action: NextAction) => void}} How */

const MOST_LETTERS = 300;

/**
 * @param {NextAction} action
 * @param {How} how
 */
export function fillNext(action, how) {
  const { t } = how.texts;
  const usual = [t("Call"), t("Send an offer"), t("Demo"), t("Visit")];
  const own = action !== null && !usual.includes(action.what) ? [action.what] : [];
  const chips = [...usual, ...own].map((what) => makeAction(what, action, how));
  elementById("sheet-next").replaceChildren(...chips, makeOther(action, how));
  setShown("sheet-due-part", action !== null);
  if (action !== null) fillDue(action, how);
}

/**
 * @param {string} what
 * @param {NextAction} action
 * @param {How} how
 */
function makeAction(what, action, { set }) {
  const isOn = action?.what === what;
  const chip = makeChip(what, isOn, () => set(isOn ? null : { what, due_on: action?.due_on ?? null }));
  chip.dataset.k = `next ${what}`;
  return chip;
}

/**
 * @param {NextAction} action
 * @param {How} how
 */
function makeOther(action, { texts, set }) {
  const { t } = texts;
  return makeAdder(t("Other…"), t("Next step"), MOST_LETTERS, (what) => set({ what, due_on: action?.due_on ?? null }));
}

/**
 * @param {{what: string, due_on: string | null}} action
 * @param {How} how
 */
function fillDue(action, { texts, today, set }) {
  const { t } = texts;
  /** @type {Array<[string, string]>} */
  const days = [[t("Today"), today], [t("Tomorrow"), addDays(today, 1)], [t("In a week"), addDays(today, 7)]];
  const chips = days.map(([words, day]) => {
    const isOn = action.due_on === day;
    const chip = makeChip(words, isOn, () => set({ ...action, due_on: isOn ? null : day }));
    chip.dataset.k = `due ${day}`;
    return chip;
  });
  elementById("sheet-due").replaceChildren(...chips);
  const field = byId("sheet-due-date", HTMLInputElement);
  field.value = action.due_on ?? "";
  field.onchange = () => set({ ...action, due_on: field.value || null });
}

/**
 * A chip that becomes a field: a few words of one's own.
 * @param {string} words
 * @param {string} label
 * @param {number} mostLetters
 * @param {(text: string) => void} take
 * @returns {HTMLElement}
 */
export function makeAdder(words, label, mostLetters, take) {
  const chip = makeButton("chip chip--add", words, () => {
    const field = document.createElement("input");
    field.className = "chip__input";
    field.maxLength = mostLetters;
    field.dir = "auto";
    field.enterKeyHint = "done";
    field.setAttribute("aria-label", label);
    const finish = () => {
      const text = field.value.trim();
      field.replaceWith(chip);
      if (text !== "") take(text);
    };
    field.addEventListener("change", finish, { once: true });
    field.addEventListener("keydown", (event) => event.key === "Enter" && field.blur());
    field.addEventListener("blur", () => field.isConnected && field.value.trim() === "" && field.replaceWith(chip));
    chip.replaceWith(field);
    field.focus();
  });
  return chip;
}
