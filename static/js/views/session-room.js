/**
 * This tablet's pairing: taken up, served, given up, with its troubles told to `readiness`.
 * Tells: `session` (DeviceSession or null), `configuration` (Configuration or null),
 * `connection` (Connection), `problems` ().
 */

import { Emitter } from "../helpers/emitter.js";
import { DeviceApi } from "../sync/device-api.js";
import { DeviceLink } from "../sync/device-link.js";
import { DeviceSession } from "../sync/device-session.js";
import { handInKept } from "../sync/rescue-keeper.js";
import { PairingRoom } from "./pairing-room.js";

/** @typedef {import("../models/wire-types.js").Configuration} Configuration */
/** @typedef {import("../models/wire-types.js").Pairing} Pairing */
/** @typedef {import("../store/database.js").KioskDatabase} KioskDatabase */
/** @typedef {import("../store/settings-store.js").SettingsStore} SettingsStore */

/** Only these may let visitors in. */
const ROLES = Object.freeze(["gate", "desk"]);

/**
 * What sets one kind of device apart: how it becomes one, what its session is made of, and what is
 * wrong with a configuration (problem code to whether it is there).
 * @typedef {{
 *   makeDoor: (t: import("../helpers/i18n.js").Texts["t"]) => Door,
 *   makeSession: (pairing: Pairing, storage: Storage) => DeviceSession,
 *   findWrongs: (configuration: any) => Record<string, boolean>,
 * }} DeviceKind
 * @typedef {Pick<PairingRoom, "pairFromAddress"> & {on: Emitter["on"]}} Door tells `paired` (Pairing)
 * @typedef {{database: KioskDatabase, settings: SettingsStore}} Storage
 */

/** @type {DeviceKind} */
const GATE = Object.freeze({
  makeDoor: (/** @type {any} */ t) => new PairingRoom(new DeviceApi(location.origin), t),
  makeSession: (/** @type {Pairing} */ pairing, /** @type {Storage} */ storage) =>
    new DeviceSession({
      pairing, ...storage, api: new DeviceApi(location.origin), link: new DeviceLink(),
    }),
  findWrongs: (/** @type {Configuration} */ { device, gate }) => ({
    wrong_role: !ROLES.includes(device.role),
    no_gate: gate === null,
  }),
});
const NO_SCANS = Object.freeze({ waiting: 0, parked: 0, elsewhere: 0, oldestAt: null });

export class SessionRoom extends Emitter {
  #kind;
  #pairing;
  #readiness;
  /** @type {Storage | null} */
  #storage = null;
  /** @type {DeviceSession | null} */
  #session = null;
  /** @type {Configuration | null} */
  #configuration = null;
  #wasReachable = false;

  /**
   * @param {import("../models/readiness.js").Readiness} readiness
   * @param {import("../helpers/i18n.js").Texts["t"]} t always of the current language
   * @param {DeviceKind} [kind]
   */
  constructor(readiness, t, kind = GATE) {
    super();
    this.#readiness = readiness;
    this.#kind = kind;
    this.#pairing = kind.makeDoor(t);
    this.#pairing.on("paired", (pairing) => void this.#adopt(pairing));
    for (const event of ["online", "focus"]) window.addEventListener(event, () => this.wake());
    document.addEventListener("visibilitychange", () => !document.hidden && this.wake());
  }

  /** What staff's menu asks about. */
  get facts() {
    return {
      configuration: this.#configuration,
      isReachable: this.#session?.isReachable ?? null,
      counts: this.#session?.counts ?? NO_SCANS,
      offsetMs: this.#session?.offsetMs ?? 0,
      roster: this.#session?.knowledge.rosterState ?? null,
    };
  }

  get isPaired() {
    return this.#session !== null;
  }

  /**
   * A code in the address wins over the pairing that is kept.
   * @param {Storage} storage
   */
  async open(storage) {
    this.#storage = storage;
    if (await this.#pairing.pairFromAddress()) return;
    const pairing = await storage.settings.pairing();
    if (pairing !== null) this.#serve(pairing);
  }

  wake() {
    void this.#session?.wake();
  }

  async unpair() {
    const knowledge = this.#session?.knowledge;
    this.#close();
    await knowledge?.forget();
    await this.#storage?.settings.setPairing(null);
    this.emit("problems");
  }

  /** @param {Pairing} pairing */
  async #adopt(pairing) {
    this.#close();
    await this.#storage?.settings.setPairing(pairing);
    this.#serve(pairing);
  }

  /** @param {Pairing} pairing */
  #serve(pairing) {
    if (this.#storage === null) return;
    const session = this.#kind.makeSession(pairing, this.#storage);
    this.#session = session;
    session
      .on("configuration", (configuration) => this.#configure(configuration))
      .on("problem", ({ code, isThere }) => this.#set(code, isThere))
      .on("connection", (connection) => this.#tellConnection(connection));
    this.emit("session", session);
    void session.open();
  }

  /** @param {import("./status-view.js").Connection} connection */
  #tellConnection(connection) {
    const isBack = connection.isReachable === true && !this.#wasReachable;
    this.#wasReachable = connection.isReachable === true;
    if (isBack) handInKept().catch((error) => console.warn("rescues wait", error));
    this.emit("connection", connection);
  }

  /** @param {Configuration} configuration */
  #configure(configuration) {
    this.#configuration = configuration;
    const wrongs = Object.entries(this.#kind.findWrongs(configuration));
    wrongs.forEach(([code, isThere]) => this.#readiness.set(code, isThere));
    this.emit("configuration", configuration);
  }

  #close() {
    this.#session?.close();
    this.#session = null;
    this.#configuration = null;
    for (const code of ["device_", "no_", "connection_", "wrong_"]) this.#readiness.clear(code);
    this.emit("session", null);
    this.emit("configuration", null);
    this.emit("connection", { isReachable: null, unsent: 0, parked: 0 });
  }

  /**
   * @param {string} code
   * @param {boolean} isThere
   */
  #set(code, isThere) {
    if (this.#readiness.set(code, isThere)) this.emit("problems");
  }
}
