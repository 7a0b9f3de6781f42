/** What needs a person: the server itself, and scans that could not be understood. */

import { part, show, write } from "./elements.js";

/** @typedef {import("./attendance-room.js").Frame} Frame */

/** What is wrong with the machine the server runs on; the words stand in the page. */
export class ServerProblemsView {
  #notices;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#notices = [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-part]"))];
  }

  /** @param {Frame} frame */
  update({ snapshot }) {
    for (const notice of this.#notices) {
      show(notice, snapshot.server_problems.includes(notice.dataset.part ?? ""));
    }
  }
}

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
