/** The language switch, and everything that counts as somebody being there. */

export class LanguageView {
  #choice;

  /** @param {import("../models/language-choice.js").LanguageChoice} choice */
  constructor(choice) {
    this.#choice = choice;
    for (const button of this.#buttons()) {
      button.addEventListener("click", () => choice.choose(button.dataset.language ?? ""));
    }
    for (const event of ["pointerdown", "keydown"]) {
      document.addEventListener(event, () => choice.touch());
    }
  }

  /** @param {string[]} languages those the organizer offers */
  offer(languages) {
    for (const button of this.#buttons()) {
      button.hidden = !languages.includes(button.dataset.language ?? "");
    }
  }

  refresh() {
    for (const button of this.#buttons()) {
      const isChosen = button.dataset.language === this.#choice.current;
      button.setAttribute("aria-pressed", String(isChosen));
    }
  }

  /** @returns {HTMLElement[]} */
  #buttons() {
    return [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-language]"))];
  }
}
