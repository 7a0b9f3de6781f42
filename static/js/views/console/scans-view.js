/** The last scans of all gates, newest first, with what was decided and why. */

import { canTakeBack } from "../../models/scan-undo.js";
import { wordForStaff } from "../../models/staff-verdicts.js";
import { part, show, write, writeAttribute, writeIcon } from "./elements.js";
import { KeyedRows } from "./keyed-rows.js";

/** @typedef {import("../../models/attendance-types.js").LastScan} LastScan */
/** @typedef {import("./attendance-room.js").Frame} Frame */
/** @typedef {(scan: LastScan, frame: Frame) => void} AskToUndo */

export class ScansView {
  #root;
  #rows;
  #askToUndo;
  #frame = /** @type {Frame | null} */ (null);
  #isFirst = true;

  /**
   * @param {HTMLElement} root
   * @param {AskToUndo} askToUndo
   */
  constructor(root, askToUndo) {
    this.#root = root;
    this.#askToUndo = askToUndo;
    const keyOf = (/** @type {LastScan} */ scan) => scan.scan_id;
    this.#rows = new KeyedRows(part(root, "rows"), keyOf, this.#fill);
  }

  /** @param {Frame} frame */
  update(frame) {
    this.#frame = frame;
    const scans = frame.snapshot.last_scans;
    show(part(this.#root, "none"), scans.length === 0);
    this.#rows.update(scans);
    this.#isFirst = false;
  }

  #fill = (
    /** @type {HTMLElement} */ row,
    /** @type {LastScan} */ scan,
    /** @type {boolean} */ isNew,
  ) => {
    const frame = /** @type {Frame} */ (this.#frame);
    if (isNew) this.#writeOnce(row, scan, frame);
    const { reason } = wordForStaff(scan.verdict, scan.reason, frame.texts.t);
    write(part(row, "reason"), scan.is_undone ? frame.texts.t("taken back") : reason);
    writeAttribute(row, "data-undone", String(scan.is_undone));
    part(row, "undo").classList.toggle("scan__undo--none", !canTakeBack(scan, frame.serverTime));
  };

  /**
   * What never changes of a scan.
   * @param {HTMLElement} row
   * @param {LastScan} scan
   * @param {Frame} frame
   */
  #writeOnce(row, scan, { texts, formats, snapshot }) {
    const { word, tone, icon } = wordForStaff(scan.verdict, scan.reason, texts.t);
    row.classList.toggle("scan--new", !this.#isFirst);
    writeAttribute(row, "data-verdict", scan.verdict);
    write(part(row, "time"), formats.timeWithSeconds(scan.corrected_at));
    part(row, "verdict").dataset.tone = tone;
    write(part(row, "word"), word);
    writeIcon(part(row, "verdict"), icon);
    write(part(row, "who"), scan.display_name || texts.t("Nobody on the list"));
    part(row, "who").classList.toggle("scan__who--nobody", !scan.display_name);
    write(part(row, "company"), scan.company);
    write(part(row, "where"), scan.gate_name);
    const category = snapshot.categories.find((c) => c.id === scan.category_id);
    row.style.setProperty("--category", category?.color ?? "transparent");
    part(row, "undo").addEventListener("click", () => {
      this.#askToUndo(scan, /** @type {Frame} */ (this.#frame));
    });
  }
}
