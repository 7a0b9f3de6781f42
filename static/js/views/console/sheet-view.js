/**
 * A sheet of badges on the page: being drawn, done, or failed.
 */

import { makeElement } from "../../helpers/dom.js";

/**
 * @typedef {{
 *   state: "printing" | "done" | "failed",
 *   drawn: number,
 *   total: number,
 *   error: string | null,
 *   warnings: Array<{code: string, text: string}>,
 * }} SheetState
 */

export class SheetView {
  #root;
  #formatCount = new Intl.NumberFormat("fr-FR", { useGrouping: true }).format;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /** @param {SheetState} sheet */
  show(sheet) {
    this.#root.dataset.state = sheet.state;
    for (const name of ["printing", "done", "failed"]) this.#part(name).hidden = sheet.state !== name;
    this.#part("drawn").textContent = this.#formatCount(sheet.drawn);
    this.#part("count").textContent = this.#formatCount(sheet.drawn);
    this.#part("error").textContent = sheet.error ?? "";
    if (sheet.total > 0) this.#showBar(sheet);
    this.#showWarnings(sheet.warnings);
  }

  /** @param {SheetState} sheet */
  #showBar({ drawn, total }) {
    this.#part("total").textContent = this.#formatCount(total);
    const bar = this.#part("bar");
    if (!(bar instanceof HTMLProgressElement)) return;
    bar.max = total;
    bar.value = drawn;
  }

  /** @param {SheetState["warnings"]} warnings */
  #showWarnings(warnings) {
    this.#part("warnings").hidden = warnings.length === 0;
    this.#part("warning-count").textContent = this.#formatCount(warnings.length);
    this.#part("warning-list").replaceChildren(...warnings.map(makeWarning));
  }

  /**
   * @param {string} name
   * @returns {HTMLElement}
   */
  #part(name) {
    const part = this.#root.querySelector(`[data-part="${name}"]`);
    if (!(part instanceof HTMLElement)) throw new Error(`the sheet has no part ${name}`);
    return part;
  }
}

/** @param {{code: string, text: string}} warning */
function makeWarning({ code, text }) {
  const line = document.createElement("li");
  line.append(makeElement("span", "code ltr", code), " ", makeElement("bdi", "", text));
  return line;
}
