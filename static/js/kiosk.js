/**
 * The entrance tablet: puts the rooms of the page together and decides which screen is up.
 */

import { mayStartAlone } from "./helpers/autostart.js";
import { elementById } from "./helpers/dom.js";
import { enterFullScreen, leaveFullScreen, WakeLock } from "./helpers/screen.js";
import { becomeOnlyPage } from "./helpers/single-page.js";
import { SoundPlayer } from "./helpers/sounds.js";
import { listDeviceFacts } from "./models/device-facts.js";
import { loadAllTexts } from "./models/languages.js";
import { isCuredByReload, isOnlyCamera, Readiness } from "./models/readiness.js";
import { chooseScreen } from "./models/screen-choice.js";
import { HidSource } from "./scanner/hid-source.js";
import { openKioskDatabase } from "./store/database.js";
import { SettingsStore } from "./store/settings-store.js";
import { CameraRoom, NO_CAMERA } from "./views/camera-room.js";
import { CodeView } from "./views/code-view.js";
import { FrontRoom } from "./views/front-room.js";
import { NotReadyView } from "./views/not-ready-view.js";
import { ScanRoom } from "./views/scan-room.js";
import { SessionRoom } from "./views/session-room.js";
import { ShellRoom } from "./views/shell-room.js";
import { StaffRoom } from "./views/staff-room.js";
import { Stage } from "./views/stage.js";

/** @typedef {import("./models/wire-types.js").Configuration} Configuration */

class Kiosk {
  #stage = new Stage(document);
  #sounds = new SoundPlayer();
  #wakeLock = new WakeLock();
  #readiness = new Readiness();
  #notReady = new NotReadyView();
  #camera = new CameraRoom(this.#readiness, () => this.#settings);
  #hid = new HidSource();
  #shell = new ShellRoom(() => this.#readiness.worst);
  #front;
  #session;
  #code;
  #scans;
  #staff;
  #isStarted = false;
  #isStaffIn = false;
  #isTyping = false;
  #isConfigured = false;
  /** @type {SettingsStore | null} */
  #settings = null;

  /** @param {Map<string, import("./helpers/i18n.js").Texts>} allTexts */
  constructor(allTexts) {
    this.#front = new FrontRoom(allTexts, () => this.#session?.facts.offsetMs ?? 0);
    /** @type {import("./helpers/i18n.js").Texts["t"]} */
    const t = (text, values) => this.#front.texts().t(text, values);
    this.#session = new SessionRoom(this.#readiness, t);
    this.#code = new CodeView(t);
    this.#scans = this.#makeScanRoom();
    this.#staff = this.#makeStaffRoom();
    this.#wireSession();
    this.#wireSources();
    this.#wireScreens();
  }

  /** Opens what this tablet was, or asks to be paired. Throws StorageError. */
  async open() {
    await becomeOnlyPage("accueil-kiosk", () => this.#fail("other_tab"));
    this.#readiness.set("other_tab", false);
    const database = await openKioskDatabase();
    this.#settings = new SettingsStore(database);
    void this.#shell.open({ database, settings: this.#settings });
    await this.#session.open({ database, settings: this.#settings });
    if (await mayStartAlone()) void this.#start();
    this.#refresh();
  }

  /** @param {unknown} error */
  failToOpen(error) {
    console.error(error);
    this.#fail(codeOf(error));
  }

  #makeScanRoom() {
    return new ScanRoom({
      stage: this.#stage,
      sounds: this.#sounds,
      texts: (lang) => this.#front.texts(lang),
      wordTime: (at) => this.#front.wordTime(at),
      onFailure: (error) => this.failToOpen(error),
    });
  }

  #makeStaffRoom() {
    return new StaffRoom({
      stage: this.#stage,
      sounds: this.#sounds,
      settings: () => this.#settings,
      texts: () => this.#front.texts(),
      stream: () => this.#camera.stream,
      configuration: () => this.#session.facts.configuration,
      facts: () => this.#listFacts(),
    });
  }

  #wireSession() {
    this.#session
      .on("session", (session) => this.#scans.serve(session))
      .on("configuration", (configuration) => void this.#configure(configuration))
      .on("connection", (connection) => this.#front.sayConnection(connection))
      .on("problems", () => this.#refresh());
    this.#camera
      .on("problems", () => this.#refresh())
      .on("use", (hasCamera) => this.#front.setCamera(hasCamera));
    this.#front.on("language", () => this.#refresh());
  }

  #wireSources() {
    this.#camera.on("reading", (r) => this.#staff.take(r.text) || this.#scans.take(r));
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
    elementById("start").addEventListener("click", () => void this.#startByTap());
    elementById("open-code").addEventListener("click", () => this.#setTyping(true));
    this.#notReady
      .on("retry", () => void this.#retry())
      .on("without_camera", () => void this.#camera.choose(NO_CAMERA))
      .on("pair_again", () => void this.#session.unpair());
    this.#staff
      .on("enter", () => this.#setStaffIn(true))
      .on("exit", () => this.#setStaffIn(false))
      .on("camera", (choice) => void this.#camera.choose(choice))
      .on("leave", () => void this.#leave())
      .on("unpair", () => void this.#session.unpair());
  }

  /** @param {Configuration | null} configuration */
  async #configure(configuration) {
    this.#isConfigured = configuration !== null;
    this.#front.configure(configuration);
    this.#scans.configure(configuration);
    this.#refresh();
    if (configuration === null) return;
    const preferences = await this.#settings?.preferences();
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
    await this.#camera.start();
  }

  async #leave() {
    this.#isStarted = false;
    void this.#wakeLock.keep(false);
    this.#camera.stop();
    await leaveFullScreen();
    this.#refresh();
  }

  async #retry() {
    const { worst } = this.#readiness;
    if (worst === null || isCuredByReload(worst)) return location.reload();
    if (worst === "storage_full") await this.#tryStorage();
    if (isOnlyCamera(worst)) await this.#camera.start();
    this.#session.wake();
  }

  /** Whether the device has room again, only a write can tell. */
  async #tryStorage() {
    try {
      await this.#settings?.setPreferences({});
      this.#readiness.clear("storage_");
      this.#refresh();
    } catch (error) {
      this.failToOpen(error);
    }
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
    this.#refresh();
  }

  /** @param {string} code */
  #fail(code) {
    this.#readiness.set(code);
    this.#refresh();
  }

  #refresh() {
    const { worst, isOpen } = this.#readiness;
    this.#scans.setOpen(this.#isStarted && isOpen && !this.#isStaffIn);
    if (this.#isStaffIn) return;
    const screen = chooseScreen({
      isPaired: this.#session.isPaired,
      isStarted: this.#isStarted,
      isTyping: this.#isTyping,
      isConfigured: this.#isConfigured,
      worst,
    });
    this.#notReady.show(screen === "not-ready" ? worst : null, this.#unsent, this.#front.texts());
    this.#stage.show(screen);
  }

  get #unsent() {
    return this.#session.facts.counts.waiting;
  }

  #listFacts() {
    const texts = this.#front.texts();
    const own = listDeviceFacts(texts, this.#session.facts, this.#front.wordTime);
    return { facts: [...own, ...this.#shell.listFacts(texts.t)], unsent: this.#unsent };
  }
}

/**
 * @param {unknown} error
 * @returns {string}
 */
function codeOf(error) {
  return /** @type {{code?: string}} */ (error)?.code ?? "kiosk_failed";
}

const kiosk = new Kiosk(await loadAllTexts());
kiosk.open().catch((error) => kiosk.failToOpen(error));
