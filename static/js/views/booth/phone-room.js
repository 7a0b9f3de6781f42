/**
 * Everything about the phone itself: its test, its camera and sound, rescue, leaving the team.
 * Tells: `go` (screen), `practise`, `leave`, `send`.
 */

import { Emitter } from "../../helpers/emitter.js";
import { openBoothDatabase } from "../../store/booth/booth-database.js";
import { RescueRoom } from "../rescue-room.js";
import { MoreRoom } from "./more-room.js";
import { SelfTestRoom } from "./self-test-room.js";

/**
 * @typedef {{
 *   stage: import("../stage.js").Stage,
 *   sounds: import("../../helpers/sounds.js").SoundPlayer,
 *   viewer: import("./viewer-room.js").ViewerRoom,
 *   texts: () => import("../../helpers/i18n.js").Texts,
 *   settings: () => import("../../store/settings-store.js").SettingsStore | null,
 *   database: () => import("../../store/database.js").KioskDatabase | null,
 * }} PhoneParts
 */

/** What a phone does until its owner says otherwise. */
export const PHONE_DEFAULTS = Object.freeze({ camera: "rear", volume: 0.6 });

export class PhoneRoom extends Emitter {
  #parts;
  #more;
  #test;
  #rescue;

  /** @param {PhoneParts} parts */
  constructor(parts) {
    super();
    this.#parts = parts;
    const { stage, texts, database } = parts;
    this.#more = new MoreRoom(texts);
    this.#rescue = new RescueRoom({ stage, texts, openDatabase: openBoothDatabase });
    this.#test = new SelfTestRoom({ texts, database, camera: async () => (await this.#choices()).camera });
    this.#rescue.on("exit", () => this.#closeRescue());
    this.#test.on("exit", () => this.emit("go", "more"));
    this.#wireMore();
  }

  /** The room comes to the front. */
  async open() {
    await this.#more.open(await this.#choices());
  }

  /**
   * @param {Array<[string, string]>} facts label and value
   * @param {number} unsent
   */
  say(facts, unsent) {
    this.#more.say(facts, unsent);
  }

  /** The language changed. */
  refresh() {
    this.#test.refresh();
  }

  /**
   * @param {string} text what the camera read
   * @returns {boolean} whether it was a rescue's and no badge
   */
  take(text) {
    return this.#rescue.take(text);
  }

  openRescue() {
    this.emit("go", "rescue");
    void this.#rescue.open();
    void this.#parts.viewer.wake(); // it may have to read another phone's codes
  }

  #closeRescue() {
    this.#parts.viewer.rest();
    this.emit("go", "more");
  }

  #wireMore() {
    const { viewer } = this.#parts;
    this.#more
      .on("self_test", () => this.#openTest())
      .on("practise", () => this.emit("practise"))
      .on("rescue", () => this.openRescue())
      .on("camera", (choice) => void viewer.choose(choice))
      .on("volume", (volume) => this.#setVolume(volume))
      .on("send", () => this.emit("send"))
      .on("leave", () => this.emit("leave"));
  }

  #openTest() {
    this.emit("go", "self-test");
    void this.#test.open();
  }

  /** @param {number} volume */
  #setVolume(volume) {
    const { sounds, settings } = this.#parts;
    sounds.setVolume(volume);
    sounds.play("admitted");
    void settings()?.setPreferences({ volume });
  }

  async #choices() {
    const { camera, volume } = (await this.#parts.settings()?.preferences()) ?? PHONE_DEFAULTS;
    return { camera, volume: volume ?? PHONE_DEFAULTS.volume };
  }
}
