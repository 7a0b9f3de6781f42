/** What a person must look at: conflicts between gates, and scans that have not arrived. */

import { findMissing, wordMissing } from "../../models/missing-scans.js";
import { part, show, write, writeAttribute } from "./elements.js";
import { KeyedRows } from "./keyed-rows.js";

/** @typedef {import("../../models/attendance-types.js").DeviceHealth} DeviceHealth */
/** @typedef {import("./attendance-room.js").Frame} Frame */

/** How long a conflict is shown as just noticed. */
const NEWS_MS = 60_000;

/** The number beside the inbox in the rail, on every live page. */
export class RailCount {
  #root;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /** @param {Frame} frame */
  update({ snapshot, formats }) {
    show(this.#root, snapshot.open_conflicts > 0);
    write(this.#root, formats.number(snapshot.open_conflicts));
  }
}

/** A notice on the attendance page; a new conflict shows at once, with its gates. */
export class ConflictsView {
  #root;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /** @param {Frame} frame */
  update(frame) {
    const { snapshot, texts } = frame;
    const isNews = isFresh(frame);
    const count = Math.max(snapshot.open_conflicts, isNews ? 1 : 0);
    show(this.#root, count > 0);
    writeAttribute(this.#root, "data-news", String(isNews));
    const words = texts.tn(
      "%(num)s conflict between gates waits for a decision",
      "%(num)s conflicts between gates wait for a decision",
      count,
    );
    write(part(this.#root, "title"), words);
    write(part(this.#root, "text"), isNews ? wordNews(frame) : texts.t("A badge was let in where it should not have been: look at both sides and decide."));
  }
}

/** @param {Frame} frame */
function isFresh({ news, serverTime }) {
  return news !== null && serverTime - news.toldAt < NEWS_MS;
}

/**
 * @param {Frame} frame
 * @returns {string} the gates in their own letters, whichever way the page runs
 */
function wordNews({ news, snapshot, texts, formats }) {
  const gates = snapshot.gates.filter((gate) => news?.gate_ids.includes(gate.id));
  const names = gates.map((gate) => `\u2068${gate.name}\u2069`).join(", ");
  const time = `\u2066${formats.time(news?.at ?? 0)}\u2069`;
  return texts.t("Just noticed: %(gates)s, %(time)s", { gates: names, time });
}

/** Which devices hold, or lost, scans that have not arrived. */
export class MissingView {
  #root;
  #rows;
  #frame = /** @type {Frame | null} */ (null);

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
    const keyOf = (/** @type {DeviceHealth} */ device) => device.id;
    this.#rows = new KeyedRows(part(root, "rows"), keyOf, this.#fill);
  }

  /** @param {Frame} frame */
  update(frame) {
    this.#frame = frame;
    const devices = findMissing(frame.snapshot.devices);
    const count = devices.reduce((sum, device) => sum + device.missing_count, 0);
    show(this.#root, count > 0);
    const words = frame.texts.tn("%(num)s scan has not arrived", "%(num)s scans have not arrived", count);
    write(part(this.#root, "title"), words);
    this.#rows.update(devices);
  }

  #fill = (/** @type {HTMLElement} */ row, /** @type {DeviceHealth} */ device) => {
    const { texts } = /** @type {Frame} */ (this.#frame);
    write(part(row, "name"), device.name);
    write(part(row, "words"), ` · ${wordMissing(device, texts)}`);
  };
}

/** On the inbox: the list was made when the page was loaded, and somebody may be writing in it. */
export class ListChanged {
  #root;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /** @param {Frame} frame */
  update(frame) {
    const isOther = frame.snapshot.open_conflicts !== Number(this.#root.dataset.count);
    show(this.#root, isOther || isFresh(frame));
  }
}
