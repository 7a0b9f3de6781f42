/** Writing down somebody without a badge. Tells: `manual` (fields), `cancel`. */

import { byId, elementById, onEscape, setShown, setText } from "../../helpers/dom.js";
import { Emitter } from "../../helpers/emitter.js";
import { MANUAL_FIELDS } from "../../domain/lead-messages.js";

export class ManualView extends Emitter {
  #t;
  #form = byId("manual-form", HTMLFormElement);

  /** @param {import("../../helpers/i18n.js").Texts["t"]} t always of the current language */
  constructor(t) {
    super();
    this.#t = t;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    elementById("manual-cancel").addEventListener("click", () => this.emit("cancel"));
    onEscape(this.#form, () => this.emit("cancel"));
  }

  open() {
    this.#form.reset();
    this.#say("");
  }

  #submit() {
    const typed = new FormData(this.#form);
    const fields = MANUAL_FIELDS.map((name) => [name, String(typed.get(name) ?? "").trim()]);
    const manual = Object.fromEntries(fields);
    if (fields.every(([, text]) => text === "")) return this.#say(this.#t("Write at least a name."));
    this.emit("manual", manual);
  }

  /** @param {string} error */
  #say(error) {
    setText("manual-error", error);
    setShown("manual-error", error !== "");
  }
}
