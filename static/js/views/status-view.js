/**
 * Head and foot: the fair, the gate, the clock, and a quiet dot for the connection. Words only when
 * something is wrong.
 */

import { elementById, setText } from "../helpers/dom.js";
import { wordRoster, wordTrouble } from "../models/offline-words.js";

/** @typedef {import("../helpers/i18n.js").Texts} Texts */
/** @typedef {import("../models/wire-types.js").Configuration} Configuration */
/**
 * `oldestAt` is since when a scan waits, by this device's clock.
 * @typedef {{
 *   isReachable: boolean | null,
 *   unsent: number,
 *   parked: number,
 *   oldestAt?: number | null,
 *   roster?: import("../models/offline-words.js").RosterState | null,
 * }} Connection
 */

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
   * @param {(at: number) => string} wordTime
   */
  sayConnection(connection, texts, wordTime) {
    const { isReachable, unsent, parked, roster } = connection;
    const { dataset } = document.documentElement;
    dataset.connection = isReachable === null ? "unknown" : isReachable ? "online" : "offline";
    dataset.unsent = String(unsent);
    dataset.parked = String(parked);
    dataset.roster = roster?.isComplete ? "complete" : "incomplete";
    const trouble = wordTrouble(connection, texts, Date.now());
    elementById("status-words").dataset.quiet = String(trouble === "");
    setText("status-words", trouble || wordRoster(roster ?? null, texts, wordTime));
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
