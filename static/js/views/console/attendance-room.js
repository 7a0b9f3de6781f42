/**
 * A page that shows live numbers: takes snapshots, keeps the newest, and lets each view write what
 * changed, once a frame at the most and once a second at the least (silence is news too).
 */

import { LiveNumbers } from "../../models/live-numbers.js";
import { LiveLink, SIGN_IN_REQUIRED } from "../../sync/live-link.js";

/** @typedef {import("../../models/attendance-types.js").Snapshot} Snapshot */
/** @typedef {import("../../models/attendance-types.js").ConflictNews} ConflictNews */
/** @typedef {import("../../helpers/i18n.js").Texts} Texts */
/** @typedef {import("../../helpers/venue-formats.js").VenueFormats} VenueFormats */
/** @typedef {"connecting" | "live" | "lost" | "signed_out"} Line */
/**
 * @typedef {{
 *   snapshot: Snapshot, serverTime: number, line: Line, texts: Texts, formats: VenueFormats,
 *   news: (ConflictNews & {toldAt: number}) | null,
 * }} Frame what a view needs to draw itself; `news` is the last conflict somebody must judge
 * @typedef {{update: (frame: Frame) => void}} View
 */

const TICK_MS = 1_000;
/** A page just opened, or a blink of the network, is not worth a warning. */
const PATIENCE_MS = 2_500;

export class AttendanceRoom {
  #numbers;
  #texts;
  #formats;
  #views;
  #link = new LiveLink();
  #isDrawing = false;
  #isSignedOut = false;
  #wasLive = false;
  #brokenAt = Date.now();
  /** @type {Frame["news"]} */
  #news = null;

  /**
   * @param {Snapshot} snapshot
   * @param {{texts: Texts, formats: VenueFormats, views: View[]}} parts
   */
  constructor(snapshot, { texts, formats, views }) {
    this.#numbers = new LiveNumbers(snapshot);
    this.#texts = texts;
    this.#formats = formats;
    this.#views = views;
  }

  /** Show what there is, then listen. */
  open() {
    this.#draw();
    this.#link
      .on("connected", () => this.#onConnected())
      .on("disconnected", () => this.#onDisconnected())
      .on("refused", (code) => this.#onRefused(code))
      .on("attendance", (snapshot) => this.#numbers.accept(snapshot) && this.#schedule())
      .on("conflict", (news) => this.#onConflict(news));
    this.#link.open(this.#numbers.snapshot.event_id);
    setInterval(() => this.#schedule(), TICK_MS);
    for (const name of ["online", "focus", "pageshow"]) addEventListener(name, () => this.#link.wake());
    document.addEventListener("visibilitychange", () => this.#link.wake());
  }

  #onConnected() {
    this.#numbers.onConnected();
    this.#isSignedOut = false;
    this.#wasLive = true;
    this.#schedule();
  }

  #onDisconnected() {
    this.#numbers.onDisconnected();
    this.#brokenAt = Date.now();
    this.#schedule();
  }

  /** @param {string} code */
  #onRefused(code) {
    this.#isSignedOut = code === SIGN_IN_REQUIRED;
    this.#schedule();
  }

  /** @param {ConflictNews} news */
  #onConflict(news) {
    this.#news = { ...news, toldAt: this.#numbers.serverTime };
    this.#schedule();
  }

  /** Not drawn while nobody looks: the browser calls when the page is seen again. */
  #schedule() {
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    requestAnimationFrame(() => {
      this.#isDrawing = false;
      this.#draw();
    });
  }

  #draw() {
    const frame = {
      snapshot: this.#numbers.snapshot,
      serverTime: this.#numbers.serverTime,
      line: this.#judgeLine(),
      texts: this.#texts,
      formats: this.#formats,
      news: this.#news,
    };
    for (const view of this.#views) view.update(frame);
  }

  /** @returns {Line} */
  #judgeLine() {
    if (this.#numbers.isConnected) return "live";
    if (this.#isSignedOut) return "signed_out";
    if (Date.now() - this.#brokenAt > PATIENCE_MS) return "lost";
    return this.#wasLive ? "live" : "connecting";
  }
}
