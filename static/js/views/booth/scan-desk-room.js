/**
 * The way of a badge through the booth's page: readings in, answer over the picture, sheet up.
 * Tells: `captured` (Outcome), `failed` (error), `change` () when any lead may look different.
 */

import { Emitter } from "../../helpers/emitter.js";
import { nextPaint } from "../../helpers/timing.js";
import { CaptureFlow } from "../../models/booth/capture-flow.js";
import { LeadDesk } from "../../models/booth/lead-desk.js";
import { wordOutcome } from "../../models/booth/outcome-words.js";
import { FlashView } from "./flash-view.js";

/** @typedef {import("../../models/booth/lead-desk.js").Outcome} Outcome */
/** @typedef {import("../../models/wire-types.js").Reading} Reading */
/** @typedef {import("../../helpers/i18n.js").Texts} Texts */
/** @typedef {import("../../sync/booth/booth-session.js").BoothSession} BoothSession */
/**
 * @typedef {{
 *   sounds: import("../../helpers/sounds.js").SoundPlayer,
 *   texts: () => Texts,
 *   wordTime: (at: number) => string,
 *   choice: () => import("../../models/booth/lead-desk.js").Choice,
 *   isRapid: () => boolean,
 * }} DeskParts
 */

const MEASURE = "accueil:scan-to-saved";
const MOST_MEASURES = 2_000;
const WITH_SHEET = Object.freeze(["lead", "unknown_badge", "entry_code"]);

export class ScanDeskRoom extends Emitter {
  #parts;
  #flash;
  #flow;
  #measures = 0;
  /** @type {LeadDesk | null} */
  #desk = null;
  /** @type {Outcome | null} the last answer, to be told anew when the server knows better */
  #last = null;

  /** @param {DeskParts} parts */
  constructor(parts) {
    super();
    this.#parts = parts;
    this.#flash = new FlashView(parts.sounds);
    this.#flow = new CaptureFlow((reading) => this.#capture(reading));
    this.#flow
      .on("captured", ({ outcome, reading }) => this.#show(outcome, reading))
      .on("again", ({ outcome }) => this.#showAgain(outcome))
      .on("failed", (error) => this.emit("failed", error));
  }

  /** @returns {import("../../models/booth/lead-book.js").LeadBook | null} */
  get book() {
    return this.#desk?.book ?? null;
  }

  /**
   * @param {BoothSession | null} served
   * @param {string} deviceId
   */
  async serve(served, deviceId) {
    this.#desk = null;
    if (served === null) return this.emit("change");
    const { session, knowledge, leads } = served;
    const desk = new LeadDesk({
      outbox: session.outbox,
      store: leads,
      deviceId,
      offsetMs: () => session.offsetMs,
      find: (text) => knowledge.find(text),
      deliver: (fact) => session.deliver(fact),
      choice: this.#parts.choice,
    });
    this.#desk = desk;
    desk.on("change", () => this.emit("change")).on("settled", (settled) => this.#settle(settled));
    session.on("receipt", (receipt) => desk.takeReceipt(receipt));
    await desk.open();
  }

  /** @param {boolean} isOpen */
  setOpen(isOpen) {
    this.#flow.setOpen(isOpen && this.#desk !== null);
  }

  /** @param {Reading} reading */
  take(reading) {
    void this.#flow.take(reading);
  }

  /**
   * Somebody without a badge. Throws StorageError.
   * @param {Record<string, string>} manual
   */
  async enter(manual) {
    const outcome = await this.#needDesk().enter(manual);
    this.#tell(outcome);
  }

  /**
   * @param {{captureId: string, field: string, value: unknown}} edit
   * @returns {Promise<boolean>} whether it is durable
   */
  async edit({ captureId, field, value }) {
    try {
      await this.#needDesk().edit(captureId, field, value);
      return true;
    } catch (error) {
      this.emit("failed", error);
      return false;
    }
  }

  hide() {
    this.#flash.hide();
  }

  /** @param {Reading} reading */
  #capture(reading) {
    return this.#needDesk().capture(reading);
  }

  #needDesk() {
    if (this.#desk === null) throw new Error("no team to scan for");
    return this.#desk;
  }

  /**
   * @param {Outcome} outcome
   * @param {Reading} reading
   */
  #show(outcome, reading) {
    this.#tell(outcome);
    void this.#measure(outcome, reading);
  }

  /** The same badge again, a moment later: no second scan, and never an error. @param {Outcome} first */
  #showAgain(first) {
    const card = this.book?.findByCapture(first.captureId) ?? first.card;
    this.#tell({ ...first, card });
  }

  /** @param {Outcome} outcome */
  #tell(outcome) {
    this.#last = outcome;
    this.#write(outcome, false);
    this.emit("captured", { outcome, hasSheet: WITH_SHEET.includes(outcome.verdict) });
  }

  /**
   * The server knew better, or more.
   * @param {{captureId: string, verdict: string, reason: string, hasChanged: boolean}} settled
   */
  #settle({ captureId, verdict, reason, hasChanged }) {
    const last = this.#last;
    if (!hasChanged || last?.captureId !== captureId) return;
    const card = this.book?.findByCapture(captureId) ?? null;
    const outcome = { ...last, verdict, reason, card };
    this.#last = outcome;
    if (this.#flash.captureId === captureId || verdict !== last.verdict) this.#write(outcome, verdict === last.verdict);
    this.emit("captured", { outcome, hasSheet: WITH_SHEET.includes(verdict), isCorrection: true });
  }

  /**
   * @param {Outcome} outcome
   * @param {boolean} isQuiet
   */
  #write(outcome, isQuiet) {
    const { texts, wordTime, isRapid } = this.#parts;
    this.#flash.show(outcome, wordOutcome(outcome, texts(), wordTime), { isRapid: isRapid(), isQuiet });
  }

  /**
   * From the reading to the durable scan, and to the painted answer.
   * @param {Outcome} outcome
   * @param {Reading} reading
   */
  async #measure({ captureId, verdict, savedAt }, { capturedAt, readAt, source }) {
    const shownAt = await nextPaint().then(() => performance.now());
    this.#measures += 1;
    if (this.#measures % MOST_MEASURES === 0) performance.clearMeasures(MEASURE);
    const detail = {
      capture_id: captureId, verdict, source,
      decode_ms: readAt - capturedAt, save_ms: savedAt - readAt, show_ms: shownAt - savedAt,
    };
    performance.measure(MEASURE, { start: capturedAt, end: shownAt, detail });
  }
}
