/**
 * Everything that hangs on one pairing: its outbox, its line to the server, its configuration.
 * Tells: `configuration` (Configuration), `problem` ({code, isThere}), `receipt` (Receipt),
 * `connection` (Connection), `conflict` ({gate_ids, at, verdict}), `leads` ({change_number}).
 */

import { Emitter } from "../helpers/emitter.js";
import { holdAlone } from "../helpers/single-page.js";
import { OutboxStore } from "../store/outbox-store.js";
import { Heartbeat } from "./heartbeat.js";
import { LocalKnowledge } from "./local-knowledge.js";
import { ScanPost } from "./scan-post.js";
import { DEVICE_ERRORS, SyncEngine } from "./sync-engine.js";
import { TakeBacks } from "./take-backs.js";

/** @typedef {import("../models/wire-types.js").Configuration} Configuration */
/** @typedef {import("../models/wire-types.js").Pairing} Pairing */
/** @typedef {import("./local-knowledge.js").Knowledge} Knowledge */
/** @typedef {ConstructorParameters<typeof LocalKnowledge>[0]} KnowledgeContext */

const REFRESH_EVERY_MS = 60_000;

export class DeviceSession extends Emitter {
  #parts;
  #engine;
  #heartbeat;
  #takeBacks;
  #isConfigured = false;
  #isClosed = false;
  #lastSeq = 0;
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
   *   send?: (scans: import("../domain/messages.js").Scan[]) =>
   *     Promise<import("../domain/messages.js").Receipt[]>,
   *   makeKnowledge?: (context: KnowledgeContext) => Knowledge,
   * }} parts `send` and `makeKnowledge` are a gate's unless another kind of device says its own
   */
  constructor(parts) {
    super();
    const { pairing, database, api, link } = parts;
    this.#parts = parts;
    this.outbox = new OutboxStore(database, pairing.device_id);
    const post = new ScanPost(link, api);
    this.#engine = new SyncEngine({
      outbox: this.outbox,
      send: parts.send ?? ((scans) => post.send(scans)),
      clearTheWay: () => this.#takeBacks.clearTheWay(),
      alone: (task) => holdAlone(`accueil-outbox ${pairing.device_id}`, task),
    });
    this.#takeBacks = new TakeBacks({
      database, deviceId: pairing.device_id, link, api, offsetMs: () => this.offsetMs,
    });
    this.#heartbeat = new Heartbeat({ link, api, report: () => this.#report() });
    const { makeKnowledge = (context) => new LocalKnowledge(context) } = parts;
    this.knowledge = makeKnowledge({
      database,
      eventId: pairing.event_id,
      api,
      outbox: this.outbox,
      isReachable: () => this.isReachable,
      serverNow: () => Date.now() + this.offsetMs,
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
    this.#lastSeq = await this.outbox.lastSeq();
    this.#heartbeat.assumeOffset(await settings.clockOffset());
    if (kept !== null) this.emit("configuration", kept);
    await this.knowledge.open(kept);
    link.open(pairing.token);
    this.#refreshTimer = setInterval(() => this.#refreshAll(), REFRESH_EVERY_MS);
    await Promise.all([this.refresh(), this.#heartbeat.start(), this.count()]);
    void this.#engine.wake();
  }

  close() {
    clearInterval(this.#refreshTimer);
    this.#isClosed = true;
    this.#engine.stop();
    this.#heartbeat.stop();
    this.knowledge.close();
    this.#parts.link.close();
  }

  /** @param {import("../domain/messages.js").Scan} scan durable already */
  deliver(scan) {
    this.#lastSeq = Math.max(this.#lastSeq, scan.device_seq);
    void this.count();
    return this.#engine.deliver(scan);
  }

  /** The page came back to life, or somebody asked to try again. */
  wake() {
    this.#parts.link.wake();
    void this.#heartbeat.beat();
    void this.#engine.wake();
    void this.count();
    this.knowledge.pull();
    return this.refresh();
  }

  /**
   * Takes a scan back; `waiting` while the server has not heard of it.
   * Throws StorageError, and what the server says no with: `undo_too_late`, `scan_not_undoable` …
   * @param {string} scanId
   * @param {string} reason
   * @returns {Promise<"waiting" | "accepted">}
   */
  async undo(scanId, reason) {
    const status = await this.#takeBacks.undo(scanId, reason);
    this.knowledge.pull();
    void this.count();
    return status;
  }

  /** Asks the server what this device is and where it stands. */
  async refresh() {
    const { settings, api } = this.#parts;
    try {
      const answer = await api.getConfiguration();
      if (this.#isClosed) return;
      const configuration = await this.knowledge.takeConfiguration(answer);
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
    const undos = await this.#takeBacks.countWaiting();
    this.#counts = { ...(await this.outbox.count()), undos };
    this.#tellConnection();
  }

  #wire() {
    const { link } = this.#parts;
    link.on("connected", () => void this.wake());
    link.on("disconnected", () => void this.#heartbeat.beat());
    link.on("refused", (code) => this.#onRefused(code));
    link.on("configuration_changed", () => void this.refresh());
    link.on("changes", (hint) => this.knowledge.nudge(hint));
    link.on("conflict", (conflict) => this.emit("conflict", conflict));
    link.on("leads", (hint) => this.emit("leads", hint));
    link.on("device_revoked", () => this.#onRefused("device_revoked"));
    this.#engine.on("receipt", (receipt) => this.#takeReceipt(receipt));
    this.#engine.on("settled", () => void this.#onSettled());
    this.#takeBacks.on("refused", () => void this.#tellRefusedUndo());
    this.#engine.on("refused", (code) => this.#onRefused(code));
    this.#heartbeat.on("reachable", (isReachable) => this.#onReachable(isReachable));
    this.#heartbeat.on("offset", (offsetMs) => void this.#parts.settings.noteClockOffset(offsetMs));
    this.#heartbeat.on("missing", (ranges) => void this.#sendAgain(ranges));
    this.knowledge.on("change", () => this.#tellConnection());
  }

  /** @param {import("../domain/messages.js").Receipt} receipt */
  #takeReceipt(receipt) {
    this.emit("receipt", receipt);
    if (receipt.status === "parked") this.#onRefused(receipt.reason);
  }

  /** @param {boolean} isReachable */
  #onReachable(isReachable) {
    this.#tellConnection();
    if (!isReachable) return;
    void this.#engine.wake();
    void this.#onSettled();
    void this.refresh();
  }

  /** @param {string} code */
  #onRefused(code) {
    if (DEVICE_ERRORS.includes(code)) this.#tell(code, true);
    if (code === "device_revoked") void this.knowledge.forget();
  }

  /** What was taken back follows its scan. */
  async #onSettled() {
    await this.#takeBacks.send();
    await this.count();
  }

  async #tellRefusedUndo() {
    const gate = (await this.#parts.settings.configuration())?.gate;
    this.emit("conflict", { gate_ids: [gate?.id ?? ""], at: Date.now(), verdict: "undo_refused" });
  }

  #report() {
    return { unsent: this.#counts.waiting + this.#counts.parked, last_seq: this.#lastSeq };
  }

  #refreshAll() {
    void this.refresh();
    void this.count(); // what waits has become older
    void this.outbox.forgetSettled();
    void this.#takeBacks.tidy();
  }

  /** @param {Array<[number, number]>} ranges that the server lost, or never got */
  async #sendAgain(ranges) {
    if ((await this.outbox.resend(ranges)) > 0) void this.#engine.wake();
  }

  #tell(/** @type {string} */ code, /** @type {boolean} */ isThere) {
    if (!this.#isClosed) this.emit("problem", { code, isThere });
  }

  #tellConnection() {
    if (this.#isClosed) return;
    const { waiting, parked, oldestAt } = this.#counts;
    const { isReachable, knowledge } = this;
    this.#tell("connection_lost", isReachable === false && !knowledge.canJudge);
    const roster = knowledge.rosterState;
    this.emit("connection", { isReachable, unsent: waiting, parked, oldestAt, roster });
  }
}
