/**
 * What a visitor sees while nothing happens, in his language: invitation, place, clock, connection.
 * Tells: `language` () when every other view must speak again.
 */

import { Emitter } from "../helpers/emitter.js";
import { createMomentFormat } from "../helpers/moments.js";
import { LanguageChoice } from "../models/language-choice.js";
import { wordHint } from "../models/camera-hints.js";
import { LANGUAGES } from "../models/languages.js";
import { IdleView } from "./idle-view.js";
import { LanguageView } from "./language-view.js";
import { translatePage } from "./page-texts.js";
import { StatusView } from "./status-view.js";

/** @typedef {import("../helpers/i18n.js").Texts} Texts */
/** @typedef {import("../models/wire-types.js").Configuration} Configuration */
/** @typedef {import("./status-view.js").Connection} Connection */

const CLOCK_EVERY_MS = 1_000;

export class FrontRoom extends Emitter {
  #allTexts;
  #choice;
  #languages;
  #idle = new IdleView();
  #status = new StatusView();
  #offsetMs;
  #hasCamera = true;
  /** @type {string | null} */
  #hint = null;
  /** @type {Configuration | null} */
  #configuration = null;
  /** @type {Connection} */
  #connection = { isReachable: null, unsent: 0, parked: 0 };

  /**
   * @param {Map<string, Texts>} allTexts
   * @param {() => number} offsetMs of the server's clock to this one
   */
  constructor(allTexts, offsetMs) {
    super();
    this.#allTexts = allTexts;
    this.#offsetMs = offsetMs;
    this.#choice = new LanguageChoice(document.documentElement.lang || "fr");
    this.#languages = new LanguageView(this.#choice);
    this.#choice.on("change", () => this.#speak());
    setInterval(() => this.#sayTime(), CLOCK_EVERY_MS);
    this.#speak();
  }

  /**
   * The texts of a language; without one, or of one the kiosk does not speak, those of the page.
   * @param {string} [lang]
   * @returns {Texts}
   */
  texts(lang = this.#choice.current) {
    const texts = this.#allTexts.get(lang) ?? this.#allTexts.get(this.#choice.current);
    return /** @type {Texts} */ (texts ?? this.#allTexts.get("en"));
  }

  /** @param {Configuration | null} configuration */
  configure(configuration) {
    this.#configuration = configuration;
    const offered = configuration?.event.languages ?? [...LANGUAGES];
    this.#languages.offer(offered);
    this.#choice.setHome(configuration?.event.default_language ?? this.#choice.current);
    this.#speak();
  }

  /** @param {Connection} connection */
  sayConnection(connection) {
    this.#connection = connection;
    this.#sayConnection();
  }

  /** @param {boolean} hasCamera */
  setCamera(hasCamera) {
    this.#hasCamera = hasCamera;
    this.#sayIdle();
  }

  /** @param {string | null} hint what would help the camera, as a code */
  setHint(hint) {
    this.#hint = hint;
    this.#sayIdle();
  }

  #speak() {
    translatePage(document, this.texts());
    this.#languages.refresh();
    this.#status.sayPlace(this.#configuration, this.texts());
    this.#sayConnection();
    this.#sayIdle();
    this.#sayTime();
    this.emit("language");
  }

  #sayConnection() {
    this.#status.sayConnection(this.#connection, this.texts(), this.wordTime);
  }

  /**
   * @param {number} at by the server's clock
   * @returns {string} the venue's time of day
   */
  wordTime = (at) => {
    const zone = this.#configuration?.event.timezone ?? "UTC";
    return createMomentFormat("fr", zone, Date.now)(at).time;
  };

  #sayIdle() {
    const direction = this.#configuration?.gate?.direction ?? "entry";
    const { t } = this.texts();
    this.#idle.say(t, { direction, hasCamera: this.#hasCamera });
    this.#idle.sayHint(this.#hasCamera ? wordHint(this.#hint, t) : "");
  }

  #sayTime() {
    const now = Date.now() + this.#offsetMs();
    this.#status.sayTime(this.#configuration === null ? "" : this.wordTime(now));
  }
}
