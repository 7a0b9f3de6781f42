/**
 * Typing the short code under the QR. A slip is told at once: the code has a check character.
 * Tells: `reading` (Reading), `cancel`.
 */

import { ALPHABET, formatShortCode, parseShortCode, SHORT_LENGTH } from "../domain/badge-code.js";
import { byId, elementById, onEscape, setText } from "../helpers/dom.js";
import { Emitter } from "../helpers/emitter.js";
import { fillKeypad } from "./keypad.js";

const CLOSES_AFTER_MS = 30_000;

export class CodeView extends Emitter {
  #field = byId("typed-code", HTMLInputElement);
  #t;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {import("../helpers/i18n.js").Texts["t"]} t always of the current language */
  constructor(t) {
    super();
    this.#t = t;
    const root = elementById("code-keys");
    fillKeypad({ field: this.#field, root, letters: ALPHABET, eraseLabel: "Erase" });
    this.#field.addEventListener("input", () => this.#onInput());
    elementById("code-form").addEventListener("submit", (event) => this.#onSubmit(event));
    elementById("code-cancel").addEventListener("click", () => this.emit("cancel"));
    onEscape(elementById("code-form"), () => this.emit("cancel"));
  }

  open() {
    this.#field.value = "";
    this.#say("");
    this.#stayOpen();
  }

  close() {
    clearTimeout(this.#timer);
  }

  #onInput() {
    this.#stayOpen();
    const letters = this.#letters();
    const isWhole = letters.length > 4;
    this.#field.value = isWhole ? formatShortCode(letters) : letters;
    const isWrong = letters.length === SHORT_LENGTH && parseShortCode(letters) === null;
    this.#say(isWrong ? this.#t("One character is not right. Please compare with your badge.") : "");
  }

  /** @param {Event} event */
  #onSubmit(event) {
    event.preventDefault();
    const text = parseShortCode(this.#letters());
    if (text === null) {
      this.#say(this.#t("The code has 8 characters. Please compare with your badge."));
      return;
    }
    const readAt = performance.now();
    this.emit("reading", { text, source: "typed", capturedAt: readAt, readAt });
  }

  /** @returns {string} what can be in a code, O for 0 and I, L for 1 as in the parser */
  #letters() {
    const typed = this.#field.value.toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1");
    return Array.from(typed).filter((letter) => ALPHABET.includes(letter)).join("").slice(0, SHORT_LENGTH);
  }

  #stayOpen() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.emit("cancel"), CLOSES_AFTER_MS);
  }

  /** @param {string} error */
  #say(error) {
    setText("code-error", error);
    this.#field.setAttribute("aria-invalid", String(error !== ""));
  }
}
