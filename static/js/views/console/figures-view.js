/** The numbers somebody came to read: inside now, visitors today, arrivals of the last hour. */

import { countSince } from "../../models/arrivals.js";
import { part, show, write, writeAttribute } from "./elements.js";
import { RollingNumber } from "./rolling-number.js";

/** @typedef {import("../../models/attendance-types.js").Snapshot} Snapshot */
/** @typedef {import("./attendance-room.js").Frame} Frame */

const HOUR_MS = 3_600_000;
const NEARLY_FULL = 0.9;

export class FiguresView {
  #root;
  #numbers;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
    this.#numbers = new Map(
      ["inside", "visitors", "hour"].map((name) => [name, makeNumber(part(root, name))]),
    );
  }

  /** @param {Frame} frame */
  update({ snapshot, serverTime, texts, formats }) {
    const lastHour = countSince(snapshot.arrivals, serverTime - HOUR_MS);
    this.#show("inside", snapshot.inside, formats.number(snapshot.inside));
    this.#show("visitors", snapshot.visitors_today, formats.number(snapshot.visitors_today));
    this.#show("hour", lastHour, formats.number(lastHour));
    this.#showCapacity(snapshot, texts, formats);
    const share = snapshot.registered ? snapshot.visitors_today / snapshot.registered : 0;
    const of = { number: formats.number(snapshot.registered), share: formats.percent(share) };
    write(part(this.#root, "of-registered"), texts.t("of %(number)s registered · %(share)s", of));
  }

  /**
   * @param {string} name
   * @param {number} value
   * @param {string} text
   */
  #show(name, value, text) {
    this.#numbers.get(name)?.show(value, text);
  }

  /**
   * @param {Snapshot} snapshot
   * @param {import("../../helpers/i18n.js").Texts} texts
   * @param {import("../../helpers/venue-formats.js").VenueFormats} formats
   */
  #showCapacity({ inside, capacity }, texts, formats) {
    const share = capacity ? inside / capacity : 0;
    const level = share >= 1 ? "full" : share >= NEARLY_FULL ? "nearly" : "free";
    writeAttribute(this.#root, "data-level", level);
    show(part(this.#root, "gauge"), capacity !== null);
    show(part(this.#root, "of-capacity"), capacity !== null);
    if (capacity === null) return;
    this.#root.style.setProperty("--filled", String(Math.min(1, share)));
    const params = { number: formats.number(capacity), share: formats.percent(share) };
    write(part(this.#root, "of-capacity"), texts.t("of %(number)s places · %(share)s", params));
    const words = { full: texts.t("Full"), nearly: texts.t("Nearly full"), free: "" };
    write(part(this.#root, "level"), words[level]);
  }
}

/** @param {HTMLElement} element holds the rolling digits and their spoken twin */
function makeNumber(element) {
  return new RollingNumber(part(element, "digits"), part(element, "spoken"));
}
