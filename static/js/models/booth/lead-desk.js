/**
 * What a booth's phone does with scans and taps: durable first, shown at once, settled when the
 * server has answered.
 * Tells: `change` () when any card may look different, `settled` ({captureId, verdict, reason,
 * hasChanged}) when the server has judged one of this phone's scans.
 */

import { Emitter } from "../../helpers/emitter.js";
import { FactMaker } from "./facts.js";
import { contactOfWire } from "./contact.js";
import { LeadBook } from "./lead-book.js";
import { decideHere } from "./local-verdict.js";
import { findTestPerson } from "./practice.js";

/** @typedef {import("./lead-card.js").LeadCard} LeadCard */
/** @typedef {import("./lead-card.js").OwnCapture} OwnCapture */
/** @typedef {import("../../domain/lead-messages.js").CaptureFact} CaptureFact */
/** @typedef {import("../wire-types.js").Reading} Reading */
/** @typedef {{captureId: string, verdict: string, reason: string, card: LeadCard | null, savedAt: number}} Outcome */
/** @typedef {{code: string, givesContact: boolean, training: boolean, isBlind: boolean}} Choice */
/** @typedef {OwnCapture["found"]} Found */

/** What a phone that may only scan knows of its scans. */
export const SAVED = "saved";

export class LeadDesk extends Emitter {
  #parts;
  #maker;
  book = new LeadBook();

  /**
   * @param {{
   *   outbox: import("../../store/outbox-store.js").OutboxStore,
   *   store: import("../../store/booth/lead-store.js").LeadStore,
   *   deviceId: string,
   *   offsetMs: () => number,
   *   find: (text: string) => Promise<Found>,
   *   deliver: (fact: any) => unknown,
   *   choice: () => Choice,
   * }} parts `choice` is what the next scan is for; `isBlind` reads nothing back
   */
  constructor(parts) {
    super();
    this.#parts = parts;
    this.#maker = new FactMaker(parts);
    parts.store
      .on("leads", (leads) => this.#takeLeads(leads))
      .on("withdrawn", (captures) => this.#tell(() => this.book.putCaptures(captures)));
  }

  /** Reads what was kept, and what only the outbox has because the page died in between. */
  async open() {
    const { captures, edits, leads } = await this.#parts.store.load();
    this.book.putCaptures(captures);
    this.book.putEdits(edits);
    this.book.putLeads(leads);
    const rows = /** @type {any[]} */ (await this.#parts.outbox.latest(MOST_RECALLED));
    for (const row of rows) await this.#recall(row);
    this.#maker.witness(this.book.newestTime);
    this.emit("change");
  }

  /**
   * A badge text became a scan; it is safe when this resolves. Throws StorageError: then there is
   * no scan.
   * @param {Reading} reading
   * @returns {Promise<Outcome>}
   */
  async capture(reading) {
    const choice = this.#parts.choice();
    const test = findTestPerson(reading.text);
    const training = choice.training || test !== null;
    const way = { scanType: choice.code, training };
    const fact = await this.#maker.capture(reading, way);
    const savedAt = performance.now();
    const found = test ?? (choice.isBlind ? null : await this.#find(reading.text));
    const { code, reason } = await decideHere(reading.text, found, choice.givesContact, training);
    return this.#keep(fact, found, choice.isBlind ? SAVED : code, { reason, savedAt });
  }

  /**
   * Somebody without a badge. Throws StorageError.
   * @param {Record<string, string>} manual
   * @returns {Promise<Outcome>}
   */
  async enter(manual) {
    const { code, training } = this.#parts.choice();
    const fact = await this.#maker.enter(manual, { scanType: code, training });
    return this.#keep(fact, null, "lead", { reason: "", savedAt: performance.now() });
  }

  /**
   * One tap on a lead's sheet; safe when this resolves. Throws StorageError.
   * @param {string} captureId
   * @param {string} field
   * @param {unknown} value
   */
  async edit(captureId, field, value) {
    const fact = await this.#maker.edit(captureId, field, value);
    const edit = { edit_id: fact.fact_id, fact, change_number: null };
    this.#tell(() => this.book.putEdits([edit]));
    await this.#parts.store.putEdit(edit);
    void this.#parts.deliver(fact);
  }

  /**
   * The server's answer to one fact.
   * @param {any} receipt
   */
  takeReceipt(receipt) {
    const { fact_id, status } = receipt;
    if (status !== "accepted") return;
    const change_number = numberOf(receipt);
    const edit = this.book.edit(fact_id);
    if (edit !== null) this.#putEdit({ ...edit, change_number });
    const capture = this.book.capture(fact_id);
    if (capture !== null) this.#settle(capture, receipt);
  }

  /**
   * @param {CaptureFact} fact
   * @param {Found} found
   * @param {string} verdict
   * @param {{reason: string, savedAt: number}} more
   * @returns {Promise<Outcome>}
   */
  async #keep(fact, found, verdict, { reason, savedAt }) {
    const capture = makeOwnCapture(fact, found, verdict);
    this.#tell(() => this.book.putCaptures([capture]));
    await this.#parts.store.putCapture(capture);
    void this.#parts.deliver(fact);
    const captureId = fact.fact_id;
    return { captureId, verdict, reason, card: this.book.findByCapture(captureId), savedAt };
  }

  /**
   * A roster that cannot be read stops no scan: the fact is safe, the server knows the rest.
   * @param {string} text
   * @returns {Promise<Found>}
   */
  async #find(text) {
    try {
      return await this.#parts.find(text);
    } catch (error) {
      console.warn("the roster could not be read", error);
      return null;
    }
  }

  /**
   * @param {OwnCapture} capture
   * @param {any} receipt
   */
  #settle(capture, receipt) {
    const { lead } = receipt;
    const contact = contactOfWire(lead?.contact);
    const known = capture.found;
    const settled = {
      ...capture,
      change_number: numberOf(receipt),
      verdict: lead?.verdict ?? capture.verdict,
      lead_id: lead?.lead_id ?? capture.lead_id,
      already: lead?.already ?? capture.already,
      found: contact === null ? known : { attendeeId: "", level: "", ...known, contact },
    };
    this.#tell(() => this.book.putCaptures([settled]));
    void this.#parts.store.putCapture(settled).catch(() => {}); // the feed will tell it again
    const hasChanged = settled.verdict !== capture.verdict || (contact !== null && known === null);
    const { verdict, capture_id: captureId } = settled;
    this.emit("settled", { captureId, verdict, reason: lead?.reason ?? "", hasChanged });
  }

  /** @param {import("./lead-card.js").OwnEdit} edit */
  #putEdit(edit) {
    this.#tell(() => this.book.putEdits([edit]));
    void this.#parts.store.putEdit(edit).catch(() => {}); // the feed will tell it again
  }

  /** @param {any[]} leads */
  #takeLeads(leads) {
    this.#tell(() => this.book.putLeads(leads));
    this.#maker.witness(this.book.newestTime);
  }

  /** @param {any} row of the outbox */
  async #recall({ scan: fact, status, change_number: told }) {
    const change_number = status === "accepted" ? (told ?? NO_NUMBER) : null;
    if (fact.kind === "edit" && this.book.edit(fact.fact_id) === null) {
      this.book.putEdits([{ edit_id: fact.fact_id, fact, change_number }]);
    }
    if (fact.kind !== "capture" || this.book.capture(fact.fact_id) !== null) return;
    const { isBlind } = this.#parts.choice();
    const text = fact.badge_code ?? "";
    const found = findTestPerson(text) ?? (isBlind ? null : await this.#find(text));
    const verdict = isBlind ? SAVED : found || fact.manual ? "lead" : "unknown_badge";
    this.book.putCaptures([{ ...makeOwnCapture(fact, found, verdict), change_number }]);
  }

  /** @param {() => void} change */
  #tell(change) {
    change();
    this.emit("change");
  }
}

const MOST_RECALLED = 500;
/** Received, and nothing said of the team's own numbers. */
const NO_NUMBER = 0;

/**
 * @param {{change_number: number | null}} receipt
 * @returns {number}
 */
function numberOf({ change_number }) {
  return change_number ?? NO_NUMBER;
}

/**
 * @param {CaptureFact} fact
 * @param {Found} found
 * @param {string} verdict
 * @returns {OwnCapture}
 */
function makeOwnCapture(fact, found, verdict) {
  const capture_id = fact.fact_id;
  return { capture_id, fact, found, verdict, lead_id: null, already: null, change_number: null };
}
