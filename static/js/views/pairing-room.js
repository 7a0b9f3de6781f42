/**
 * How a tablet becomes a device: a code from the address or typed. Tells: `paired` (Pairing).
 */

import { takeFromAddress } from "../helpers/address.js";
import { Emitter } from "../helpers/emitter.js";
import { PairingView, wordPairingError } from "./pairing-view.js";

export class PairingRoom extends Emitter {
  #view = new PairingView();
  #api;
  #t;

  /**
   * @param {import("../sync/device-api.js").DeviceApi} api
   * @param {import("../helpers/i18n.js").Texts["t"]} t always of the current language
   */
  constructor(api, t) {
    super();
    this.#api = api;
    this.#t = t;
    this.#view.on("code", (code) => void this.pair(code));
    window.addEventListener("hashchange", () => void this.pairFromAddress());
  }

  /** @returns {Promise<boolean>} whether the address brought a code that worked */
  async pairFromAddress() {
    const code = takeFromAddress("pair");
    return code === null ? false : this.pair(code);
  }

  /**
   * @param {string} code
   * @returns {Promise<boolean>}
   */
  async pair(code) {
    this.#view.setBusy(true);
    try {
      const pairing = await this.#api.pair(code);
      this.#view.clear();
      this.emit("paired", pairing);
      return true;
    } catch (error) {
      const reason = /** @type {{code?: string}} */ (error).code ?? "unknown";
      this.#view.sayError(wordPairingError(reason, this.#t));
      return false;
    } finally {
      this.#view.setBusy(false);
    }
  }
}
