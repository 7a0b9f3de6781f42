/**
 * What staff may take back: the passages of the last fifteen minutes, with the names this page has
 * seen since it was opened (no name is written to the device).
 */

import { LastScansView } from "./last-scans-view.js";

/** @typedef {import("../domain/messages.js").Receipt} Receipt */
/** @typedef {import("../helpers/i18n.js").Texts} Texts */
/** @typedef {import("../store/outbox-store.js").OutboxRow} OutboxRow */
/** @typedef {import("../models/kiosk-device.js").Ledger} Ledger */

const UNDO_WITHIN_MS = 15 * 60_000;
const MOST_LISTED = 20;
const MOST_NAMES = 200;
const PASSED = Object.freeze(["admitted", "exited"]);

export class LastScansRoom {
  #view;
  #texts;
  #wordTime;
  /** @type {Map<string, string>} by scan id */
  #names = new Map();
  /** @type {Ledger | null} */
  #session = null;

  /**
   * @param {() => Texts} texts
   * @param {(at: number) => string} wordTime
   */
  constructor(texts, wordTime) {
    this.#texts = texts;
    this.#wordTime = wordTime;
    this.#view = new LastScansView(texts, () => void this.#list());
    this.#view.on("undo", ({ scanId, reason }) => void this.#undo(scanId, reason));
  }

  /** @param {Ledger | null} session */
  serve(session) {
    this.#session = session;
    this.#names.clear();
  }

  /** @param {Receipt} receipt that was shown */
  note({ scan_id: scanId, card }) {
    if (scanId === null || card === null) return;
    this.#names.set(scanId, card.display_name || card.display_name_ar);
    const [oldest] = this.#names.keys();
    if (this.#names.size > MOST_NAMES && oldest !== undefined) this.#names.delete(oldest);
  }

  async #list() {
    const session = this.#session;
    if (session === null) return;
    const since = Date.now() - UNDO_WITHIN_MS;
    const [latest, parked] = await Promise.all([
      session.outbox.latest(MOST_LISTED),
      session.outbox.parkedRows(MOST_LISTED),
    ]);
    const passed = latest.filter((row) => hasPassed(row) && row.scan.device_time > since);
    this.#view.list([...passed, ...parked].map((row) => this.#describe(row)));
  }

  /**
   * @param {OutboxRow} row
   * @returns {import("./last-scans-view.js").LastScan}
   */
  #describe(row) {
    const { t } = this.#texts();
    const { scan } = row;
    const direction = scan.direction === "exit" ? t("Exit") : t("Entrance");
    return {
      scanId: scan.scan_id,
      time: this.#wordTime(scan.device_time + scan.clock_offset_ms),
      words: this.#names.get(scan.scan_id) ?? direction,
      note: wordNote(row, t),
    };
  }

  /**
   * @param {string} scanId
   * @param {string} reason
   */
  async #undo(scanId, reason) {
    const { t } = this.#texts();
    try {
      const status = await this.#session?.undo(scanId, reason);
      await this.#list();
      this.#view.tell(status === "waiting" ? t("Taken back, not sent yet") : t("Taken back"));
    } catch (error) {
      await this.#list();
      this.#view.tell(wordRefusal(/** @type {{code?: string}} */ (error).code, t));
    }
  }
}

/**
 * @param {OutboxRow} row
 * @returns {boolean} whether the server, or until then this device, let somebody through
 */
function hasPassed({ status, verdict, scan }) {
  return status !== "parked" && PASSED.includes(verdict ?? scan.local_verdict ?? "");
}

/**
 * @param {OutboxRow} row
 * @param {Texts["t"]} t
 * @returns {string | null} null while it can be taken back
 */
function wordNote({ status, reason, undo }, t) {
  if (status === "parked") return t("Set aside: %(reason)s", { reason: reason ?? "" });
  if (undo === undefined) return null;
  if (undo.status === "refused") return wordRefusal(undo.code ?? undefined, t);
  return undo.status === "waiting" ? t("Taken back, not sent yet") : t("Taken back");
}

/**
 * @param {string | undefined} code
 * @param {Texts["t"]} t
 * @returns {string}
 */
function wordRefusal(code, t) {
  if (code === "undo_too_late") return t("Too late: only within 15 minutes.");
  if (code === "unreachable") return t("This needs the connection to the server.");
  return t("This scan cannot be taken back.");
}
