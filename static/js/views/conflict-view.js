/**
 * A strip for the team: this gate let somebody in whom it should not have, or could not take that
 * back. Visitors read it too, so it names nobody.
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
  show(conflict, t) {
    setText("conflict-words", wordConflict(conflict, t));
    setShown("conflict-strip", true);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hide(), SHOWN_MS);
  }

  hide() {
    clearTimeout(this.#timer);
    setShown("conflict-strip", false);
  }
}

/**
 * @param {Conflict} conflict
 * @param {import("../helpers/i18n.js").Texts["t"]} t
 * @returns {string}
 */
function wordConflict({ gate_ids: gateIds, verdict }, t) {
  if (verdict === "undo_refused") {
    return t("A passage could not be taken back. See the last scans in the staff menu.");
  }
  return gateIds.length > 1
    ? t("A badge was let in at two gates while they were apart. An organizer will look at it.")
    : t("A badge was let in here that should not have been. An organizer will look at it.");
}
