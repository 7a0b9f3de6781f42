/** The guided practice: one line that says the next tap. Tells: `test_badge`, `done`. */

import { elementById, setShown, setText } from "../../helpers/dom.js";
import { Emitter } from "../../helpers/emitter.js";
import { Practice } from "../../models/booth/practice.js";
import { onClick } from "./booth-parts.js";

/** @typedef {import("../../helpers/i18n.js").Texts} Texts */

export class CoachView extends Emitter {
  #texts;
  /** @type {Practice | null} */
  #practice = null;

  /** @param {() => Texts} texts */
  constructor(texts) {
    super();
    this.#texts = texts;
    onClick("coach-test-badge", () => this.emit("test_badge"));
  }

  /** From the first step. */
  start() {
    this.#practice = new Practice();
    this.refresh();
  }

  stop() {
    this.#practice = null;
    this.refresh();
  }

  /**
   * Something was done that may be a step.
   * @param {string} step
   */
  mark(step) {
    if (!this.#practice?.mark(step)) return;
    this.refresh();
    if (this.#practice.next === null) this.emit("done");
  }

  refresh() {
    const practice = this.#practice;
    setShown("coach", practice !== null);
    if (practice === null) return;
    const dots = practice.progress.map((isDone) => {
      const dot = document.createElement("li");
      dot.dataset.done = String(isDone);
      return dot;
    });
    elementById("coach-steps").replaceChildren(...dots);
    setText("coach-words", wordStep(practice.next, this.#texts().t));
    setShown("coach-test-badge", practice.next === "scan");
  }
}

/**
 * @param {string | null} step
 * @param {Texts["t"]} t
 * @returns {string}
 */
function wordStep(step, t) {
  if (step === "scan") return t("Scan the test badge: that alone is a lead");
  if (step === "rating") return t("Tap how interested the visitor is");
  if (step === "tag") return t("Tap a tag, or add one");
  if (step === "note") return t("Write or dictate a note; it saves itself");
  if (step === "list") return t("Close the sheet and find the lead under “Leads”");
  return t("That is all. You are ready!");
}
