/** The panel with a pairing code: counts down, and tells when the device has come. */

import { Countdown } from "../../models/countdown.js";
import { write, writeAttribute } from "./elements.js";

/** @typedef {import("./attendance-room.js").Frame} Frame */

const ASK_EVERY_MS = 2_500;

export class PairingPanel {
  #root;
  #countdown;
  #words;
  #askedAt = 0;
  #deviceCount = -1;

  /**
   * @param {HTMLElement} root
   * @param {HTMLElement} words where the remaining time is written
   */
  constructor(root, words) {
    this.#root = root;
    this.#words = words;
    const { expiresAt, serverTime } = root.dataset;
    this.#countdown = new Countdown({ endsAt: Number(expiresAt), serverTime: Number(serverTime) });
  }

  /**
   * A device more on the list is a reason to ask at once; a push may get lost, so ask anyway.
   * @param {Frame} frame
   */
  update({ snapshot, texts }) {
    if (this.#root.dataset.state !== "waiting") return;
    write(this.#words, texts.t("Valid for another %(time)s.", { time: this.#countdown.text }));
    const hasMore = snapshot.devices.length !== this.#deviceCount;
    this.#deviceCount = snapshot.devices.length;
    if (hasMore || Date.now() - this.#askedAt > ASK_EVERY_MS) this.#ask();
  }

  async #ask() {
    this.#askedAt = Date.now();
    try {
      const answer = await fetch(this.#root.dataset.stateAddress ?? "");
      if (answer.ok) writeAttribute(this.#root, "data-state", (await answer.json()).state);
    } catch {
      // No network at the moment; the next turn asks again. The countdown runs by itself.
    }
    if (this.#countdown.leftMs === 0 && this.#root.dataset.state === "waiting") {
      writeAttribute(this.#root, "data-state", "expired");
    }
  }
}
