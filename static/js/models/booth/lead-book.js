/**
 * Every lead this phone knows of, as cards: the team's feed and this phone's own facts, brought
 * together by lead, by person, and by badge.
 */

import { REFUSED_BY_VISITOR, VERDICTS_WITH_LEAD } from "../../domain/lead-capture.js";
import { newestTime } from "../../domain/lead.js";
import { makeCard } from "./lead-card.js";

/** @typedef {import("./lead-card.js").LeadCard} LeadCard */
/** @typedef {import("./lead-card.js").OwnCapture} OwnCapture */
/** @typedef {import("./lead-card.js").OwnEdit} OwnEdit */
/** @typedef {{key: string, server: any, captures: OwnCapture[], edits: OwnEdit[]}} Group */

const MERGED = "merged";
/** Scans with these verdicts are worth a card; the others are only counted. */
const WITH_CARD = Object.freeze([...VERDICTS_WITH_LEAD, REFUSED_BY_VISITOR]);

export class LeadBook {
  /** @type {Map<string, any>} */
  #leads = new Map();
  /** @type {Map<string, OwnCapture>} */
  #captures = new Map();
  /** @type {Map<string, OwnEdit>} */
  #edits = new Map();
  #me = "";
  /** @type {{cards: Map<string, LeadCard>, keys: Map<string, string>} | null} */
  #drawn = null;

  /** @param {string} member whose phone this is */
  belongTo(member) {
    this.#me = member;
    this.#drawn = null;
  }

  /** @param {OwnCapture[]} captures new or changed */
  putCaptures(captures) {
    captures.forEach((capture) => this.#captures.set(capture.capture_id, capture));
    this.#drawn = null;
  }

  /** @param {OwnEdit[]} edits new or changed */
  putEdits(edits) {
    edits.forEach((edit) => this.#edits.set(edit.edit_id, edit));
    this.#drawn = null;
  }

  /** @param {any[]} leads as the feed has them; a later one takes the place of an earlier */
  putLeads(leads) {
    leads.forEach((lead) => this.#leads.set(lead.lead_id, lead));
    this.#drawn = null;
  }

  clear() {
    [this.#leads, this.#captures, this.#edits].forEach((map) => map.clear());
    this.#drawn = null;
  }

  /**
   * The latest first.
   * @returns {LeadCard[]}
   */
  list() {
    return [...this.#draw().cards.values()].sort((a, b) => b.lastAt - a.lastAt);
  }

  /**
   * @param {string} captureId
   * @returns {LeadCard | null}
   */
  findByCapture(captureId) {
    const { cards, keys } = this.#draw();
    return cards.get(keys.get(captureId) ?? "") ?? null;
  }

  /**
   * @param {string} key a card's
   * @returns {LeadCard | null}
   */
  find(key) {
    return this.#draw().cards.get(key) ?? null;
  }

  /**
   * @param {string} captureId
   * @returns {OwnCapture | null}
   */
  capture(captureId) {
    return this.#captures.get(captureId) ?? null;
  }

  /**
   * @param {string} editId
   * @returns {OwnEdit | null}
   */
  edit(editId) {
    return this.#edits.get(editId) ?? null;
  }

  /** @returns {string | null} the greatest hybrid time in any lead or edit here */
  get newestTime() {
    const times = [...this.#leads.values()].map(({ fold }) => (fold ? newestTime(fold) : null));
    const own = [...this.#edits.values()].map(({ fact }) => fact.hybrid_time);
    return [...times, ...own].reduce(
      (/** @type {string | null} */ last, time) => (time !== null && (last === null || time > last) ? time : last),
      null,
    );
  }

  /** @returns {OwnCapture[]} this phone's, in no order */
  get captures() {
    return [...this.#captures.values()];
  }

  #draw() {
    this.#drawn ??= this.#drawAll();
    return this.#drawn;
  }

  #drawAll() {
    const groups = this.#group();
    const cards = new Map();
    const keys = new Map();
    for (const group of new Set(groups.values())) {
      cards.set(group.key, makeCard({ ...group, me: this.#me }));
      group.captures.forEach(({ capture_id }) => keys.set(capture_id, group.key));
      for (const id of listCaptures(group.server)) keys.set(id, group.key);
    }
    return { cards, keys };
  }

  /** @returns {Map<string, Group>} by every name a group goes by */
  #group() {
    /** @type {Map<string, Group>} */
    const groups = new Map();
    const leads = [...this.#leads.values()];
    leads.filter(({ state }) => state !== MERGED).forEach((lead) => addLead(groups, lead));
    leads.filter(({ state }) => state === MERGED).forEach((lead) => forward(groups, lead));
    const captures = this.captures.filter(({ verdict }) => WITH_CARD.includes(verdict));
    captures.sort(byNumber).forEach((capture) => addCapture(groups, capture));
    for (const edit of this.#edits.values()) {
      groups.get(`capture:${edit.fact.capture_id}`)?.edits.push(edit);
    }
    return groups;
  }
}

/**
 * @param {Map<string, Group>} groups
 * @param {any} lead
 */
function addLead(groups, lead) {
  const group = { key: `lead:${lead.lead_id}`, server: lead, captures: [], edits: [] };
  groups.set(group.key, group);
  const kind = practiceMark(lead.is_training);
  if (lead.attendee_id) groups.set(`${kind}person:${lead.attendee_id}`, group);
  else if (lead.badge_code) groups.set(`${kind}badge:${lead.badge_code}`, group);
  for (const id of listCaptures(lead)) groups.set(`capture:${id}`, group);
}

/**
 * Two leads turned out to be one person: what knows the old one finds the other.
 * @param {Map<string, Group>} groups
 * @param {any} lead
 */
function forward(groups, lead) {
  const into = groups.get(`lead:${lead.merged_into}`);
  if (into !== undefined) groups.set(`lead:${lead.lead_id}`, into);
}

/**
 * @param {Map<string, Group>} groups
 * @param {OwnCapture} capture
 */
function addCapture(groups, capture) {
  const names = namesOf(capture);
  const found = names.map((name) => groups.get(name)).find((group) => group !== undefined);
  /** @type {Group} */
  const group = found ?? { key: names[0] ?? "", server: null, captures: [], edits: [] };
  group.captures.push(capture);
  names.filter((name) => !groups.has(name)).forEach((name) => groups.set(name, group));
}

/**
 * The capture itself comes last: it is what edits hang on.
 * @param {OwnCapture} capture
 * @returns {string[]}
 */
function namesOf({ capture_id, lead_id, found, fact }) {
  const kind = practiceMark(fact.training);
  return [
    lead_id && `lead:${lead_id}`,
    found?.attendeeId && `${kind}person:${found.attendeeId}`,
    fact.badge_code && `${kind}badge:${fact.badge_code}`,
    `capture:${capture_id}`,
  ].filter((name) => typeof name === "string" && name !== "").map(String);
}

/**
 * @param {OwnCapture} a
 * @param {OwnCapture} b
 */
function byNumber(a, b) {
  return a.fact.device_seq - b.fact.device_seq;
}

/**
 * @param {any} lead of the feed, or null
 * @returns {string[]}
 */
function listCaptures(lead) {
  const captures = lead?.fold?.captures ?? lead?.captures ?? [];
  return captures.map((/** @type {any} */ { capture_id }) => capture_id).filter(Boolean);
}

/**
 * Practice with a badge and the real thing are two leads.
 * @param {boolean} isTraining
 */
function practiceMark(isTraining) {
  return isTraining ? "practice " : "";
}
