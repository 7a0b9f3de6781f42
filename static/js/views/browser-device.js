/**
 * This browser as the device: its camera, its store, its own line to the server. A KioskDevice
 * (models/kiosk-device.js).
 */

import { mayStartAlone } from "../helpers/autostart.js";
import { Emitter } from "../helpers/emitter.js";
import { becomeOnlyPage } from "../helpers/single-page.js";
import { Gatekeeper } from "../models/gatekeeper.js";
import { wordProblem } from "../models/problem-words.js";
import { isOnlyCamera } from "../models/readiness.js";
import { RepeatFilter } from "../models/repeat-filter.js";
import { ScanFlow } from "../models/scan-flow.js";
import { conflictOf } from "../models/verdicts.js";
import { openKioskDatabase } from "../store/database.js";
import { SettingsStore } from "../store/settings-store.js";
import { CameraRoom } from "./camera-room.js";
import { SessionRoom } from "./session-room.js";
import { ShellRoom } from "./shell-room.js";

/** @typedef {import("../models/kiosk-device.js").Offer} Offer */
/** @typedef {import("../models/wire-types.js").Reading} Reading */
/** @typedef {import("../domain/messages.js").Receipt} Receipt */
/** @typedef {import("../store/settings-store.js").Preferences} Preferences */
/** @typedef {import("../sync/device-session.js").DeviceSession} DeviceSession */

/** @type {ReadonlyArray<Offer>} */
const OFFERS = Object.freeze(["camera", "full-screen", "install", "pairing", "rescue"]);

export class BrowserDevice extends Emitter {
  offers = OFFERS;
  flow;
  #readiness;
  #session;
  #camera;
  #shell;
  /** @type {DeviceSession | null} */
  #serving = null;
  /** @type {Gatekeeper | null} */
  #gatekeeper = null;
  /** @type {SettingsStore | null} */
  #settings = null;

  /** @param {import("../models/kiosk-device.js").DeviceParts} parts */
  constructor({ readiness, t }) {
    super();
    this.#readiness = readiness;
    this.#session = new SessionRoom(readiness, t);
    this.#camera = new CameraRoom(readiness, () => this.#settings);
    this.#shell = new ShellRoom(() => readiness.worst);
    this.flow = new ScanFlow({
      filter: new RepeatFilter(),
      makeScan: (reading) => this.#makeScan(reading),
    });
    this.flow.on("scan", (scan) => void this.#serving?.deliver(scan));
    this.#session.on("session", (session) => this.#serve(session));
    this.#pass(this.#session, ["configuration", "connection", "problems"]);
    this.#pass(this.#camera, ["problems", "reading", "use"]);
  }

  get facts() {
    return this.#session.facts;
  }

  get isPaired() {
    return this.#session.isPaired;
  }

  get stream() {
    return this.#camera.stream;
  }

  /** Throws StorageError. */
  async open() {
    await becomeOnlyPage("accueil-kiosk", () => this.#setProblem("other_tab", true));
    this.#setProblem("other_tab", false);
    const database = await openKioskDatabase();
    this.#settings = new SettingsStore(database);
    const storage = { database, settings: this.#settings };
    void this.#shell.open(storage);
    await this.#session.open(storage);
  }

  mayStartAlone() {
    return mayStartAlone();
  }

  start() {
    return this.#camera.start();
  }

  stop() {
    this.#camera.stop();
  }

  async leave() {
    // A browser's own window is its owner's to close.
  }

  setStaffIn() {
    // The flow is closed meanwhile; that is all a browser needs.
  }

  /** @param {string} problem */
  async retry(problem) {
    if (problem === "storage_full") await this.#tryStorage();
    if (isOnlyCamera(problem)) await this.#camera.start();
    this.#session.wake();
  }

  /** @param {string} choice */
  chooseCamera(choice) {
    return this.#camera.choose(choice);
  }

  unpair() {
    return this.#session.unpair();
  }

  async preferences() {
    return (await this.#settings?.preferences()) ?? null;
  }

  /** @param {Partial<Preferences>} changes */
  async setPreferences(changes) {
    await this.#settings?.setPreferences(changes);
  }

  /** @param {import("../helpers/i18n.js").Texts["t"]} t */
  listFacts(t) {
    return this.#shell.listFacts(t);
  }

  /**
   * @param {string} code
   * @param {import("../helpers/i18n.js").Texts["t"]} t
   */
  wordProblem(code, t) {
    return wordProblem(code, t, navigator.userAgent);
  }

  /** @param {DeviceSession | null} session */
  #serve(session) {
    this.#serving = session;
    this.#gatekeeper = session && new Gatekeeper({
      outbox: session.outbox,
      offsetMs: () => session.offsetMs,
      decide: session.knowledge.decide,
      seal: session.knowledge.seal,
    });
    session
      ?.on("receipt", (receipt) => this.#takeReceipt(receipt))
      .on("conflict", (conflict) => this.emit("conflict", conflict));
    this.emit("session", session);
  }

  /**
   * A conflict is told by the receipt too: the push may have gone out before this socket was open.
   * @param {Receipt} receipt
   */
  #takeReceipt(receipt) {
    this.flow.takeReceipt(receipt);
    const conflict = conflictOf(receipt, this.facts.configuration?.gate?.id ?? "");
    if (conflict !== null) this.emit("conflict", conflict);
  }

  /** @param {Reading} reading */
  #makeScan(reading) {
    const gate = this.facts.configuration?.gate;
    if (this.#gatekeeper === null || gate == null) throw new Error("no gate to make a scan for");
    return this.#gatekeeper.admit(reading, gate);
  }

  /** Whether the device has room again, only a write can tell. */
  async #tryStorage() {
    try {
      await this.#settings?.setPreferences({});
      this.#readiness.clear("storage_");
      this.emit("problems");
    } catch (error) {
      this.emit("failed", error);
    }
  }

  /**
   * @param {string} code
   * @param {boolean} isThere
   */
  #setProblem(code, isThere) {
    if (this.#readiness.set(code, isThere)) this.emit("problems");
  }

  /**
   * @param {Emitter} room
   * @param {string[]} events
   */
  #pass(room, events) {
    for (const event of events) room.on(event, (value) => this.emit(event, value));
  }
}
