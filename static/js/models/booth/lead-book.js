/**
 * Every lead this phone knows of, as cards: the team's feed and this phone's own facts, brought
 * together by lead, by person, and by badge.
 */

import { makeCard } from "./lead-card.js";

/** @typedef {import("./lead-card.js").LeadCard} LeadCard */
/** @typedef {import("./lead-card.js").OwnCapture} OwnCapture */
/** @typedef {import("./lead-card.js").OwnEdit} OwnEdit */
/** @typedef {{key: string, server: any, captures: OwnCapture[], edits: OwnEdit[]}} Group */

/** Scans with these verdicts are worth a card; the others are only counted. */
const WITH_CARD = Object.freeze(["lead", "unknown_badge", "refused_by_visitor", "saved"]);

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
      for (const { capture_id } of group.server?.captures ?? []) keys.set(capture_id, group.key);
    }
    return { cards, keys };
  }

  /** @returns {Map<string, Group>} by every name a group goes by */
  #group() {
    /** @type {Map<string, Group>} */
    const groups = new Map();
    for (const lead of this.#leads.values()) this.#addLead(groups, lead);
    const captures = this.captures.filter(({ verdict }) => WITH_CARD.includes(verdict));
    captures.sort(byNumber).forEach((capture) => addCapture(groups, capture));
    for (const edit of this.#edits.values()) {
      groups.get(`capture:${edit.fact.capture_id}`)?.edits.push(edit);
    }
    return groups;
  }

  /**
   * @param {Map<string, Group>} groups
   * @param {any} lead
   */
  #addLead(groups, lead) {
    const group = { key: `lead:${lead.lead_id}`, server: lead, captures: [], edits: [] };
    groups.set(group.key, group);
    if (lead.attendee_id) groups.set(`person:${lead.attendee_id}`, group);
    else if (lead.badge_code) groups.set(`badge:${lead.badge_code}`, group);
    for (const { capture_id } of lead.captures ?? []) groups.set(`capture:${capture_id}`, group);
  }
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
  return [
    lead_id && `lead:${lead_id}`,
    found && `person:${found.attendeeId}`,
    fact.badge_code && `badge:${fact.badge_code}`,
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
