/**
 * Head and foot: the fair, the gate, the clock, and a quiet dot for the connection. Words only when
 * something is wrong.
 */

import { setText } from "../helpers/dom.js";

/** @typedef {import("../helpers/i18n.js").Texts} Texts */
/** @typedef {import("../models/wire-types.js").Configuration} Configuration */
/** @typedef {{isReachable: boolean | null, unsent: number, parked: number}} Connection */

/** A few scans on their way are no news. */
const UNSENT_WORTH_TELLING = 3;

export class StatusView {
  /**
   * @param {Configuration | null} configuration
   * @param {Texts} texts
   */
  sayPlace(configuration, { t }) {
    const name = wordEvent(configuration?.event ?? null);
    setText("event-name", name);
    setText("start-title", name);
    setText("gate-name", wordGate(configuration?.gate ?? null, t));
  }

  /** @param {string} time */
  sayTime(time) {
    setText("clock", time);
  }

  /**
   * @param {Connection} connection
   * @param {Texts} texts
   */
  sayConnection({ isReachable, unsent, parked }, { t, tn }) {
    const { dataset } = document.documentElement;
    dataset.connection = isReachable === null ? "unknown" : isReachable ? "online" : "offline";
    dataset.unsent = String(unsent);
    dataset.parked = String(parked);
    const isWorthTelling = unsent >= UNSENT_WORTH_TELLING || (isReachable === false && unsent > 0);
    const words = [
      isReachable === false ? t("No connection") : "",
      isWorthTelling ? tn("%(num)s scan to send", "%(num)s scans to send", unsent) : "",
    ];
    setText("status-words", words.filter(Boolean).join(" · "));
  }
}

/**
 * @param {Configuration["event"] | null} event
 * @returns {string}
 */
function wordEvent(event) {
  if (event === null) return "Accueil";
  const { name, city } = event;
  return city === "" || name.includes(city) ? name : `${name} ${city}`;
}

/**
 * @param {Configuration["gate"]} gate
 * @param {Texts["t"]} t
 * @returns {string}
 */
function wordGate(gate, t) {
  if (gate === null) return "";
  const direction = gate.direction === "exit" ? t("Exit") : t("Entrance");
  return gate.name.includes(direction) ? gate.name : `${direction} · \u2068${gate.name}\u2069`;
}
