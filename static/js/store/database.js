/**
 * The kiosk's own storage: one IndexedDB with the outbox, what was taken back, what other devices
 * handed over, the settings of this device, and the sealed roster.
 */

import { openDB } from "../../vendor/idb/build/index.js";

const NAME = "accueil-kiosk";
const VERSION = 3;

/** The stores by name. */
export const OUTBOX = "outbox";
export const SETTINGS = "settings";
export const ROSTER = "roster";
export const PRESENCE = "presence";
/** Apart from the settings, so that a page of the roster never keeps a scan waiting. */
export const ROSTER_STATE = "roster_state";
export const UNDOS = "undos";
/** Other devices' scans that were handed to this one. */
export const RESCUES = "rescues";

/** What a power cut may not undo. */
export const STRICT = Object.freeze({ durability: /** @type {const} */ ("strict") });

/**
 * @typedef {import("../../vendor/idb/build/index.js").IDBPDatabase<unknown>} KioskDatabase
 */

/**
 * Storage that could not be opened or written. `code` is `storage_full` or `storage_blocked`.
 */
export class StorageError extends Error {
  /** @param {unknown} cause */
  constructor(cause) {
    super(String(cause), { cause });
    this.name = "StorageError";
    this.code = isFull(cause) ? "storage_full" : "storage_blocked";
  }
}

/**
 * Opens the database, making it on the first visit.
 * Throws StorageError where the browser keeps nothing (private windows, blocked site data).
 * @param {string} [name]
 * @returns {Promise<KioskDatabase>}
 */
export function openKioskDatabase(name = NAME) {
  return openStores(name, VERSION, makeStores);
}

/**
 * Opens a database of any page. Throws StorageError as above.
 * @param {string} name
 * @param {number} version
 * @param {import("../../vendor/idb/build/index.js").OpenDBCallbacks<unknown>["upgrade"]} upgrade
 * @returns {Promise<KioskDatabase>}
 */
export async function openStores(name, version, upgrade) {
  try {
    return await openDB(name, version, { upgrade });
  } catch (error) {
    throw new StorageError(error);
  }
}

/**
 * The outbox, the settings and the roster; other pages have them too.
 * @param {KioskDatabase} database
 * @param {number} oldVersion
 * @param {number | null} _newVersion
 * @param {import("../../vendor/idb/build/index.js").IDBPTransaction<unknown, string[], "versionchange">} upgrade
 */
export function makeStores(database, oldVersion, _newVersion, upgrade) {
  if (oldVersion < 1) makeFirstStores(database);
  if (oldVersion < 2) makeRosterStores(database, upgrade);
  if (oldVersion < 3) {
    database.createObjectStore(UNDOS, { keyPath: "undo_id" });
    database.createObjectStore(RESCUES, { keyPath: "id" });
  }
}

/**
 * @param {KioskDatabase} database
 * @param {import("../../vendor/idb/build/index.js").IDBPTransaction<unknown, string[], "versionchange">} upgrade
 */
function makeRosterStores(database, upgrade) {
  const outbox = upgrade.objectStore(OUTBOX);
  outbox.createIndex("by_number", ["device_id", "device_seq"]);
  outbox.createIndex("by_settled", "settled_at");
  outbox.createIndex("by_person", "person");
  database.createObjectStore(ROSTER, { keyPath: "i" });
  const presence = database.createObjectStore(PRESENCE, { keyPath: ["l", "a"] });
  presence.createIndex("by_inside", ["l", "inside"]);
  database.createObjectStore(ROSTER_STATE);
}

/** @param {KioskDatabase} database */
function makeFirstStores(database) {
  database.createObjectStore(SETTINGS);
  const outbox = database.createObjectStore(OUTBOX, { keyPath: "scan_id" });
  outbox.createIndex("by_turn", ["device_id", "status", "device_seq"]);
}

/**
 * @param {unknown} cause
 * @returns {boolean}
 */
function isFull(cause) {
  return cause instanceof Error && cause.name === "QuotaExceededError";
}
