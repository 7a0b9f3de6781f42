/**
 * Judges a badge on this device, by the same rules as the server: what the code is, whose entry it
 * opens, who is inside as far as this gate knows. The server has the last word.
 */

import { decideAdmission, isCheckIn, NOT_READY, NOT_TODAY } from "../domain/admission.js";
import { parseBadgeCode } from "../domain/badge-code.js";
import { clipBadgeText } from "../domain/messages.js";
import { openEntry, rosterIndex, SealedEntryError } from "../domain/sealed-roster.js";
import { foldKnown, listTokens, makeAnswer, toCandidate, toRules } from "./local-answers.js";

/** @typedef {import("../domain/messages.js").Receipt} Receipt */
/** @typedef {import("../domain/badge-code.js").BadgeCode} BadgeCode */
/** @typedef {import("../store/outbox-store.js").Person} Person */
/** @typedef {import("../store/keyring-store.js").DeviceKeyring} DeviceKeyring */
/** @typedef {import("./local-answers.js").RosterEntry} RosterEntry */
/** @typedef {import("./wire-types.js").Configuration} Configuration */
/** @typedef {import("./wire-types.js").Reading} Reading */
/** @typedef {{id: string, direction: "entry" | "exit"}} Gate */
/**
 * `answer` is what the screen shows until the server has spoken; `person` is who passes by it.
 * @typedef {{verdict: string, reason: string, answer: Receipt, person: Person | null}} LocalDecision
 */
/**
 * What this device has to judge by; null for what it does not have.
 * @typedef {{configuration: Configuration | null, keyring: DeviceKeyring | null,
 *   isComplete: boolean, isReachable: boolean | null}} Knowledge
 */

export class LocalJudge {
  #roster;
  #outbox;
  #knowledge;
  #serverNow;

  /**
   * @param {{
   *   roster: Pick<import("../store/roster-store.js").RosterStore,
   *     "findSealed" | "findPresence" | "countInside">,
   *   outbox: Pick<import("../store/outbox-store.js").OutboxStore, "checkInsOf" | "countUnknown">,
   *   knowledge: () => Knowledge,
   *   serverNow: () => number,
   * }} parts
   */
  constructor({ roster, outbox, knowledge, serverNow }) {
    this.#roster = roster;
    this.#outbox = outbox;
    this.#knowledge = knowledge;
    this.#serverNow = serverNow;
  }

  /**
   * Null where the server has to decide: as long as this device does not have everything.
   * @param {Reading} reading
   * @param {Gate} gate
   * @returns {Promise<LocalDecision | null>}
   */
  async decide(reading, gate) {
    const { configuration, keyring, isComplete, isReachable } = this.#knowledge();
    if (configuration?.list?.entry_rule === undefined || keyring === null || !isComplete) {
      return isReachable === false ? refuseWithoutRoster() : null;
    }
    const code = await parseBadgeCode(clipBadgeText(reading.text), keyring);
    try {
      const entry = await this.#findEntry(code);
      return await this.#judge({ code, entry, gate, configuration, keyring });
    } catch (error) {
      if (error instanceof SealedEntryError) return null; // damaged here: the server can tell
      throw error;
    }
  }

  /**
   * @param {BadgeCode} code
   * @returns {Promise<RosterEntry | null>}
   */
  async #findEntry(code) {
    for (const token of listTokens(code)) {
      const sealed = await this.#roster.findSealed(await rosterIndex(token));
      if (sealed !== null) return /** @type {any} */ (await openEntry(token, sealed));
    }
    return null;
  }

  /**
   * @param {import("./local-answers.js").Case} found
   * @returns {Promise<LocalDecision>}
   */
  async #judge(found) {
    const { code, entry, gate, configuration } = found;
    const list = /** @type {import("./wire-types.js").ListRules} */ (configuration.list);
    /** @type {Person | null} */
    const person = entry && [list.id, entry.a];
    const presence = await this.#findPresence(person);
    const at = this.#serverNow();
    const verdict = decideAdmission(
      { codeKind: code.kind, direction: gate.direction, at },
      entry && toCandidate(entry),
      toRules(list),
      presence,
      list.capacity === null ? 0 : await this.#countInside(list.id),
    );
    return {
      verdict: verdict.code,
      reason: verdict.reason,
      answer: makeAnswer(verdict, found, presence, verdict.code === NOT_TODAY ? at : null),
      person: isCheckIn(verdict) ? person : null,
    };
  }

  /** @param {Person | null} person */
  async #findPresence(person) {
    if (person === null) return undefined;
    const [known, own] = await Promise.all([
      this.#roster.findPresence(...person),
      this.#outbox.checkInsOf(person),
    ]);
    return foldKnown(known, own);
  }

  /** @param {string} listId */
  async #countInside(listId) {
    const [known, own] = await Promise.all([
      this.#roster.countInside(listId),
      this.#outbox.countUnknown(listId),
    ]);
    return Math.max(0, known + own);
  }
}

/** @returns {LocalDecision} */
function refuseWithoutRoster() {
  const verdict = { code: NOT_READY, reason: "no_data", hasAttention: false };
  return {
    verdict: verdict.code,
    reason: verdict.reason,
    answer: makeAnswer(verdict, null, undefined, null),
    person: null,
  };
}
