/**
 * What this device keeps between visits: its pairing, its last configuration, staff's choices.
 */

import { makeSecret } from "../models/rescue.js";
import { SETTINGS, STRICT, StorageError } from "./database.js";

/** @typedef {import("../models/wire-types.js").Pairing} Pairing */
/** @typedef {import("../models/wire-types.js").Configuration} Configuration */
/**
 * Staff's choices on this tablet. `camera` is a camera's id, `front`, `rear`, or `none` for a
 * hand scanner only; `volume` null means the organizer's.
 * @typedef {{camera: string, volume: number | null} & Record<string, unknown>} Preferences
 */

/** @typedef {{device_id: string, secret: string}} EarlierPairing */
/** @typedef {{captureId: string, text: string}} Draft of a note on the lead of a capture */

/** @type {Readonly<Preferences>} */
const DEFAULT_PREFERENCES = Object.freeze({ camera: "front", volume: null });

const OFFSET_NEWS_MS = 500;
const EARLIER = "earlier_pairings";
const MOST_EARLIER = 10;

export class SettingsStore {
  #database;
  #defaults;

  /**
   * @param {import("./database.js").KioskDatabase} database
   * @param {Readonly<Preferences>} [defaults]
   */
  constructor(database, defaults = DEFAULT_PREFERENCES) {
    this.#database = database;
    this.#defaults = defaults;
  }

  /** @returns {Promise<Pairing | null>} */
  async pairing() {
    return (await this.#database.get(SETTINGS, "pairing")) ?? null;
  }

  /**
   * A new pairing makes the old configuration and keys meaningless.
   * @param {Pairing | null} pairing null unpairs
   * @returns {Promise<void>}
   */
  async setPairing(pairing) {
    await this.#rememberEarlier(pairing?.device_id);
    await this.#put("configuration", null);
    await this.#put("keyring", null);
    await this.#put("pairing", pairing);
  }

  /** @returns {Promise<EarlierPairing[]>} what this tablet was before, latest first */
  async earlierPairings() {
    return (await this.#database.get(SETTINGS, EARLIER)) ?? [];
  }

  /**
   * Scans that the pairing leaves behind can still be handed in: not its token is kept, only what
   * signs them.
   * @param {string | undefined} nextId
   */
  async #rememberEarlier(nextId) {
    const before = await this.pairing();
    if (before === null || before.device_id === nextId || !crypto.subtle) return;
    const { device_id, token } = before;
    const others = (await this.earlierPairings()).filter((one) => one.device_id !== device_id);
    const earlier = [{ device_id, secret: await makeSecret(token) }, ...others];
    await this.#put(EARLIER, earlier.slice(0, MOST_EARLIER));
  }

  /** @returns {Promise<Configuration | null>} */
  async configuration() {
    return (await this.#database.get(SETTINGS, "configuration")) ?? null;
  }

  /**
   * @param {Configuration} configuration
   * @returns {Promise<void>}
   */
  async setConfiguration(configuration) {
    await this.#put("configuration", configuration);
  }

  /** @returns {Promise<number>} what to add to this device's clock, as last measured */
  async clockOffset() {
    return (await this.#database.get(SETTINGS, "clock_offset_ms")) ?? 0;
  }

  /**
   * @param {number} offsetMs
   * @returns {Promise<void>}
   */
  async setClockOffset(offsetMs) {
    await this.#put("clock_offset_ms", offsetMs);
  }

  /**
   * Keeps an offset that is news.
   * @param {number} offsetMs
   * @returns {Promise<void>}
   */
  async noteClockOffset(offsetMs) {
    const isNews = Math.abs(offsetMs - (await this.clockOffset())) > OFFSET_NEWS_MS;
    if (isNews) await this.setClockOffset(offsetMs);
  }

  /** @returns {Promise<Preferences>} */
  async preferences() {
    const kept = await this.#database.get(SETTINGS, "preferences");
    return { ...this.#defaults, ...kept };
  }

  /**
   * @param {Partial<Preferences>} changes
   * @returns {Promise<Preferences>} all of them, after the change
   */
  async setPreferences(changes) {
    const preferences = { ...(await this.preferences()), ...changes };
    await this.#put("preferences", preferences);
    return preferences;
  }

  /** @returns {Promise<Draft | null>} words that had no time to become a note */
  async draft() {
    return (await this.#database.get(SETTINGS, "draft")) ?? null;
  }

  /**
   * In one step, committed without waiting: a page that is going has no time for more.
   * @param {Draft | null} draft
   * @returns {Promise<void>}
   */
  async setDraft(draft) {
    const transaction = this.#database.transaction(SETTINGS, "readwrite");
    const put = transaction.store.put(draft, "draft");
    transaction.commit();
    await Promise.all([put, transaction.done]);
  }

  /**
   * @param {string} key
   * @param {unknown} value
   */
  async #put(key, value) {
    try {
      const transaction = this.#database.transaction(SETTINGS, "readwrite", STRICT);
      await Promise.all([transaction.store.put(value, key), transaction.done]);
    } catch (error) {
      throw new StorageError(error);
    }
  }
}
