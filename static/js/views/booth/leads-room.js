/**
 * Every lead of the team: searched, filtered. And the last ones, under the scanner.
 * Tells: `open` (LeadCard).
 */

import { byId, elementById, setShown, setText } from "../../helpers/dom.js";
import { Emitter } from "../../helpers/emitter.js";
import { chooseLeads, FILTER_NAMES, isListed } from "../../models/booth/lead-list.js";
import { makeChip } from "./booth-parts.js";
import { fillRows } from "./lead-rows.js";

/** @typedef {import("../../models/booth/lead-card.js").LeadCard} LeadCard */
/** @typedef {import("../../models/booth/lead-list.js").Filter} Filter */
/** @typedef {import("../../helpers/i18n.js").Texts} Texts */
/**
 * @typedef {{
 *   texts: () => Texts,
 *   wordTime: (at: number) => string,
 *   today: () => string,
 *   isTraining: () => boolean,
 *   isBlind: () => boolean,
 * }} LeadsParts
 */

const LAST = 12;
const A_PAGE = 60;

export class LeadsRoom extends Emitter {
  #parts;
  #search = byId("leads-search", HTMLInputElement);
  /** @type {Filter} */
  #filter = "all";
  #most = A_PAGE;
  /** @type {LeadCard[]} */
  #cards = [];

  /** @param {LeadsParts} parts */
  constructor(parts) {
    super();
    this.#parts = parts;
    this.#search.addEventListener("input", () => this.#restart());
    elementById("leads-more").addEventListener("click", () => this.#showMore());
  }

  /** @param {LeadCard[]} cards the latest first */
  fill(cards) {
    this.#cards = cards;
    this.refresh();
  }

  refresh() {
    this.#fillLast();
    if (!elementById("leads-list").closest("[hidden]")) this.#fillAll();
  }

  /** The room comes to the front. */
  open() {
    this.#most = A_PAGE;
    this.#fillAll();
  }

  #fillLast() {
    const { isTraining, isBlind } = this.#parts;
    const last = isBlind() ? [] : this.#cards.filter((card) => isListed(card, isTraining())).slice(0, LAST);
    fillRows(elementById("recent-list"), last, this.#how);
    setShown("recent-empty", last.length === 0 && !isBlind());
    setShown("recent-title", last.length > 0);
  }

  #fillAll() {
    const { texts, today, isTraining } = this.#parts;
    const { t, tn } = texts();
    const words = this.#search.value;
    const wish = { words, filter: this.#filter, isTraining: isTraining(), today: today() };
    const found = chooseLeads(this.#cards, wish);
    this.#fillFilters();
    fillRows(elementById("leads-list"), found.slice(0, this.#most), this.#how);
    setText("leads-count", tn("%(num)s lead", "%(num)s leads", found.length));
    setShown("leads-empty", found.length === 0);
    const isSearch = words !== "" || this.#filter !== "all";
    setText("leads-empty-words", isSearch ? t("Nothing found. Try fewer words or another filter.") : t("No lead yet: the first scan will be here."));
    setShown("leads-more", found.length > this.#most);
  }

  #fillFilters() {
    const { t } = this.#parts.texts();
    const words = nameFilters(t);
    const chips = FILTER_NAMES.map((name) =>
      makeChip(words[name], name === this.#filter, () => this.#setFilter(name)));
    elementById("leads-filters").replaceChildren(...chips);
  }

  get #how() {
    const { texts, wordTime } = this.#parts;
    return { texts: texts(), wordTime, onOpen: (/** @type {LeadCard} */ card) => this.emit("open", card) };
  }

  /** @param {Filter} filter */
  #setFilter(filter) {
    this.#filter = filter;
    this.#restart();
  }

  #restart() {
    this.#most = A_PAGE;
    this.#fillAll();
  }

  #showMore() {
    this.#most += A_PAGE;
    this.#fillAll();
  }
}

/**
 * @param {Texts["t"]} t
 * @returns {Record<Filter, string>}
 */
function nameFilters(t) {
  return {
    all: t("All leads"),
    hot: t("Hot"),
    warm: t("Warm"),
    cold: t("Cold"),
    to_qualify: t("To qualify"),
    mine: t("Mine"),
    due: t("Follow-up due"),
  };
}
