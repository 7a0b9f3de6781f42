/**
 * Everything about leads on the page: the way of a scan, the sheet of one lead, the lists, and the
 * form for people without a badge.
 * Tells: `change` () when numbers or lists differ, `step` (name) of what was done, `done` () when
 * the scanner is wanted again, `failed` (error).
 */

import { Emitter } from "../../helpers/emitter.js";
import { Press } from "../../helpers/press.js";
import { LeadsRoom } from "./leads-room.js";
import { ManualView } from "./manual-view.js";
import { ScanDeskRoom } from "./scan-desk-room.js";
import { SheetRoom } from "./sheet-room.js";

/** @typedef {import("../../models/booth/lead-desk.js").Outcome} Outcome */
/** @typedef {import("../../helpers/i18n.js").Texts} Texts */
/** @typedef {{captureId: string, field: string, value: unknown, done?: () => void}} Edit */
/**
 * @typedef {{
 *   place: import("./booth-place.js").BoothPlace,
 *   sounds: import("../../helpers/sounds.js").SoundPlayer,
 *   texts: () => Texts,
 *   settings: () => import("../../store/settings-store.js").SettingsStore | null,
 *   isRapid: () => boolean,
 * }} RoomParts
 */

export class LeadRooms extends Emitter {
  #parts;
  #desk;
  #sheet;
  #lists;
  #manual;
  #press = new Press(document);

  /** @param {RoomParts} parts */
  constructor(parts) {
    super();
    this.#parts = parts;
    const { place, sounds, texts, isRapid } = parts;
    const { wordTime, today } = place;
    const common = { texts, wordTime, today };
    this.#desk = new ScanDeskRoom({ ...common, sounds, isRapid, choice: () => place.choice });
    this.#lists = new LeadsRoom({
      ...common, isTraining: () => place.isTraining, isBlind: () => place.isBlind,
    });
    this.#sheet = new SheetRoom({
      ...common,
      configuration: () => place.configuration,
      tags: () => place.listTags(this.#desk.book?.list() ?? []),
      keepDraft: (draft) => parts.settings()?.setDraft(draft),
      press: this.#press,
    });
    this.#manual = new ManualView((text, values) => texts().t(text, values));
    this.#wire();
  }

  /** @returns {import("../../models/booth/lead-card.js").OwnCapture[]} this phone's */
  get captures() {
    return this.#desk.book?.captures ?? [];
  }

  /**
   * @param {import("../../sync/booth/booth-session.js").BoothSession | null} served
   * @param {string} deviceId
   */
  async serve(served, deviceId) {
    this.#sheet.close();
    await this.#desk.serve(served, deviceId);
    this.#desk.book?.belongTo(this.#parts.place.member);
    await this.#takeDraft();
  }

  /** The member's name or the language may be another. */
  refresh() {
    this.#desk.book?.belongTo(this.#parts.place.member);
    this.#say();
  }

  /** @param {boolean} isOpen to scans */
  setOpen(isOpen) {
    this.#desk.setOpen(isOpen);
  }

  /** @param {import("../../models/wire-types.js").Reading} reading */
  take(reading) {
    this.#desk.take(reading);
  }

  /** Another room comes to the front. @param {string} room */
  enter(room) {
    this.#sheet.close();
    if (room === "manual") this.#manual.open();
    if (room === "leads") this.#lists.open();
  }

  #wire() {
    this.#desk
      .on("captured", (news) => this.#show(news))
      .on("change", () => this.#say())
      .on("failed", (error) => this.emit("failed", error));
    this.#sheet.on("edit", (edit) => void this.#edit(edit));
    this.#lists.on("open", (card) => this.#sheet.open(card, card.captureId));
    this.#manual
      .on("cancel", () => this.emit("done"))
      .on("manual", (manual) => void this.#write(manual));
  }

  /** @param {{outcome: Outcome, hasSheet: boolean, isCorrection?: boolean}} news */
  #show({ outcome, hasSheet, isCorrection = false }) {
    const { card, captureId } = outcome;
    const isOpen = this.#sheet.captureId === captureId;
    const isWanted = hasSheet && card !== null && !this.#parts.place.isBlind;
    // The sheet of the visitor before, or one that the server has just refused, is in the way.
    if (!isWanted && (isOpen || !isCorrection)) this.#sheet.close();
    const opens = isOpen || (!isCorrection && !this.#parts.isRapid());
    if (isWanted && opens) this.#sheet.open(card, captureId);
    this.emit("step", "scan");
  }

  /** @param {Edit} edit */
  async #edit(edit) {
    const isDurable = await this.#desk.edit(edit);
    if (isDurable) edit.done?.();
    this.emit("step", edit.field.split(":")[0] ?? "");
  }

  /** @param {Record<string, string>} manual */
  async #write(manual) {
    try {
      await this.#desk.enter(manual);
      this.emit("done");
      // The answer came up behind the form: now it is in front.
      this.#say();
    } catch (error) {
      this.emit("failed", error);
    }
  }

  #say() {
    this.#press.whenOver(this.#sayNow);
  }

  #sayNow = () => {
    const { book } = this.#desk;
    this.#lists.fill(book?.list() ?? []);
    const { captureId } = this.#sheet;
    if (captureId !== null) this.#sheet.refresh(book?.findByCapture(captureId) ?? null);
    this.emit("change");
  };

  /** Words that a page left behind when it died become the note they were to be. */
  async #takeDraft() {
    const settings = this.#parts.settings();
    const draft = (await settings?.draft()) ?? null;
    if (draft === null || this.#desk.book === null) return;
    const { captureId, text } = draft;
    const isOurs = this.#desk.book.findByCapture(captureId) !== null; // or of a team left since
    const edit = { captureId, field: "note", value: text.trim() };
    if (!isOurs || (await this.#desk.edit(edit))) await settings?.setDraft(null);
  }
}
