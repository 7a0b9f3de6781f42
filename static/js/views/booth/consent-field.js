/**
 * The consent to be written to, on a lead's sheet.
 * Tells: `consent` ({given, text_version, language}).
 */

import { byId, setShown, setText } from "../../helpers/dom.js";
import { Emitter } from "../../helpers/emitter.js";
import { labelIn } from "../../models/booth/booth-configuration.js";

/** @typedef {import("../../models/booth/lead-card.js").LeadCard} LeadCard */
/** @typedef {import("../../models/booth/booth-configuration.js").BoothConfiguration} BoothConfiguration */

export class ConsentField extends Emitter {
  #box = byId("sheet-consent", HTMLInputElement);
  /** @type {BoothConfiguration["consent_text"]} */
  #text = null;
  #lang = "";
  /** @type {boolean | null} a tick on its way to the disk */
  #ticked = null;

  constructor() {
    super();
    this.#box.addEventListener("change", () => this.#tick());
  }

  /** Another lead's comes. */
  startAnew() {
    this.#ticked = null;
  }

  /**
   * @param {LeadCard} card
   * @param {BoothConfiguration["consent_text"]} text
   * @param {string} lang
   */
  fill({ view, kind }, text, lang) {
    this.#text = text;
    this.#lang = lang;
    setShown("sheet-consent-part", text !== null && kind === "lead");
    if (text === null) return;
    setText("sheet-consent-words", labelIn(text.texts, lang, ""));
    const isGiven = view.consent?.given === true;
    if (this.#ticked === isGiven) this.#ticked = null;
    this.#box.checked = this.#ticked ?? isGiven;
  }

  #tick() {
    if (this.#text === null) return;
    const given = this.#box.checked;
    this.#ticked = given;
    this.emit("consent", { given, text_version: this.#text.version, language: this.#lang });
  }
}
