/**
 * A booth phone's own storage: what every device has (outbox, settings, sealed roster), this
 * phone's captures and edits as far as it may remember them, and the team's leads.
 */

import { makeStores, openStores } from "../database.js";

const NAME = "accueil-booth";
const VERSION = 1;

export const CAPTURES = "captures";
export const EDITS = "edits";
export const LEADS = "leads";
export const FEED_STATE = "feed_state";

/**
 * Throws StorageError where the browser keeps nothing.
 * @param {string} [name]
 * @returns {Promise<import("../database.js").KioskDatabase>}
 */
export function openBoothDatabase(name = NAME) {
  return openStores(name, VERSION, (database, oldVersion, newVersion, upgrade, event) => {
    makeStores(database, oldVersion, newVersion, upgrade);
    database.createObjectStore(CAPTURES, { keyPath: "capture_id" });
    database.createObjectStore(EDITS, { keyPath: "edit_id" });
    database.createObjectStore(LEADS, { keyPath: "lead_id" });
    database.createObjectStore(FEED_STATE);
    void event;
  });
}
