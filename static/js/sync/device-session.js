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
import { makeUndo } from "./undo-message.js";

/** @typedef {import("../models/wire-types.js").Configuration} Configuration */
/** @typedef {import("../models/wire-types.js").Pairing} Pairing */
/** @typedef {ConstructorParameters<typeof LocalKnowledge>[0]} KnowledgeContext */
/**
 * What a session needs of whatever a device knows by itself.
 * @typedef {Pick<LocalKnowledge, "canJudge" | "rosterState" | "open" | "close" | "pull" | "nudge"
 *   | "forget" | "takeConfiguration" | "decide"> & {on: Emitter["on"]}} Knowledge
 */

const REFRESH_EVERY_MS = 60_000;
const UNDO_WAIT_MS = 5_000;
const OFFSET_NEWS_MS = 500;

export class DeviceSession extends Emitter {
  #parts;
  #engine;
  #heartbeat;
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
      alone: (task) => holdAlone(`accueil-outbox ${pairing.device_id}`, task),
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
   * Takes a scan back. Throws ApiError: `undo_too_late`, `scan_undone`, `unreachable` …
   * @param {string} scanId
   * @param {string} reason
   */
  async undo(scanId, reason) {
    const { link, api } = this.#parts;
    const message = makeUndo(scanId, reason, this.offsetMs);
    await (link.isConnected ? link.request("undo", message, UNDO_WAIT_MS) : api.postUndo(message));
    this.knowledge.pull();
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
    this.#counts = await this.outbox.count();
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
    this.#engine.on("settled", () => void this.count());
    this.#engine.on("refused", (code) => this.#onRefused(code));
    this.#heartbeat.on("reachable", (isReachable) => this.#onReachable(isReachable));
    this.#heartbeat.on("offset", (offsetMs) => void this.#keepOffset(offsetMs));
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
    void this.refresh();
  }

  /** @param {string} code */
  #onRefused(code) {
    if (DEVICE_ERRORS.includes(code)) this.#tell(code, true);
    if (code === "device_revoked") void this.knowledge.forget();
  }

  #report() {
    return { unsent: this.#counts.waiting + this.#counts.parked, last_seq: this.#lastSeq };
  }

  /** @param {number} offsetMs */
  async #keepOffset(offsetMs) {
    const { settings } = this.#parts;
    const isNews = Math.abs(offsetMs - (await settings.clockOffset())) > OFFSET_NEWS_MS;
    if (isNews) await settings.setClockOffset(offsetMs);
  }

  #refreshAll() {
    void this.refresh();
    void this.outbox.forgetSettled();
  }

  /**
   * The server lost numbers that it had, or never got: what is still here goes out again.
   * @param {Array<[number, number]>} ranges
   */
  async #sendAgain(ranges) {
    if ((await this.outbox.resend(ranges)) > 0) void this.#engine.wake();
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
    const { waiting, parked, oldestAt } = this.#counts;
    const { isReachable, knowledge } = this;
    this.#tell("connection_lost", isReachable === false && !knowledge.canJudge);
    const roster = knowledge.rosterState;
    this.emit("connection", { isReachable, unsent: waiting, parked, oldestAt, roster });
  }
}
