/**
 * The verdict over the whole screen, spoken in the visitor's own language.
 */

import { byId, elementById, makeElement, setShown, setText } from "../helpers/dom.js";
import { fitText } from "../helpers/fit-text.js";
import { UNCONFIRMED } from "../models/local-answers.js";
import { wordVerdict } from "../models/verdict-words.js";
import { lookOf, verdictOf } from "../models/verdicts.js";

/** @typedef {import("../domain/messages.js").Receipt} Receipt */
/** @typedef {import("../models/verdict-words.js").Words} Words */
/** @typedef {import("../models/verdict-words.js").Speech & {dir: string}} Speech */
/** @typedef {import("../models/wire-types.js").Category} Category */

/** Share of the screen's height for the name. */
const NAME_SHARE = Object.freeze({ least: 0.08, most: 0.12 });
const NAME_LINES = 2;

export class VerdictView {
  #section = elementById("verdict");

  /**
   * @param {Receipt} receipt
   * @param {Speech} speech
   * @param {Category | null} category of the visitor
   */
  show(receipt, speech, category) {
    const { family, icon, shownMs } = lookOf(receipt);
    const words = wordVerdict(receipt, speech);
    const section = this.#section;
    section.hidden = true;
    section.lang = speech.lang;
    section.dir = speech.dir;
    section.dataset.family = family;
    section.dataset.named = String(words.name !== "");
    section.style.setProperty("--shown", `${shownMs}ms`);
    document.documentElement.dataset.verdict = verdictOf(receipt);
    document.documentElement.dataset.reason = receipt.reason;
    this.#setIcon(icon);
    this.#setWords(words, speech);
    this.#setCategory(words.name === "" ? null : category, speech.lang);
    setShown("verdict-attention", receipt.card?.attention === true);
    this.#setConfirmed(receipt.status !== UNCONFIRMED);
    this.#reveal();
    this.#announce(words);
  }

  /** The server agrees with what is on the screen. */
  confirm() {
    this.#setConfirmed(true);
  }

  /**
   * The screen said something else a moment ago.
   * @param {boolean} isCorrection
   */
  markCorrection(isCorrection) {
    this.#section.dataset.corrected = String(isCorrection);
  }

  hide() {
    this.#section.hidden = true;
    delete document.documentElement.dataset.verdict;
    delete document.documentElement.dataset.reason;
    delete document.documentElement.dataset.confirmed;
  }

  /** @param {boolean} isConfirmed */
  #setConfirmed(isConfirmed) {
    setShown("verdict-unconfirmed", !isConfirmed);
    document.documentElement.dataset.confirmed = String(isConfirmed);
  }

  #reveal() {
    this.#section.hidden = false;
    const name = elementById("verdict-name");
    if (name.hidden) return;
    const height = window.innerHeight;
    fitText(name, {
      leastPx: height * NAME_SHARE.least,
      mostPx: height * NAME_SHARE.most,
      mostLines: NAME_LINES,
    });
  }

  /** @param {string} icon */
  #setIcon(icon) {
    const use = byId("verdict-icon", SVGUseElement);
    use.setAttribute("href", `${use.getAttribute("data-sprite")}#${icon}`);
  }

  /**
   * @param {Words} words
   * @param {Speech} speech
   */
  #setWords(words, { t }) {
    setText("verdict-headline", words.headline);
    setText("verdict-name-text", words.name);
    setShown("verdict-name", words.name !== "");
    setShown("verdict-desk", words.showsDesk);
    setText("verdict-desk-word", t("Desk"));
    const lines = words.lines.map((line) => makeElement("p", "verdict__line", line));
    elementById("verdict-lines").replaceChildren(...lines);
  }

  /**
   * @param {Category | null} category
   * @param {string} lang
   */
  #setCategory(category, lang) {
    const name = category?.names[lang] || category?.names.fr || "";
    const tag = elementById("verdict-category");
    tag.hidden = name === "";
    tag.textContent = name;
    tag.style.setProperty("--category", category?.color ?? "");
  }

  /** @param {Words} words */
  #announce({ headline, name, lines }) {
    setText("announcer", [headline, name, ...lines].filter(Boolean).join(". "));
  }
}
