/** The last scans of all gates, newest first, with what was decided and why. */

import { wordForStaff } from "../../models/staff-verdicts.js";
import { part, show, write, writeAttribute, writeIcon } from "./elements.js";
import { KeyedRows } from "./keyed-rows.js";

/** @typedef {import("../../models/attendance-types.js").LastScan} LastScan */
/** @typedef {import("./attendance-room.js").Frame} Frame */

export class ScansView {
  #root;
  #rows;
  #frame = /** @type {Frame | null} */ (null);
  #isFirst = true;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
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

  /** A scan never changes: its row is written once. */
  #fill = (
    /** @type {HTMLElement} */ row,
    /** @type {LastScan} */ scan,
    /** @type {boolean} */ isNew,
  ) => {
    if (!isNew || !this.#frame) return;
    const { texts, formats, snapshot } = this.#frame;
    const { word, tone, icon, reason } = wordForStaff(scan.verdict, scan.reason, texts.t);
    row.classList.toggle("scan--new", !this.#isFirst);
    writeAttribute(row, "data-verdict", scan.verdict);
    write(part(row, "time"), formats.timeWithSeconds(scan.corrected_at));
    part(row, "verdict").dataset.tone = tone;
    write(part(row, "word"), word);
    writeIcon(part(row, "verdict"), icon);
    write(part(row, "who"), scan.display_name || texts.t("Nobody on the list"));
    part(row, "who").classList.toggle("scan__who--nobody", !scan.display_name);
    write(part(row, "company"), scan.company);
    write(part(row, "reason"), reason);
    write(part(row, "where"), scan.gate_name);
    const category = snapshot.categories.find((c) => c.id === scan.category_id);
    row.style.setProperty("--category", category?.color ?? "transparent");
  };
}
