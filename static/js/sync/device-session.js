/**
 * Everything that hangs on one pairing: its outbox, its line to the server, its configuration.
 * Tells: `configuration` (Configuration), `problem` ({code, isThere}), `receipt` (Receipt),
 * `connection` ({isReachable, unsent, parked}).
 */

import { Emitter } from "../helpers/emitter.js";
import { OutboxStore } from "../store/outbox-store.js";
import { Heartbeat } from "./heartbeat.js";
import { ScanPost } from "./scan-post.js";
import { DEVICE_ERRORS, SyncEngine } from "./sync-engine.js";

/** @typedef {import("../models/wire-types.js").Configuration} Configuration */
/** @typedef {import("../models/wire-types.js").Pairing} Pairing */

const REFRESH_EVERY_MS = 60_000;

export class DeviceSession extends Emitter {
  #parts;
  #engine;
  #heartbeat;
  #isConfigured = false;
  #isClosed = false;
  /** @type {import("../store/outbox-store.js").OutboxCounts} */
  #counts = { waiting: 0, parked: 0, elsewhere: 0, oldestAt: null };
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #refreshTimer;

  /**
   * @param {{
   *   pairing: Pairing,
   *   database: import("../store/database.js").KioskDatabase,
   *   settings: import("../store/settings-store.js").SettingsStore,
   *   api: import("./device-api.js").DeviceApi,
   *   link: import("./device-link.js").DeviceLink,
   * }} parts
   */
  constructor(parts) {
    super();
    const { pairing, database, api, link } = parts;
    this.#parts = parts;
    this.outbox = new OutboxStore(database, pairing.device_id);
    const post = new ScanPost(link, api);
    this.#engine = new SyncEngine({ outbox: this.outbox, send: (scans) => post.send(scans) });
    this.#heartbeat = new Heartbeat({
      link,
      api,
      report: () => ({ unsent: this.#counts.waiting + this.#counts.parked }),
    });
    this.#wire();
  }

  /** Milliseconds to add to this device's clock to get the server's. */
  get offsetMs() {
    return this.#heartbeat.offsetMs;
  }

  get counts() {
    return this.#counts;
  }

  get isReachable() {
    return this.#heartbeat.isReachable;
  }

  /** Connects; what was kept from the last visit is told first. */
  async open() {
    const { pairing, settings, api, link } = this.#parts;
    api.speakAs(pairing.token);
    const kept = await settings.configuration();
    this.#isConfigured = kept !== null;
    if (kept !== null) this.emit("configuration", kept);
    link.open(pairing.token);
    this.#refreshTimer = setInterval(() => void this.refresh(), REFRESH_EVERY_MS);
    await Promise.all([this.refresh(), this.#heartbeat.start(), this.count()]);
    void this.#engine.wake();
  }

  close() {
    clearInterval(this.#refreshTimer);
    this.#isClosed = true;
    this.#engine.stop();
    this.#heartbeat.stop();
    this.#parts.link.close();
  }

  /** @param {import("../domain/messages.js").Scan} scan durable already */
  deliver(scan) {
    void this.count();
    return this.#engine.deliver(scan);
  }

  /** The page came back to life, or somebody asked to try again. */
  wake() {
    this.#parts.link.wake();
    void this.#heartbeat.beat();
    void this.#engine.wake();
    return this.refresh();
  }

  /** Asks the server what this device is and where it stands. */
  async refresh() {
    const { settings, api } = this.#parts;
    try {
      const configuration = await api.getConfiguration();
      if (this.#isClosed) return;
      DEVICE_ERRORS.forEach((code) => this.#tell(code, false));
      this.#isConfigured = true;
      this.#tell("no_configuration", false);
      this.emit("configuration", configuration);
      await settings.setConfiguration(configuration);
    } catch (error) {
      this.#tell("no_configuration", !this.#isConfigured);
      this.#onRefused(/** @type {{code?: string}} */ (error).code ?? "unknown");
    }
  }

  async count() {
    this.#counts = await this.outbox.count();
    this.#tellConnection();
  }

  #wire() {
    const { link } = this.#parts;
    link.on("connected", () => void this.wake());
    link.on("disconnected", () => void this.#heartbeat.beat());
    link.on("refused", (code) => this.#onRefused(code));
    link.on("configuration_changed", () => void this.refresh());
    link.on("device_revoked", () => this.#onRefused("device_revoked"));
    this.#engine.on("receipt", (receipt) => this.#takeReceipt(receipt));
    this.#engine.on("settled", () => void this.count());
    this.#engine.on("refused", (code) => this.#onRefused(code));
    this.#heartbeat.on("reachable", (isReachable) => this.#onReachable(isReachable));
  }

  /** @param {import("../domain/messages.js").Receipt} receipt */
  #takeReceipt(receipt) {
    this.emit("receipt", receipt);
    if (receipt.status === "parked") this.#onRefused(receipt.reason);
  }

  /** @param {boolean} isReachable */
  #onReachable(isReachable) {
    this.#tell("connection_lost", !isReachable);
    this.#tellConnection();
    if (!isReachable) return;
    void this.#engine.wake();
    void this.refresh();
  }

  /** @param {string} code */
  #onRefused(code) {
    if (DEVICE_ERRORS.includes(code)) this.#tell(code, true);
  }

  /**
   * @param {string} code
   * @param {boolean} isThere
   */
  #tell(code, isThere) {
    if (this.#isClosed) return;
    this.emit("problem", { code, isThere });
  }

  #tellConnection() {
    if (this.#isClosed) return;
    const { waiting, parked } = this.#counts;
    this.emit("connection", { isReachable: this.isReachable, unsent: waiting, parked });
  }
}
