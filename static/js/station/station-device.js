/**
 * The native station as the device behind the page: it has the cameras, the store and the line to
 * the server; this page shows what it says, and hands it keys. A KioskDevice
 * (models/kiosk-device.js).
 */

import { Emitter } from "../helpers/emitter.js";
import { becomeOnlyPage } from "../helpers/single-page.js";
import { conflictOf } from "../models/verdicts.js";
import { readPreferences, writePreferences } from "./preferences.js";
import { StationFlow } from "./station-flow.js";
import { StationLedger } from "./station-ledger.js";
import { StationLine } from "./station-line.js";
import { StationPicture } from "./station-picture.js";
import { wordStationProblem } from "./station-problem-words.js";
import { configurationOf, factsOf, listProblems, noFacts } from "./station-state.js";

/** @typedef {import("../models/kiosk-device.js").Offer} Offer */
/** @typedef {import("../models/wire-types.js").Configuration} Configuration */
/** @typedef {import("../store/settings-store.js").Preferences} Preferences */
/** @typedef {import("./station-state.js").StationState} StationState */

/** @type {ReadonlyArray<Offer>} */
const OFFERS = Object.freeze(["full-screen"]);
const NO_CAMERA = "none";

export class StationDevice extends Emitter {
  offers = OFFERS;
  isPaired = true; // a station that is not says so as a problem
  stream = null;
  #readiness;
  #lane;
  #line;
  #picture;
  #ledger;
  #isStarted = false;
  /** Until its camera is ready again. */
  #isWithoutCamera = false;
  /** @type {string[]} what the station or the line to it told last */
  #problems = [];
  /** @type {StationState | null} */
  #state = null;
  #configured = "";
  #version = "";

  /**
   * @param {import("../models/kiosk-device.js").DeviceParts} parts
   * @param {number} lane counted from 1
   */
  constructor({ readiness }, lane) {
    super();
    this.#readiness = readiness;
    this.#lane = lane;
    this.#line = new StationLine(lane);
    this.flow = new StationFlow((type, values) => this.#line.send(type, values));
    this.#picture = new StationPicture(this.#line);
    this.#ledger = new StationLedger(this.#line);
    this.#line
      .on("event", (event) => this.#takeEvent(event))
      .on("lost", (code) => this.#lose(code));
  }

  get facts() {
    return this.#state === null ? noFacts() : factsOf(this.#state);
  }

  async open() {
    await becomeOnlyPage(`accueil-station-lane-${this.#lane}`, () => this.#say(["other_tab"]));
    this.#say(["station_lost"]);
    this.emit("session", this.#ledger);
    void this.#line.open();
  }

  async mayStartAlone() {
    return true;
  }

  async start() {
    this.#isStarted = true;
    this.#showPicture();
  }

  stop() {
    this.#isStarted = false;
    this.#showPicture();
  }

  leave() {
    return this.#line.send("leave_kiosk").catch((error) => console.warn(error));
  }

  /** Never a fresh page while the station is away: there would be none. */
  retry() {
    return this.#line.send("wake").catch((error) => console.warn(error));
  }

  /** @param {string} choice */
  async chooseCamera(choice) {
    this.#isWithoutCamera = choice === NO_CAMERA;
    if (this.#state !== null) this.#takeState(this.#state);
  }

  async unpair() {
    // On the station itself: docs/station-page.md
  }

  async preferences() {
    return readPreferences();
  }

  /** @param {Partial<Preferences>} changes */
  async setPreferences(changes) {
    writePreferences(changes);
  }

  /** @param {boolean} isStaffIn */
  setStaffIn(isStaffIn) {
    this.#line.send("pause", { is_paused: isStaffIn }).catch((error) => console.warn(error));
  }

  /** @returns {Array<[string, string]>} */
  listFacts() {
    return [];
  }

  /**
   * @param {string} code
   * @param {import("../helpers/i18n.js").Texts["t"]} t
   */
  wordProblem(code, t) {
    return wordStationProblem(code, t);
  }

  /** @param {any} event */
  #takeEvent(event) {
    if (event.type === "hello") this.#greet(event);
    else if (event.type === "state") this.#takeState(event);
    else if (event.type === "conflict") this.emit("conflict", event);
    else this.#takeAnswer(event);
  }

  /** @param {{version: string}} hello */
  #greet({ version }) {
    if (this.#version !== "" && this.#version !== version) location.reload();
    this.#version = version;
  }

  /** @param {any} event */
  #takeAnswer(event) {
    this.flow.takeEvent(event);
    const conflict = event.answer && conflictOf(event.answer, this.facts.configuration?.gate?.id ?? "");
    if (conflict) this.emit("conflict", conflict);
  }

  /** @param {StationState} state */
  #takeState(state) {
    this.#state = state;
    if (state.lane.camera === "ready") this.#isWithoutCamera = false;
    const usesCamera = !this.#isWithoutCamera;
    this.#say(listProblems(state, usesCamera));
    this.#configure(configurationOf(state));
    const { counts, isReachable, roster } = this.facts;
    const { waiting: unsent, parked, oldestAt } = counts;
    this.emit("connection", { isReachable, unsent, parked, oldestAt, roster });
    this.emit("use", usesCamera && state.lane.camera !== NO_CAMERA);
    this.emit("hint", state.lane.hint);
    this.#showPicture();
  }

  /** @param {Configuration | null} configuration told again only when it is another */
  #configure(configuration) {
    const text = JSON.stringify({ ...configuration, server_time: 0 });
    if (text === this.#configured) return;
    this.#configured = text;
    this.emit("configuration", configuration);
  }

  /** @param {string} code */
  #lose(code) {
    this.flow.reset();
    this.#picture.show(false);
    this.#say([code]);
    this.emit("connection", { isReachable: null, unsent: 0, parked: 0 });
  }

  #showPicture() {
    this.#picture.show(this.#isStarted && this.#state?.lane.camera === "ready");
  }

  /** @param {string[]} problems all there are */
  #say(problems) {
    for (const code of this.#problems) this.#readiness.set(code, false);
    for (const code of problems) this.#readiness.set(code);
    const isNews = problems.join() !== this.#problems.join();
    this.#problems = problems;
    if (isNews) this.emit("problems");
  }
}
