/**
 * Typing a pairing code. Tells: `code` (text).
 */

import { byId, elementById, setShown, setText } from "../helpers/dom.js";
import { Emitter } from "../helpers/emitter.js";

export class PairingView extends Emitter {
  #field = byId("pairing-code", HTMLInputElement);
  #button = byId("pair", HTMLButtonElement);

  constructor() {
    super();
    elementById("pairing-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const code = this.#field.value.trim();
      if (code !== "") this.emit("code", code);
    });
  }

  /** @param {boolean} isBusy */
  setBusy(isBusy) {
    this.#button.disabled = isBusy;
    if (isBusy) this.sayError("");
  }

  /** @param {string} error */
  sayError(error) {
    setText("pairing-error", error);
    setShown("pairing-error", error !== "");
    this.#field.setAttribute("aria-invalid", String(error !== ""));
  }

  clear() {
    this.#field.value = "";
    this.sayError("");
  }
}

/**
 * @param {string} code of an ApiError
 * @param {import("../helpers/i18n.js").Texts["t"]} t
 * @returns {string}
 */
export function wordPairingError(code, t) {
  if (code === "pairing_code_invalid") return t("This pairing code is not valid. Please check it.");
  if (code === "pairing_code_expired") return t("This pairing code has expired. Ask for a new one.");
  if (code === "too_many_attempts") return t("Too many tries. Please wait a minute.");
  if (code === "unreachable") return t("The server cannot be reached. Please check the Wi-Fi.");
  return t("Pairing did not work (%(code)s).", { code });
}
