/**
 * The way behind the PIN: lock, menu, and what its switches do.
 * Tells: `enter`, `exit`, `camera` (choice), `leave`, `unpair`.
 */

import { elementById } from "../helpers/dom.js";
import { Emitter } from "../helpers/emitter.js";
import { enterFullScreen, isFullScreen, leaveFullScreen } from "../helpers/screen.js";
import { hasTorch, listCameras, setTorch } from "../scanner/camera.js";
import { MenuView } from "./menu-view.js";
import { PinView } from "./pin-view.js";
import { RescueRoom } from "./rescue-room.js";

/** @typedef {import("../helpers/i18n.js").Texts} Texts */
/**
 * @typedef {{
 *   device: import("../models/kiosk-device.js").KioskDevice,
 *   stage: import("./stage.js").Stage,
 *   sounds: import("../helpers/sounds.js").SoundPlayer,
 *   texts: () => Texts,
 *   facts: () => {facts: Array<[string, string]>, unsent: number},
 * }} StaffParts
 */

const FACTS_EVERY_MS = 1_000;

export class StaffRoom extends Emitter {
  #parts;
  #pin;
  #menu = new MenuView();
  #rescue;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #factsTimer;

  /** @param {StaffParts} parts */
  constructor(parts) {
    super();
    this.#parts = parts;
    this.#pin = new PinView((text, params) => parts.texts().t(text, params));
    this.#rescue = new RescueRoom(parts);
    this.#rescue.on("exit", () => this.#close());
    elementById("open-staff").addEventListener("click", () => this.#knock());
    this.#pin.on("cancel", () => this.#close());
    this.#pin.on("open", () => void this.#open());
    this.#wireMenu();
  }

  #wireMenu() {
    const { sounds } = this.#parts;
    this.#menu
      .on("close", () => this.#close())
      .on("camera", (choice) => this.emit("camera", choice))
      .on("volume", (volume) => void this.#setVolume(volume))
      .on("torch", (isOn) => void this.#setTorch(isOn))
      .on("sound", () => sounds.play("admitted"))
      .on("full_screen", () => void (isFullScreen() ? leaveFullScreen() : enterFullScreen()))
      .on("rescue", () => this.#goToRescue())
      .on("leave", () => this.#closeAnd("leave"))
      .on("unpair", () => this.#closeAnd("unpair"));
  }

  #knock() {
    const pin = this.#parts.device.facts.configuration?.kiosk.pin ?? null;
    this.emit("enter");
    if (pin === null) return void this.#open();
    this.#pin.ask(pin);
    this.#parts.stage.show("pin");
  }

  async #open() {
    const { device, stage, texts } = this.#parts;
    const kiosk = device.facts.configuration?.kiosk ?? null;
    this.#pin.close();
    const preferences = await device.preferences();
    this.#menu.open({
      texts: texts(),
      cameras: await listCameras(),
      camera: preferences?.camera ?? "front",
      volume: preferences?.volume ?? kiosk?.volume ?? 0.6,
      hasTorch: hasTorch(device.stream),
      hasPin: (kiosk?.pin ?? null) !== null,
    });
    this.#sayFacts();
    this.#factsTimer = setInterval(() => this.#sayFacts(), FACTS_EVERY_MS);
    stage.show("menu");
  }

  /**
   * @param {string} text what the camera read
   * @returns {boolean} whether it was for the team and no badge
   */
  take(text) {
    return this.#rescue.take(text);
  }

  #goToRescue() {
    clearInterval(this.#factsTimer);
    this.#menu.close();
    void this.#rescue.open();
  }

  #sayFacts() {
    const { facts, unsent } = this.#parts.facts();
    this.#menu.sayFacts(facts, unsent);
  }

  /** @param {string} wish */
  #closeAnd(wish) {
    this.emit(wish);
    this.#close();
  }

  #close() {
    clearInterval(this.#factsTimer);
    this.#pin.close();
    this.#menu.close();
    this.emit("exit");
  }

  /** @param {number} volume */
  async #setVolume(volume) {
    const { device, sounds } = this.#parts;
    sounds.setVolume(volume);
    sounds.play("admitted");
    await device.setPreferences({ volume });
  }

  /** @param {boolean} isOn */
  async #setTorch(isOn) {
    const stream = this.#parts.device.stream;
    // A light that does not come on is nothing the team needs words for: they see it.
    if (stream !== null) await setTorch(stream, isOn).catch(() => {});
  }
}
