/**
 * Seals the codes of scans for the edition of this device, as soon as it knows the edition's key.
 */

import { CodeSealer } from "../domain/sealed-code.js";

export class CodeSeal {
  /** @type {string | undefined} */
  #publicKey;
  /** @type {Promise<CodeSealer> | null} */
  #sealer = null;

  /** @param {string | undefined} publicKey not there: the server is older and reads codes in clear */
  use(publicKey) {
    // Without https browsers have no cryptography; there is no roster to open there either.
    if (publicKey === this.#publicKey || !isSecureContext) return;
    this.#publicKey = publicKey;
    this.#sealer = publicKey === undefined ? null : CodeSealer.create(publicKey);
    this.#sealer?.catch((error) => console.error("codes cannot be sealed", error));
  }

  /**
   * Rejects where the key is none: then there is no scan.
   * @param {string} text
   * @returns {Promise<string>}
   */
  async seal(text) {
    return this.#sealer === null ? text : (await this.#sealer).seal(text);
  }
}
