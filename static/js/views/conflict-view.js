/**
 * A strip for the team: this gate let somebody in whom it should not have. Visitors read it too,
 * so it names nobody.
 */

import { elementById, setShown, setText } from "../helpers/dom.js";

/** @typedef {{gate_ids: string[], at: number, verdict: string}} Conflict */

const SHOWN_MS = 120_000;

export class ConflictView {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  constructor() {
    elementById("conflict-close").addEventListener("click", () => this.hide());
  }

  /**
   * @param {Conflict} conflict
   * @param {import("../helpers/i18n.js").Texts["t"]} t
   */
  show({ gate_ids: gateIds }, t) {
    const words = gateIds.length > 1
      ? t("A badge was let in at two gates while they were apart. An organizer will look at it.")
      : t("A badge was let in here that should not have been. An organizer will look at it.");
    setText("conflict-words", words);
    setShown("conflict-strip", true);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hide(), SHOWN_MS);
  }

  hide() {
    clearTimeout(this.#timer);
    setShown("conflict-strip", false);
  }
}
