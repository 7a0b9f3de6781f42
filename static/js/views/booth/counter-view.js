/**
 * The counter in the page's head, and what it opens: where every scan is, and "send now".
 * Tells: `send`.
 */

import { elementById, makeElement, onEscape, setShown, setText } from "../../helpers/dom.js";
import { Emitter } from "../../helpers/emitter.js";
import { stateOfTally, wordTally } from "../../models/booth/counter-words.js";
import { onClick } from "./booth-parts.js";

/** @typedef {import("../../models/booth/counter-words.js").Tally} Tally */
/** @typedef {import("../../helpers/i18n.js").Texts} Texts */

export class CounterView extends Emitter {
  constructor() {
    super();
    onClick("open-counter", () => setShown("counter-sheet", true));
    onClick("counter-close", () => setShown("counter-sheet", false));
    onClick("send-now", () => this.emit("send"));
    onEscape(elementById("counter-sheet"), () => setShown("counter-sheet", false));
  }

  /**
   * @param {Tally} tally
   * @param {Texts} texts
   */
  say(tally, texts) {
    const { t, tn } = texts;
    const { saved, received, waiting, parked } = tally;
    elementById("open-counter").dataset.state = stateOfTally(tally);
    setText("counter-saved", tn("%(num)s saved", "%(num)s saved", saved));
    setText("counter-received", tn("%(num)s received", "%(num)s received", received));
    setText("counter-words", wordTally(tally, texts));
    /** @type {Array<[string, number]>} */
    const facts = [
      [t("Scans on this phone"), saved],
      [t("Received by the server"), received],
      [t("Entries to send"), waiting],
      ...(parked > 0 ? [/** @type {[string, number]} */ ([t("Set aside"), parked])] : []),
    ];
    elementById("counter-facts").replaceChildren(...facts.map(([label, value]) => makeFact(label, String(value))));
    const { dataset } = document.documentElement;
    dataset.saved = String(saved);
    dataset.received = String(received);
    dataset.unsent = String(waiting);
  }
}

/**
 * @param {string} label
 * @param {string} value
 * @returns {HTMLElement}
 */
export function makeFact(label, value) {
  const fact = document.createElement("div");
  fact.append(makeElement("dt", "", label), makeElement("dd", "", value));
  return fact;
}
