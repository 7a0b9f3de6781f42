/**
 * What this device has to judge badges by when it is on its own: rules, keys, roster, presence.
 * Tells: `change` () when it has more or less of it than before.
 */

import { Emitter } from "../helpers/emitter.js";
import { LocalJudge } from "../models/local-decision.js";
import { importKeyring, keepKeyring, readKeyring } from "../store/keyring-store.js";
import { RosterStore } from "../store/roster-store.js";
import { CodeSeal } from "./code-seal.js";
import { RosterSync } from "./roster-sync.js";

/** @typedef {import("../models/wire-types.js").Configuration} Configuration */
/** @typedef {import("../models/wire-types.js").WireConfiguration} WireConfiguration */
/** @typedef {import("../store/keyring-store.js").DeviceKeyring} DeviceKeyring */

/**
 * What a session needs of whatever a device knows by itself.
 * @typedef {Pick<LocalKnowledge, "canJudge" | "rosterState" | "open" | "close" | "pull" | "nudge"
 *   | "forget" | "takeConfiguration" | "decide" | "seal"> & {on: Emitter["on"]}} Knowledge
 */

export class LocalKnowledge extends Emitter {
  #database;
  #sync;
  #judge;
  /** @type {Configuration | null} */
  #configuration = null;
  /** @type {DeviceKeyring | null} */
  #keyring = null;
  #codeSeal = new CodeSeal();

  /**
   * @param {{
   *   database: import("../store/database.js").KioskDatabase,
   *   eventId: string,
   *   api: import("./device-api.js").DeviceApi,
   *   outbox: import("../store/outbox-store.js").OutboxStore,
   *   isReachable: () => boolean | null,
   *   serverNow: () => number,
   * }} parts
   */
  constructor({ database, eventId, api, outbox, isReachable, serverNow }) {
    super();
    this.#database = database;
    const roster = new RosterStore(database, eventId);
    this.#sync = new RosterSync({ store: roster, api });
    this.#sync.on("state", () => this.emit("change"));
    const knowledge = () => ({
      configuration: this.#configuration,
      keyring: this.#keyring,
      isComplete: this.#sync.isComplete,
      isReachable: isReachable(),
    });
    this.#judge = new LocalJudge({ roster, outbox, knowledge, serverNow });
  }

  /** Whether badges can be judged without the server. */
  get canJudge() {
    const hasRules = this.#configuration?.list?.entry_rule !== undefined;
    return hasRules && this.#keyring !== null && this.#sync.isComplete;
  }

  /** @returns {import("../store/roster-store.js").RosterState | null} */
  get rosterState() {
    return this.#sync.state;
  }

  /** @type {import("../models/gatekeeper.js").Decide} */
  decide = (reading, gate) => this.#judge.decide(reading, gate);

  /** @type {import("../models/gatekeeper.js").Seal} */
  seal = (text) => this.#codeSeal.seal(text);

  /**
   * Takes up what was kept; the rest is pulled in the background.
   * @param {Configuration | null} kept
   */
  async open(kept) {
    this.#configuration = kept;
    this.#codeSeal.use(kept?.sealing_key);
    this.#keyring = await readKeyring(this.#database);
    await this.#sync.start();
  }

  close() {
    this.#sync.stop();
  }

  /**
   * On a page without https browsers have no cryptography: there the server decides.
   * @param {WireConfiguration} configuration
   * @returns {Promise<Configuration>} what of it may be written down
   */
  async takeConfiguration({ keyring, ...configuration }) {
    if (keyring !== undefined && isSecureContext) {
      this.#keyring = await importKeyring(keyring);
      await keepKeyring(this.#database, this.#keyring);
    }
    this.#configuration = configuration;
    this.#codeSeal.use(configuration.sealing_key);
    this.emit("change");
    return configuration;
  }

  /** There may be something new on the server. */
  pull() {
    void this.#sync.pull();
  }

  /** @param {{change_number?: number} | undefined} hint */
  nudge(hint) {
    this.#sync.nudge(hint?.change_number ?? -1);
  }

  /** The device was withdrawn, perhaps because it was stolen: keep nothing. */
  async forget() {
    this.#keyring = null;
    await Promise.all([keepKeyring(this.#database, null), this.#sync.forget()]);
  }
}
