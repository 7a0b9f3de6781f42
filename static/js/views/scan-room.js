/**
 * The way of a badge through the page: readings in, verdict on the screen; measures how long it took.
 */

import { nextPaint } from "../helpers/timing.js";
import { createMomentFormat } from "../helpers/moments.js";
import { lookOf, verdictOf } from "../models/verdicts.js";
import { ConflictView } from "./conflict-view.js";
import { LastScansRoom } from "./last-scans-room.js";
import { VerdictView } from "./verdict-view.js";

/** @typedef {import("../models/wire-types.js").Configuration} Configuration */
/** @typedef {import("../models/wire-types.js").Reading} Reading */
/** @typedef {import("../domain/messages.js").Receipt} Receipt */
/** @typedef {import("../helpers/i18n.js").Texts} Texts */
/** @typedef {import("../models/kiosk-device.js").Shown} Shown */

const MEASURE = "accueil:frame-to-verdict";
const MOST_MEASURES = 2_000;

/**
 * @typedef {{
 *   device: import("../models/kiosk-device.js").KioskDevice,
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
  /** @type {Configuration | null} */
  #configuration = null;

  /** @param {ScanParts} parts */
  constructor(parts) {
    this.#parts = parts;
    this.#lastScans = new LastScansRoom(() => parts.texts(), parts.wordTime);
    this.#flow = parts.device.flow;
    this.#flow
      .on("checking", () => this.#clear("checking"))
      .on("verdict", (shown) => this.#show(shown))
      .on("confirmed", () => this.#view.confirm())
      .on("idle", () => this.#clear(null))
      .on("failed", (error) => parts.onFailure(error));
    parts.device.on("conflict", (conflict) => this.#showConflict(conflict));
    document.getElementById("verdict")?.addEventListener("click", () => this.#flow.dismiss());
  }

  /** @param {import("../models/kiosk-device.js").Ledger | null} session */
  serve(session) {
    this.#lastScans.serve(session);
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
    const now = () => Date.now() + this.#parts.device.facts.offsetMs;
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
