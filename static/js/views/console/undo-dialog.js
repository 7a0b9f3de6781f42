/** Asking why before a scan is taken back. */

import { makeScanId } from "../../domain/ids.js";
import { wordForStaff } from "../../models/staff-verdicts.js";
import { part, write } from "./elements.js";

/** @typedef {import("../../models/attendance-types.js").LastScan} LastScan */
/** @typedef {import("./attendance-room.js").Frame} Frame */

export class UndoDialog {
  #dialog;
  #form;

  /**
   * @param {HTMLDialogElement} dialog
   * @param {HTMLFormElement} form
   */
  constructor(dialog, form) {
    this.#dialog = dialog;
    this.#form = form;
    part(dialog, "close").addEventListener("click", () => dialog.close());
  }

  /**
   * @returns {UndoDialog | null} null on the big screen, where nothing is changed
   */
  static find() {
    const dialog = document.getElementById("undo-dialog");
    const form = dialog?.querySelector("form");
    return dialog instanceof HTMLDialogElement && form ? new UndoDialog(dialog, form) : null;
  }

  /**
   * The undo gets its id here: a form sent twice is one undo.
   * @param {LastScan} scan
   * @param {Frame} frame
   */
  ask(scan, { texts, formats, serverTime }) {
    this.#form.reset();
    this.#form.action = (this.#form.dataset.action ?? "").replace("SCAN", scan.scan_id);
    const undoId = this.#form.elements.namedItem("undo_id");
    if (undoId instanceof HTMLInputElement) {
      undoId.value = makeScanId(serverTime, crypto.getRandomValues(new Uint8Array(10)));
    }
    write(part(this.#dialog, "who"), scan.display_name);
    write(part(this.#dialog, "word"), wordForStaff(scan.verdict, "", texts.t).word);
    write(part(this.#dialog, "where"), scan.gate_name);
    write(part(this.#dialog, "time"), formats.timeWithSeconds(scan.corrected_at));
    this.#dialog.showModal();
  }
}
