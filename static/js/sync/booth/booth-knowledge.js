/**
 * What a booth's phone knows by itself: the details of people whose badge is in front of it, out
 * of the sealed roster, and its team's leads. A phone that may only scan holds neither.
 * Tells: `change` ().
 */

import { listShapedReadings, parseShortCode } from "../../domain/badge-code.js";
import {
  BOOTH_ROSTER, badgeToken, openEntry, rosterIndex, SealedEntryError, textToken,
} from "../../domain/sealed-roster.js";
import { Emitter } from "../../helpers/emitter.js";
import { contactOfEntry } from "../../models/booth/contact.js";
import { RosterStore } from "../../store/roster-store.js";
import { RosterSync } from "../roster-sync.js";

/** @typedef {import("../../models/booth/contact.js").Contact} Contact */
/** @typedef {{attendeeId: string, level: string, contact: Contact | null}} Found */

const FULL = "full";

export class BoothKnowledge extends Emitter {
  #roster;
  #rosterSync;
  #feed;
  #isRunning = false;

  /**
   * @param {{
   *   database: import("../../store/database.js").KioskDatabase,
   *   eventId: string,
   *   api: import("./booth-api.js").BoothApi,
   *   leads: import("../../store/booth/lead-store.js").LeadStore,
   * }} parts
   */
  constructor({ database, eventId, api, leads }) {
    super();
    this.#roster = new RosterStore(database, eventId);
    this.#rosterSync = new RosterSync({ store: this.#roster, api });
    const getChanges = (/** @type {number} */ since, /** @type {number} */ limit) =>
      api.getLeadChanges(since, limit);
    this.#feed = new RosterSync({ store: /** @type {any} */ (leads), api: { getChanges } });
    this.#rosterSync.on("state", () => this.emit("change"));
    this.#feed.on("state", () => this.emit("change"));
  }

  /** A booth never stops: what it cannot know yet, the server finds out later. */
  get canJudge() {
    return true;
  }

  /** @returns {import("../../store/roster-store.js").RosterState | null} */
  get rosterState() {
    return this.#rosterSync.state;
  }

  /** Gates judge; booths only keep. */
  decide = () => Promise.resolve(null);

  /**
   * What was scanned here is this phone's to read: its team's leads are on it anyway.
   * @param {string} text
   */
  seal = (text) => Promise.resolve(text);

  /** @param {any} kept the last configuration or null */
  async open(kept) {
    await this.#runFor(kept?.access);
  }

  close() {
    this.#rosterSync.stop();
    this.#feed.stop();
  }

  /**
   * @param {any} configuration
   * @returns {Promise<any>}
   */
  async takeConfiguration(configuration) {
    await this.#runFor(configuration.access);
    return configuration;
  }

  /** There may be something new on the server. */
  pull() {
    if (!this.#isRunning) return;
    void this.#rosterSync.pull();
    void this.#feed.pull();
  }

  /** @param {{change_number?: number} | undefined} hint about the roster */
  nudge(hint) {
    if (this.#isRunning) this.#rosterSync.nudge(hint?.change_number ?? -1);
  }

  /** A colleague captured or changed a lead. @param {{change_number?: number} | undefined} hint */
  nudgeLeads(hint) {
    if (this.#isRunning) this.#feed.nudge(hint?.change_number ?? -1);
  }

  /** This phone left the team. */
  async forget() {
    await Promise.all([this.#rosterSync.forget(), this.#feed.forget()]);
  }

  /**
   * Whose badge this text is, as far as he shares it; null when this phone cannot tell.
   * @param {string} text as it was read
   * @returns {Promise<Found | null>}
   */
  async find(text) {
    if (!this.#isRunning || !isSecureContext) return null;
    for (const token of listTokens(text)) {
      const sealed = await this.#roster.findSealed(await rosterIndex(token));
      if (sealed !== null) return this.#open(token, sealed);
    }
    return null;
  }

  /**
   * @param {Uint8Array<ArrayBuffer>} token
   * @param {string} sealed
   * @returns {Promise<Found | null>}
   */
  async #open(token, sealed) {
    try {
      const entry = await openEntry(token, sealed, BOOTH_ROSTER);
      if (entry.x === true) return null; // lost or cancelled: it stands for nobody
      const level = String(entry.k ?? "none");
      return { attendeeId: String(entry.a), level, contact: contactOfEntry(entry) };
    } catch (error) {
      if (error instanceof SealedEntryError) return null; // damaged here: the server can tell
      throw error;
    }
  }

  /** @param {string | undefined} access */
  async #runFor(access) {
    if (access !== FULL || this.#isRunning) return;
    this.#isRunning = true;
    await Promise.all([this.#rosterSync.start(), this.#feed.start()]);
  }
}

/**
 * @param {string} text
 * @returns {Array<Uint8Array<ArrayBuffer>>} under what its entry may be kept, likeliest first
 */
function listTokens(text) {
  const short = parseShortCode(text);
  const asRead = text.trim();
  return [
    ...listShapedReadings(text).map(badgeToken),
    ...(short === null ? [] : [textToken(short)]),
    ...(asRead === "" || asRead === short ? [] : [textToken(asRead)]),
  ];
}
