/** Whether the numbers are live, and if not, of when they are. Calm: nothing is lost meanwhile. */

import { show, write, writeAttribute } from "./elements.js";

/** @typedef {import("./attendance-room.js").Frame} Frame */

export class ConnectionView {
  #root;
  #words;
  #signIn;

  /**
   * @param {HTMLElement} root
   * @param {HTMLElement} words
   * @param {HTMLElement} signIn the link to sign in again
   */
  constructor(root, words, signIn) {
    this.#root = root;
    this.#words = words;
    this.#signIn = signIn;
  }

  /** @param {Frame} frame */
  update({ snapshot, line, texts, formats }) {
    writeAttribute(this.#root, "data-line", line);
    show(this.#signIn, line === "signed_out");
    const at = { time: `\u2066${formats.timeWithSeconds(snapshot.at)}\u2069` };
    const words = {
      live: texts.t("Live"),
      connecting: texts.t("Connecting"),
      lost: texts.t("Connection lost – numbers as of %(time)s", at),
      signed_out: texts.t("You are signed out – numbers as of %(time)s", at),
    };
    write(this.#words, words[line]);
  }
}
