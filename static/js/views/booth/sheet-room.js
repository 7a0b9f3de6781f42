/**
 * The sheet of one lead: slides up after a scan, saves every tap as it is made.
 * Tells: `edit` ({captureId, field, value, done?}), `closed`.
 */

import { elementById, onEscape, setShown, setText } from "../../helpers/dom.js";
import { Emitter } from "../../helpers/emitter.js";
import { wordMeeting } from "../../models/booth/outcome-words.js";
import { makeChip, onClick } from "./booth-parts.js";
import { ConsentField } from "./consent-field.js";
import { isField, restoreFocus } from "./focus.js";
import { NoteField } from "./note-field.js";
import { fillNext, makeAdder } from "./sheet-next.js";
import { fillContact, fillHead, fillHistory, fillNotes, fillState } from "./sheet-parts.js";
import { fillQuestions } from "./sheet-questions.js";

/** @typedef {import("../../models/booth/lead-card.js").LeadCard} LeadCard */
/** @typedef {import("../../helpers/i18n.js").Texts} Texts */
/**
 * @typedef {{
 *   texts: () => Texts,
 *   wordTime: (at: number) => string,
 *   today: () => string,
 *   configuration: () => import("../../models/booth/booth-configuration.js").BoothConfiguration | null,
 *   tags: () => string[],
 *   keepDraft: (draft: {captureId: string, text: string} | null) => unknown,
 *   press: import("../../helpers/press.js").Press,
 * }} SheetParts
 */

const MOST_TAG_LETTERS = 40;
const RELAXES_AFTER_MS = 200;

export class SheetRoom extends Emitter {
  #parts;
  #sheet = elementById("lead-sheet");
  #note;
  /** @type {LeadCard | null} */
  #card = null;
  #captureId = "";
  #consent = new ConsentField();

  /** @param {SheetParts} parts */
  constructor(parts) {
    super();
    this.#parts = parts;
    this.#note = new NoteField(parts.keepDraft);
    this.#note.on("note", ({ text, ...note }) => this.emit("edit", { ...note, field: "note", value: text }));
    onClick("sheet-close", () => this.close());
    onClick("sheet-done", () => this.close());
    onClick("sheet-hide", () => this.#hide());
    onEscape(this.#sheet, () => this.close());
    for (const button of this.#ratings) button.addEventListener("click", () => this.#rate(button));
    this.#consent.on("consent", (consent) => this.#edit("consent:mailing", consent));
    this.#sheet.addEventListener("focusin", (event) => this.#stretch(event.target));
    this.#sheet.addEventListener("focusout", () => setTimeout(() => parts.press.whenOver(this.#relax), RELAXES_AFTER_MS));
  }

  /** @returns {string | null} the capture whose sheet is open */
  get captureId() {
    return this.#card === null ? null : this.#captureId;
  }

  /**
   * @param {LeadCard} card
   * @param {string} captureId the capture that brought it up: edits hang on it
   */
  open(card, captureId) {
    const isOther = this.#card?.key !== card.key;
    if (isOther) this.#note.finish();
    this.#captureId = captureId;
    this.#card = card;
    this.#note.belongTo(captureId);
    if (isOther) {
      this.#startAnew();
      this.#draw();
    } else this.refresh(card);
    setShown("lead-sheet", true);
    document.documentElement.dataset.sheet = card.kind;
  }

  close() {
    if (this.#card === null) return;
    this.#note.finish();
    this.#card = null;
    setShown("lead-sheet", false);
    delete document.documentElement.dataset.sheet;
    this.emit("closed");
  }

  /**
   * Something about the open lead changed, here or at a colleague's.
   * @param {LeadCard | null} card
   */
  refresh(card) {
    if (this.#card === null || card === null) return;
    this.#card = card;
    this.#parts.press.whenOver(this.#draw);
  }

  #draw = () => {
    if (this.#card === null) return;
    const focused = document.activeElement;
    this.#fill(this.#card, this.#parts.texts());
    restoreFocus(this.#sheet, focused);
  };

  /** Whoever types in it keeps what he sees. @param {string} id */
  #isFree(id) {
    const focused = document.activeElement;
    return !(focused instanceof HTMLInputElement && elementById(id).contains(focused));
  }

  /**
   * @param {LeadCard} card
   * @param {Texts} texts
   */
  #fill(card, texts) {
    const { wordTime, today } = this.#parts;
    fillHead(card, texts);
    fillState(card, texts, wordTime);
    this.#fillMeeting(card, texts);
    this.#fillRating(card);
    if (this.#isFree("sheet-tags")) this.#fillTags(card, texts);
    if (this.#isFree("sheet-questions")) this.#fillQuestions(card, texts);
    fillNotes(card, wordTime);
    const set = (/** @type {unknown} */ action) => this.#edit("next_action", action);
    if (this.#isFree("sheet-next")) fillNext(card.view.next_action, { texts, today: today(), set });
    this.#consent.fill(card, this.#parts.configuration()?.consent_text ?? null, texts.lang);
    const write = (/** @type {string} */ field, /** @type {string} */ value) => this.#edit(`contact:${field}`, value || null);
    if (this.#isFree("sheet-contact")) fillContact(card, texts, write);
    fillHistory(card, texts, wordTime);
    this.#fillSaved(card, texts.t);
  }

  #startAnew() {
    this.#consent.startAnew();
    delete this.#sheet.dataset.tall;
    elementById("sheet-questions").replaceChildren();
    for (const details of this.#sheet.querySelectorAll("details")) details.open = false;
    elementById("sheet-body").scrollTop = 0;
  }

  /**
   * @param {LeadCard} card
   * @param {Texts} texts
   */
  #fillMeeting(card, texts) {
    const words = wordMeeting({ card, captureId: this.#captureId }, texts, this.#parts.wordTime);
    setText("sheet-met", words);
    setShown("sheet-met", words !== "");
  }

  /** @param {LeadCard} card */
  #fillRating({ view }) {
    this.#sheet.dataset.rating = view.rating ?? "";
    for (const button of this.#ratings) {
      button.setAttribute("aria-pressed", String(button.dataset.rating === view.rating));
    }
  }

  /**
   * @param {LeadCard} card
   * @param {Texts} texts
   */
  #fillTags({ view }, { t }) {
    const all = [...new Set([...this.#parts.tags(), ...view.tags])];
    const chips = all.map((tag) => {
      const isOn = view.tags.includes(tag);
      const chip = makeChip(tag, isOn, () => this.#edit(`tag:${tag}`, !isOn));
      chip.dataset.k = `tag ${tag}`;
      return chip;
    });
    const adder = makeAdder(t("Add a tag"), t("New tag"), MOST_TAG_LETTERS, (tag) => this.#edit(`tag:${tag}`, true));
    elementById("sheet-tags").replaceChildren(...chips, adder);
  }

  /**
   * @param {LeadCard} card
   * @param {Texts} texts
   */
  #fillQuestions({ view }, texts) {
    const qualifiers = this.#parts.configuration()?.qualifiers ?? [];
    const answer = (/** @type {string} */ code, /** @type {unknown} */ value) => this.#edit(`answer:${code}`, value);
    fillQuestions(elementById("sheet-questions"), qualifiers, view.answers, { texts, answer });
  }

  /**
   * @param {LeadCard} card
   * @param {Texts["t"]} t
   */
  #fillSaved({ isPending, kind }, t) {
    elementById("sheet-saved").dataset.pending = String(isPending);
    setText("sheet-saved", isPending ? t("Saved on this phone") : t("Saved and received"));
    setShown("sheet-saved", kind !== "withdrawn");
  }

  /** @param {HTMLElement} button */
  #rate(button) {
    const rating = button.dataset.rating ?? null;
    this.#edit("rating", this.#card?.view.rating === rating ? null : rating);
  }

  #hide() {
    this.#edit("hidden", true);
    this.close();
  }

  /**
   * @param {string} field
   * @param {unknown} value
   */
  #edit(field, value) {
    if (this.#card === null) return;
    this.emit("edit", { captureId: this.#captureId, field, value });
  }

  /** A keyboard takes half the screen: the sheet takes the rest. @param {EventTarget | null} target */
  #stretch(target) {
    if (isField(target)) this.#sheet.dataset.tall = "true";
  }

  /** The keyboard is gone: the scanner comes back into sight. */
  #relax = () => {
    if (!isField(document.activeElement)) delete this.#sheet.dataset.tall;
  };

  /** @returns {HTMLElement[]} */
  get #ratings() {
    return [.../** @type {NodeListOf<HTMLElement>} */ (this.#sheet.querySelectorAll("button[data-rating]"))];
  }
}
