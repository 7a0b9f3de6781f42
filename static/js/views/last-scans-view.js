/**
 * The last scans of this device, in the staff menu: who passed can be taken back, with a reason,
 * and what the server will not take is named.
 * Tells: `undo` ({scanId, reason}).
 */

import { byId, elementById, makeElement, setText } from "../helpers/dom.js";
import { Emitter } from "../helpers/emitter.js";

/** @typedef {import("../helpers/i18n.js").Texts} Texts */
/**
 * `words` is a name where one is known, `note` what became of a scan that cannot be taken back.
 * @typedef {{scanId: string, time: string, words: string, note: string | null}} LastScan
 */

export class LastScansView extends Emitter {
  #details = byId("last-scans", HTMLDetailsElement);
  #texts;

  /**
   * @param {() => Texts} texts
   * @param {() => void} onOpen
   */
  constructor(texts, onOpen) {
    super();
    this.#texts = texts;
    this.#details.addEventListener("toggle", () => this.#details.open && onOpen());
  }

  /** @param {LastScan[]} scans latest first */
  list(scans) {
    const { t } = this.#texts();
    setText("last-scans-result", scans.length === 0 ? t("No scans in the last 15 minutes.") : "");
    elementById("last-scans-list").replaceChildren(...scans.map((scan) => this.#row(scan)));
  }

  /** @param {string} words what became of a wish */
  tell(words) {
    setText("last-scans-result", words);
  }

  /** @param {LastScan} scan */
  #row({ scanId, time, words, note }) {
    const { t } = this.#texts();
    const row = makeElement("li", "last-scans__row");
    row.append(makeElement("span", "ltr", time), makeElement("bdi", "", words));
    if (note === null) row.append(this.#button(t("Take back"), () => this.#ask(row, scanId)));
    else row.append(makeElement("span", "", note));
    return row;
  }

  /**
   * @param {HTMLElement} row
   * @param {string} scanId
   */
  #ask(row, scanId) {
    const { t } = this.#texts();
    const reasons = [t("Wrong badge"), t("Did not enter"), t("Test")];
    const buttons = reasons.map((reason) =>
      this.#button(reason, () => this.emit("undo", { scanId, reason })));
    row.lastElementChild?.replaceWith(...buttons);
  }

  /**
   * @param {string} words
   * @param {() => void} task
   */
  #button(words, task) {
    const button = makeElement("button", "button", words);
    button.setAttribute("type", "button");
    button.addEventListener("click", task);
    return button;
  }
}
