/** What needs a person: scans that could not be understood and wait to be looked at. */

import { part, show, write } from "./elements.js";

/** @typedef {import("./attendance-room.js").Frame} Frame */

export class ParkedView {
  #root;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /** @param {Frame} frame */
  update({ snapshot, texts }) {
    const count = snapshot.parked_scans;
    show(this.#root, count > 0);
    const words = texts.tn(
      "%(num)s scan could not be understood and was put aside.",
      "%(num)s scans could not be understood and were put aside.",
      count,
    );
    write(part(this.#root, "title"), words);
  }
}

export class DayView {
  #root;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /** @param {Frame} frame */
  update({ serverTime, formats }) {
    write(part(this.#root, "day"), formats.day(serverTime));
    write(part(this.#root, "time"), formats.time(serverTime));
  }
}
