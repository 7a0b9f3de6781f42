/**
 * The lock before the staff menu. Tells: `open`, `cancel`.
 */

import { byId, elementById, onEscape, setText } from "../helpers/dom.js";
import { Emitter } from "../helpers/emitter.js";
import { isPinRight } from "../helpers/pin.js";
import { fillKeypad } from "./keypad.js";

const MOST_TRIES = 5;
const LOCKED_MS = 30_000;
const CLOSES_AFTER_MS = 20_000;

export class PinView extends Emitter {
  #field = byId("pin", HTMLInputElement);
  #t;
  /** @type {import("../models/wire-types.js").PinRecord | null} */
  #record = null;
  #tries = 0;
  #lockedUntil = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {import("../helpers/i18n.js").Texts["t"]} t always of the current language */
  constructor(t) {
    super();
    this.#t = t;
    const root = elementById("pin-keys");
    fillKeypad({ field: this.#field, root, letters: "1234567890", eraseLabel: "Erase" });
    this.#field.addEventListener("input", () => this.#stayOpen());
    elementById("pin-form").addEventListener("submit", (event) => void this.#onSubmit(event));
    elementById("pin-cancel").addEventListener("click", () => this.emit("cancel"));
    onEscape(elementById("pin-form"), () => this.emit("cancel"));
  }

  /** @param {import("../models/wire-types.js").PinRecord} record */
  ask(record) {
    this.#record = record;
    this.#reset("");
    this.#stayOpen();
  }

  close() {
    clearTimeout(this.#timer);
  }

  /** @param {Event} event */
  async #onSubmit(event) {
    event.preventDefault();
    this.#stayOpen();
    if (this.#record === null || this.#field.value === "") return;
    if (Date.now() < this.#lockedUntil) return this.#reset(this.#t("Too many tries. Please wait."));
    if (!(await isPinRight(this.#field.value, this.#record))) return this.#onWrong();
    this.#tries = 0;
    this.#reset("");
    this.emit("open");
  }

  #onWrong() {
    this.#tries += 1;
    if (this.#tries % MOST_TRIES === 0) this.#lockedUntil = Date.now() + LOCKED_MS;
    this.#reset(this.#t("This PIN is not right."));
  }

  /** @param {string} error */
  #reset(error) {
    this.#field.value = "";
    setText("pin-error", error);
    this.#field.setAttribute("aria-invalid", String(error !== ""));
  }

  #stayOpen() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.emit("cancel"), CLOSES_AFTER_MS);
  }
}
