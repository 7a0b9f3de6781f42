/**
 * The kiosk's page: puts its rooms together and decides which screen is up. What runs the scans is
 * behind a KioskDevice (models/kiosk-device.js).
 */

import { elementById } from "../helpers/dom.js";
import { enterFullScreen, leaveFullScreen, WakeLock } from "../helpers/screen.js";
import { SoundPlayer } from "../helpers/sounds.js";
import { listDeviceFacts } from "../models/device-facts.js";
import { isCuredByReload, Readiness } from "../models/readiness.js";
import { isFrame } from "../models/rescue-frames.js";
import { chooseScreen } from "../models/screen-choice.js";
import { HidSource } from "../scanner/hid-source.js";
import { NO_CAMERA } from "./camera-room.js";
import { CodeView } from "./code-view.js";
import { FrontRoom } from "./front-room.js";
import { NotReadyView } from "./not-ready-view.js";
import { ScanRoom } from "./scan-room.js";
import { StaffRoom } from "./staff-room.js";
import { Stage } from "./stage.js";

/** @typedef {import("../models/kiosk-device.js").DeviceParts} DeviceParts */
/** @typedef {import("../models/kiosk-device.js").KioskDevice} KioskDevice */
/** @typedef {import("../models/wire-types.js").Configuration} Configuration */

export class KioskPage {
  #stage = new Stage(document);
  #sounds = new SoundPlayer();
  #wakeLock = new WakeLock();
  #readiness = new Readiness();
  #notReady;
  #hid = new HidSource();
  #front;
  /** @type {KioskDevice} */
  #device;
  #code;
  #scans;
  #staff;
  #isStarted = false;
  #isStaffIn = false;
  #isTyping = false;
  #isConfigured = false;

  /**
   * @param {Map<string, import("../helpers/i18n.js").Texts>} allTexts
   * @param {(parts: DeviceParts) => KioskDevice} makeDevice
   */
  constructor(allTexts, makeDevice) {
    this.#front = new FrontRoom(allTexts, () => this.#device?.facts.offsetMs ?? 0);
    /** @type {import("../helpers/i18n.js").Texts["t"]} */
    const t = (text, values) => this.#front.texts().t(text, values);
    this.#device = makeDevice({ readiness: this.#readiness, t });
    this.#notReady = new NotReadyView((code, words) => this.#device.wordProblem(code, words));
    this.#code = new CodeView(t);
    this.#scans = this.#makeScanRoom();
    this.#staff = this.#makeStaffRoom();
    this.#hideAbsent();
    this.#wireDevice();
    this.#wireSources();
    this.#wireScreens();
  }

  /** Opens what this device was, or asks to be paired. Throws StorageError. */
  async open() {
    await this.#device.open();
    if (await this.#device.mayStartAlone()) void this.#start();
    this.#refresh();
  }

  /** @param {unknown} error */
  failToOpen(error) {
    console.error(error);
    this.#readiness.set(codeOf(error));
    this.#refresh();
  }

  #makeScanRoom() {
    return new ScanRoom({
      device: this.#device,
      stage: this.#stage,
      sounds: this.#sounds,
      texts: (lang) => this.#front.texts(lang),
      wordTime: (at) => this.#front.wordTime(at),
      onFailure: (error) => this.failToOpen(error),
    });
  }

  #makeStaffRoom() {
    return new StaffRoom({
      device: this.#device,
      stage: this.#stage,
      sounds: this.#sounds,
      texts: () => this.#front.texts(),
      facts: () => this.#listFacts(),
    });
  }

  #hideAbsent() {
    for (const element of document.querySelectorAll("[data-offer]")) {
      const offer = /** @type {any} */ (element.getAttribute("data-offer"));
      element.toggleAttribute("data-absent", !this.#device.offers.includes(offer));
    }
  }

  #wireDevice() {
    this.#device
      .on("session", (session) => this.#scans.serve(session))
      .on("configuration", (configuration) => void this.#configure(configuration))
      .on("connection", (connection) => this.#front.sayConnection(connection))
      .on("problems", () => this.#refresh())
      .on("reading", (reading) => this.#takeReading(reading))
      .on("use", (hasCamera) => this.#front.setCamera(hasCamera))
      .on("hint", (hint) => this.#front.setHint(hint))
      .on("failed", (error) => this.failToOpen(error));
    this.#front.on("language", () => this.#refresh());
  }

  /**
   * Another tablet's rescue, held up before staff has said so here, is nobody's badge.
   * @param {import("../models/wire-types.js").Reading} reading
   */
  #takeReading(reading) {
    if (!this.#staff.take(reading.text) && !isFrame(reading.text)) this.#scans.take(reading);
  }

  #wireSources() {
    this.#hid.on("reading", (reading) => this.#scans.take(reading));
    this.#code.on("cancel", () => this.#setTyping(false));
    this.#code.on("reading", (reading) => {
      this.#setTyping(false);
      this.#scans.take(reading);
    });
    this.#hid.listen();
    document.addEventListener("pointerdown", () => this.#sounds.unlock());
  }

  #wireScreens() {
    const device = this.#device;
    elementById("start").addEventListener("click", () => void this.#startByTap());
    elementById("open-code").addEventListener("click", () => this.#setTyping(true));
    this.#notReady
      .on("retry", () => void this.#retry())
      .on("without_camera", () => void device.chooseCamera(NO_CAMERA))
      .on("pair_again", () => void device.unpair());
    this.#staff
      .on("enter", () => this.#setStaffIn(true))
      .on("exit", () => this.#setStaffIn(false))
      .on("camera", (choice) => void device.chooseCamera(choice))
      .on("leave", () => void this.#leave())
      .on("unpair", () => void device.unpair());
  }

  /** @param {Configuration | null} configuration */
  async #configure(configuration) {
    this.#isConfigured = configuration !== null;
    this.#front.configure(configuration);
    this.#scans.configure(configuration);
    this.#refresh();
    if (configuration === null) return;
    const preferences = await this.#device.preferences();
    this.#sounds.setVolume(preferences?.volume ?? configuration.kiosk.volume);
  }

  async #startByTap() {
    void enterFullScreen();
    await this.#start();
  }

  async #start() {
    this.#isStarted = true;
    this.#sounds.unlock();
    void this.#wakeLock.keep(true);
    this.#refresh();
    await this.#device.start();
  }

  async #leave() {
    this.#isStarted = false;
    void this.#wakeLock.keep(false);
    this.#device.stop();
    await leaveFullScreen();
    this.#refresh();
    await this.#device.leave();
  }

  async #retry() {
    const { worst } = this.#readiness;
    if (worst === null || isCuredByReload(worst)) return location.reload();
    await this.#device.retry(worst);
  }

  /** @param {boolean} isTyping */
  #setTyping(isTyping) {
    this.#isTyping = isTyping;
    if (isTyping) this.#code.open();
    else this.#code.close();
    this.#refresh();
  }

  /** @param {boolean} isStaffIn */
  #setStaffIn(isStaffIn) {
    this.#isStaffIn = isStaffIn;
    this.#device.setStaffIn(isStaffIn);
    this.#refresh();
  }

  #refresh() {
    const { worst, isOpen } = this.#readiness;
    this.#scans.setOpen(this.#isStarted && isOpen && !this.#isStaffIn);
    if (this.#isStaffIn) return;
    const screen = chooseScreen({
      isPaired: this.#device.isPaired,
      isStarted: this.#isStarted,
      isTyping: this.#isTyping,
      isConfigured: this.#isConfigured,
      worst,
    });
    this.#notReady.show(screen === "not-ready" ? worst : null, this.#unsent, this.#front.texts());
    this.#stage.show(screen);
  }

  get #unsent() {
    return this.#device.facts.counts.waiting;
  }

  #listFacts() {
    const texts = this.#front.texts();
    const own = listDeviceFacts(texts, this.#device.facts, this.#front.wordTime);
    return { facts: [...own, ...this.#device.listFacts(texts.t)], unsent: this.#unsent };
  }
}

/**
 * @param {unknown} error
 * @returns {string}
 */
function codeOf(error) {
  return /** @type {{code?: string}} */ (error)?.code ?? "kiosk_failed";
}
