/** What stops the page altogether, in words, with what is safe and what to do. Tells: `retry`,
 * `rescue`, `join`. */

import { setShown, setText } from "../../helpers/dom.js";
import { Emitter } from "../../helpers/emitter.js";
import { wordProblem } from "../../models/problem-words.js";
import { onClick } from "./booth-parts.js";

/** @typedef {import("../../helpers/i18n.js").Texts} Texts */

const NEEDS_CODE = Object.freeze(["device_revoked", "device_unknown", "wrong_role"]);

export class TroubleView extends Emitter {
  constructor() {
    super();
    onClick("trouble-retry", () => this.emit("retry"));
    onClick("trouble-rescue", () => this.emit("rescue"));
    onClick("trouble-join", () => this.emit("join"));
  }

  /**
   * @param {string} code
   * @param {number} unsent
   * @param {Texts} texts
   */
  show(code, unsent, { t, tn }) {
    const words = wordTrouble(code, t);
    setText("trouble-title", words.title);
    setText("trouble-what", words.what);
    setText("trouble-remedy", words.remedy);
    const one = "%(num)s entry is safe on this phone and not sent yet.";
    const more = "%(num)s entries are safe on this phone and not sent yet.";
    setText("trouble-safe", unsent > 0 ? tn(one, more, unsent) : "");
    setText("trouble-code", code);
    setShown("trouble-rescue", unsent > 0);
    setShown("trouble-join", NEEDS_CODE.includes(code));
    document.documentElement.dataset.problem = code;
  }

  clear() {
    delete document.documentElement.dataset.problem;
  }
}

/**
 * @param {string} code
 * @param {Texts["t"]} t
 */
function wordTrouble(code, t) {
  if (code === "device_revoked" || code === "device_unknown" || code === "wrong_role") {
    return {
      title: t("This phone is no longer in the team"),
      what: t("Your team’s admin or the organizer has taken it out. The team keeps its leads."),
      remedy: t("If that is a mistake, join again with the access code."),
    };
  }
  if (code === "no_configuration") {
    return {
      title: t("Waiting for the server"),
      what: t("This phone has joined and waits to hear what it is for."),
      remedy: t("It goes on by itself as soon as there is a connection."),
    };
  }
  if (code === "other_tab") {
    return {
      title: t("The page is open in another tab"),
      what: t("Only one page at a time may take scans on a phone."),
      remedy: t("Close this tab, or the other one."),
    };
  }
  return wordProblem(code, t, navigator.userAgent);
}
