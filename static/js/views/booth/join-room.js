/**
 * How a phone joins an exhibitor's team: a code from the address or typed, and a name.
 * Tells: `paired` (Pairing).
 */

import { takeFromAddress } from "../../helpers/address.js";
import { byId, elementById, setShown, setText } from "../../helpers/dom.js";
import { Emitter } from "../../helpers/emitter.js";

/** @typedef {import("../../helpers/i18n.js").Texts["t"]} Translate */

export class JoinRoom extends Emitter {
  #api;
  #t;
  #code = byId("join-code", HTMLInputElement);
  #name = byId("join-name", HTMLInputElement);
  #button = byId("join", HTMLButtonElement);

  /**
   * @param {import("../../sync/booth/booth-api.js").BoothApi} api
   * @param {Translate} t always of the current language
   */
  constructor(api, t) {
    super();
    this.#api = api;
    this.#t = t;
    elementById("join-form").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#join();
    });
    window.addEventListener("hashchange", () => void this.pairFromAddress());
  }

  /**
   * A code in the address fills the form; the name is still to be asked.
   * @returns {Promise<boolean>} whether the phone has joined already: never
   */
  async pairFromAddress() {
    const code = takeFromAddress("join");
    if (code === null) return false;
    this.#code.value = code;
    this.#code.dataset.noFocus = ""; // the name is what is still missing
    return false;
  }

  async #join() {
    const [code, name] = [this.#code.value.trim(), this.#name.value.trim()];
    if (code === "" || name === "") return this.#say(this.#t("Code and name are both needed."));
    this.#button.disabled = true;
    this.#say("");
    try {
      const joined = await this.#api.join(code, name);
      this.#code.value = "";
      this.emit("paired", { ...joined, role: "booth", name });
    } catch (error) {
      this.#say(wordJoinError(/** @type {{code?: string}} */ (error).code ?? "unknown", this.#t));
    } finally {
      this.#button.disabled = false;
    }
  }

  /** @param {string} error */
  #say(error) {
    setText("join-error", error);
    setShown("join-error", error !== "");
  }
}

/**
 * @param {string} code of an ApiError
 * @param {Translate} t
 * @returns {string}
 */
export function wordJoinError(code, t) {
  if (code === "access_code_invalid") return t("This access code is not valid. Compare it with the sheet, or ask the organizer.");
  if (code === "access_code_revoked") return t("This access code was withdrawn. Ask your team for the new one.");
  if (code === "too_many_attempts") return t("Too many tries. Please wait a minute.");
  if (code === "unreachable") return t("The server cannot be reached. Please check the Wi-Fi.");
  return t("Joining did not work (%(code)s).", { code });
}
