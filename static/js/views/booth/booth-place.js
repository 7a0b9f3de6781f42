/**
 * Where this phone is: whose booth, which member, what the next scan is for, what time it is there.
 * Tells: `type` () when another kind of scan was chosen.
 */

import { elementById, setText } from "../../helpers/dom.js";
import { Emitter } from "../../helpers/emitter.js";
import { createMomentFormat } from "../../helpers/moments.js";
import { isBlind, LEAD_TYPE, memberOf } from "../../models/booth/booth-configuration.js";
import { dayOf } from "../../models/booth/days.js";
import { ScanTypesView } from "./scan-types-view.js";

/** @typedef {import("../../models/booth/booth-configuration.js").BoothConfiguration} BoothConfiguration */
/** @typedef {import("../../models/booth/lead-card.js").LeadCard} LeadCard */
/** @typedef {import("../../models/booth/lead-card.js").OwnCapture} OwnCapture */
/** @typedef {import("../../helpers/i18n.js").Texts} Texts */

const MOST_TAGS = 12;

export class BoothPlace extends Emitter {
  #texts;
  #types = new ScanTypesView();
  #type = LEAD_TYPE;
  /** @type {BoothConfiguration | null} */
  #configuration = null;
  isTraining = false;

  /** @param {() => Texts} texts */
  constructor(texts) {
    super();
    this.#texts = texts;
    this.#types.on("choose", (code) => this.#choose(code));
  }

  get configuration() {
    return this.#configuration;
  }

  get member() {
    return memberOf(this.#configuration);
  }

  get isBlind() {
    return isBlind(this.#configuration);
  }

  /** What the next scan is for. @returns {import("../../models/booth/lead-desk.js").Choice} */
  get choice() {
    const type = this.#configuration?.scan_types.find(({ code }) => code === this.#type);
    return {
      code: this.#type,
      givesContact: type?.gives_contact ?? true,
      training: this.isTraining,
      isBlind: this.isBlind,
    };
  }

  /** @param {BoothConfiguration | null} configuration */
  configure(configuration) {
    this.#configuration = configuration;
    const types = configuration?.scan_types ?? [];
    if (!types.some(({ code }) => code === this.#type)) this.#type = types[0]?.code ?? LEAD_TYPE;
    document.documentElement.dataset.access = configuration?.access ?? "";
  }

  /** @param {OwnCapture[]} captures this phone's */
  say(captures) {
    const { exhibitor } = this.#configuration ?? {};
    const booth = exhibitor?.booth ? ` · ${exhibitor.booth}` : "";
    setText("exhibitor-name", exhibitor === undefined ? "Accueil" : `${exhibitor.name}${booth}`);
    setText("member-name", this.member);
    elementById("lens").dataset.scanType = this.#type;
    const counts = new Map();
    for (const { fact } of captures.filter((capture) => !capture.fact.training)) {
      counts.set(fact.scan_type, (counts.get(fact.scan_type) ?? 0) + 1);
    }
    const types = this.#configuration?.scan_types ?? [];
    this.#types.fill(types, this.#type, { texts: this.#texts(), counts });
  }

  /**
   * Tags to offer, most used first.
   * @param {LeadCard[]} cards
   * @returns {string[]}
   */
  listTags(cards) {
    const uses = new Map();
    for (const tag of cards.flatMap(({ view }) => view.tags)) uses.set(tag, (uses.get(tag) ?? 0) + 1);
    const told = this.#configuration?.tags ?? [];
    const all = [...new Set([...told, ...uses.keys()])];
    return all.sort((a, b) => (uses.get(b) ?? 0) - (uses.get(a) ?? 0)).slice(0, MOST_TAGS);
  }

  /**
   * @param {number} at by the server's clock
   * @returns {string} the venue's time of day, with the day when it is not today
   */
  wordTime = (at) => {
    const { time, day } = createMomentFormat(this.#texts().lang, this.#zone, Date.now)(at);
    return day === null ? time : `${day}, ${time}`;
  };

  /** @returns {string} YYYY-MM-DD at the venue */
  today = () => dayOf(Date.now(), this.#zone);

  get #zone() {
    return this.#configuration?.event.timezone ?? "UTC";
  }

  /** @param {string} code */
  #choose(code) {
    this.#type = code;
    this.emit("type");
  }
}
