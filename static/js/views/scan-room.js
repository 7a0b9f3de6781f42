/**
 * The way of a badge through the page: sources in, scan out, verdict on the screen. Puts the parts
 * of a scan together and measures how long they took.
 */

import { nextPaint } from "../helpers/timing.js";
import { createMomentFormat } from "../helpers/moments.js";
import { Gatekeeper } from "../models/gatekeeper.js";
import { RepeatFilter } from "../models/repeat-filter.js";
import { ScanFlow } from "../models/scan-flow.js";
import { lookOf, verdictOf } from "../models/verdicts.js";
import { ConflictView } from "./conflict-view.js";
import { LastScansRoom } from "./last-scans-room.js";
import { VerdictView } from "./verdict-view.js";

/** @typedef {import("../models/wire-types.js").Configuration} Configuration */
/** @typedef {import("../models/wire-types.js").Reading} Reading */
/** @typedef {import("../domain/messages.js").Receipt} Receipt */
/** @typedef {import("../helpers/i18n.js").Texts} Texts */
/** @typedef {{
 *   receipt: Receipt, reading: Reading, isRepeat: boolean, isCorrection: boolean,
 * }} Shown */

const MEASURE = "accueil:frame-to-verdict";
const MOST_MEASURES = 2_000;

/**
 * @typedef {{
 *   stage: import("./stage.js").Stage,
 *   sounds: import("../helpers/sounds.js").SoundPlayer,
 *   texts: (lang?: string) => Texts,
 *   wordTime: (at: number) => string,
 *   onFailure: (error: unknown) => void,
 * }} ScanParts
 */

export class ScanRoom {
  #parts;
  #view = new VerdictView();
  #conflicts = new ConflictView();
  #lastScans;
  #flow;
  #measures = 0;
  /** @type {Gatekeeper | null} */
  #gatekeeper = null;
  /** @type {import("../sync/device-session.js").DeviceSession | null} */
  #session = null;
  /** @type {Configuration | null} */
  #configuration = null;

  /** @param {ScanParts} parts */
  constructor(parts) {
    this.#parts = parts;
    this.#lastScans = new LastScansRoom(() => parts.texts(), parts.wordTime);
    this.#flow = new ScanFlow({
      filter: new RepeatFilter(),
      makeScan: (reading) => this.#makeScan(reading),
    });
    this.#flow
      .on("checking", () => this.#clear("checking"))
      .on("scan", (scan) => void this.#session?.deliver(scan))
      .on("verdict", (shown) => this.#show(shown))
      .on("confirmed", () => this.#view.confirm())
      .on("idle", () => this.#clear(null))
      .on("failed", (error) => parts.onFailure(error));
    document.getElementById("verdict")?.addEventListener("click", () => this.#flow.dismiss());
  }

  /** @param {import("../sync/device-session.js").DeviceSession | null} session */
  serve(session) {
    this.#session = session;
    this.#gatekeeper = session && new Gatekeeper({
      outbox: session.outbox,
      offsetMs: () => session.offsetMs,
      decide: session.knowledge.decide,
    });
    this.#lastScans.serve(session);
    session
      ?.on("receipt", (receipt) => this.#takeReceipt(receipt))
      .on("conflict", (conflict) => this.#showConflict(conflict));
  }

  /** @param {Configuration | null} configuration */
  configure(configuration) {
    this.#configuration = configuration;
  }

  /** @param {boolean} isOpen */
  setOpen(isOpen) {
    this.#flow.setOpen(isOpen && this.#configuration?.gate != null);
  }

  /** @param {Reading} reading */
  take(reading) {
    this.#flow.take(reading);
  }

  /** @param {Reading} reading */
  #makeScan(reading) {
    const gate = this.#configuration?.gate;
    if (this.#gatekeeper === null || gate == null) throw new Error("no gate to make a scan for");
    return this.#gatekeeper.admit(reading, gate);
  }

  /**
   * A conflict is told by the receipt too: the push may have gone out before this socket was open.
   * @param {Receipt} receipt
   */
  #takeReceipt(receipt) {
    this.#flow.takeReceipt(receipt);
    if (receipt.status !== "conflict") return;
    const own = this.#configuration?.gate?.id ?? "";
    const gateIds = receipt.with ? [own, receipt.with.scan_id] : [own];
    this.#showConflict({
      gate_ids: gateIds, at: receipt.with?.at ?? 0, verdict: receipt.verdict ?? "",
    });
  }

  /** @param {import("./conflict-view.js").Conflict} conflict */
  #showConflict(conflict) {
    const gateId = this.#configuration?.gate?.id ?? "";
    if (conflict.gate_ids.includes(gateId)) this.#conflicts.show(conflict, this.#parts.texts().t);
  }

  /** @param {Shown} shown */
  #show({ receipt, reading, isRepeat, isCorrection }) {
    const { stage, sounds } = this.#parts;
    const category = this.#configuration?.categories.find(
      ({ id }) => id === receipt.card?.category_id,
    );
    this.#view.show(receipt, this.#speechFor(receipt), category ?? null);
    this.#view.markCorrection(isCorrection);
    this.#lastScans.note(receipt);
    stage.setMoment("verdict");
    if (isRepeat) return;
    sounds.play(lookOf(receipt).family);
    void this.#measure(receipt, reading);
  }

  /** @param {"checking" | null} moment */
  #clear(moment) {
    this.#view.hide();
    this.#parts.stage.setMoment(moment);
  }

  /**
   * @param {Receipt} receipt
   * @returns {import("./verdict-view.js").Speech}
   */
  #speechFor(receipt) {
    const { t, lang, dir } = this.#parts.texts(receipt.card?.language);
    const zone = this.#configuration?.event.timezone ?? "UTC";
    const now = () => Date.now() + (this.#session?.offsetMs ?? 0);
    return { t, lang, dir, formatMoment: createMomentFormat(lang, zone, now) };
  }

  /**
   * From the camera's frame to the painted verdict, for benches and the curious.
   * @param {Receipt} receipt
   * @param {Reading} reading
   */
  async #measure(receipt, { capturedAt, readAt, source }) {
    const shownAt = await nextPaint().then(() => performance.now());
    this.#measures += 1;
    if (this.#measures % MOST_MEASURES === 0) performance.clearMeasures(MEASURE);
    const detail = {
      scan_id: receipt.scan_id,
      verdict: verdictOf(receipt),
      source,
      decode_ms: readAt - capturedAt,
      answer_ms: shownAt - readAt,
    };
    performance.measure(MEASURE, { start: capturedAt, end: shownAt, detail });
  }
}
