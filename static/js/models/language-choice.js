/**
 * The language of the idle screen: the venue's, until a visitor picks another; back to the venue's
 * when nobody has touched anything for a while.
 */
import { Emitter } from "../helpers/emitter.js";

export const BACK_AFTER_MS = 20_000;

/** Tells: `change` (language). */
export class LanguageChoice extends Emitter {
  #home;
  #current;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {string} home */
  constructor(home) {
    super();
    this.#home = home;
    this.#current = home;
  }

  get current() {
    return this.#current;
  }

  /**
   * The organizer's default language became known or changed.
   * @param {string} language
   */
  setHome(language) {
    const wasHome = this.#current === this.#home;
    this.#home = language;
    if (wasHome) this.#set(language);
  }

  /** @param {string} language */
  choose(language) {
    this.#set(language);
    this.touch();
  }

  /** Somebody is there: count from now. */
  touch() {
    clearTimeout(this.#timer);
    if (this.#current === this.#home) return;
    this.#timer = setTimeout(() => this.#set(this.#home), BACK_AFTER_MS);
  }

  /** @param {string} language */
  #set(language) {
    if (language === this.#current) return;
    this.#current = language;
    this.emit("change", language);
  }
}
