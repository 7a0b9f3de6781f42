/**
 * The language of the page: this phone's owner chooses it once. Tells: `change` ().
 */

import { Emitter } from "../../helpers/emitter.js";
import { translatePage } from "../page-texts.js";

/** @typedef {import("../../helpers/i18n.js").Texts} Texts */

export class BoothLanguage extends Emitter {
  #allTexts;
  #lang;

  /**
   * @param {Map<string, Texts>} allTexts
   * @param {string} lang to begin with
   */
  constructor(allTexts, lang) {
    super();
    this.#allTexts = allTexts;
    this.#lang = lang;
    for (const button of this.#buttons) {
      button.addEventListener("click", () => this.choose(button.dataset.language ?? ""));
    }
    this.#speak();
  }

  /** @returns {Texts} */
  get texts() {
    return /** @type {Texts} */ (this.#allTexts.get(this.#lang) ?? this.#allTexts.get("en"));
  }

  /** @param {string} lang */
  choose(lang) {
    if (!this.#allTexts.has(lang)) return;
    this.#lang = lang;
    this.#speak();
    this.emit("change", lang);
  }

  #speak() {
    translatePage(document, this.texts);
    for (const button of this.#buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.language === this.#lang));
    }
  }

  /** @returns {HTMLElement[]} */
  get #buttons() {
    return [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-language]"))];
  }
}
