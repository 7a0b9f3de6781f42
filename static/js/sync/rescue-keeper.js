/**
 * Scans that another tablet handed to this one: written down first, handed in as soon as the server
 * can be reached, kept until it has answered.
 */

import { holdAlone } from "../helpers/single-page.js";
import { openKioskDatabase, RESCUES, StorageError, STRICT } from "../store/database.js";
import { SettingsStore } from "../store/settings-store.js";
import { handInRescues } from "./rescue-post.js";

/** `code` says why the server will not take it; a person can look into it. */
/** @typedef {{id: string, text: string, kept_at: number, code: string | null}} KeptRescue */
/** @typedef {import("./rescue-post.js").HandedIn} HandedIn */
/** @typedef {import("../store/unsent-scans.js").OpenDatabase} OpenDatabase */

/** What no later try mends. */
const FINAL = ["rescue_damaged", "rescue_not_genuine", "device_not_found", "wrong_version"];

/**
 * Safe from a power cut when the promise resolves; the same again is kept once.
 * Throws StorageError.
 * @param {string} text as another device made it, found to be complete
 * @param {OpenDatabase} [open]
 * @returns {Promise<void>}
 */
export function keepRescue(text, open) {
  return inDatabase(open, async (database) => {
    try {
      const transaction = database.transaction(RESCUES, "readwrite", STRICT);
      const id = text.trim().split("\n").at(-1) ?? "";
      const row = { id, text, kept_at: Date.now(), code: null };
      await Promise.all([transaction.store.put(row), transaction.done]);
    } catch (error) {
      throw new StorageError(error);
    }
  });
}

/**
 * @param {OpenDatabase} [open]
 * @returns {Promise<number>} how many wait here
 */
export function countKeptRescues(open) {
  return inDatabase(open, (database) => database.count(RESCUES));
}

/**
 * Hands in what is kept. Rejects with `code` `unreachable` and the like while that cannot be done.
 * @param {OpenDatabase} [open]
 * @returns {Promise<HandedIn>} of all together
 */
export async function handInKept(open) {
  let all = { name: "", count: 0 };
  await holdAlone("accueil-rescues", () =>
    inDatabase(open, async (database) => {
      for (const kept of await listWaiting(database)) {
        const { name, count } = await handInOne(database, kept);
        all = { name: all.name || name, count: all.count + count };
      }
    }));
  return all;
}

/**
 * @param {import("../store/database.js").KioskDatabase} database
 * @returns {Promise<KeptRescue[]>}
 */
async function listWaiting(database) {
  /** @type {KeptRescue[]} */
  const rows = await database.getAll(RESCUES);
  return rows.filter((row) => row.code === null);
}

/**
 * @param {import("../store/database.js").KioskDatabase} database
 * @param {KeptRescue} kept
 * @returns {Promise<HandedIn>}
 */
async function handInOne(database, kept) {
  const pairing = await new SettingsStore(database).pairing();
  try {
    const handedIn = await handInRescues(kept.text, { Authorization: `Device ${pairing?.token}` });
    await database.delete(RESCUES, kept.id);
    return handedIn;
  } catch (error) {
    const { code = "unknown" } = /** @type {{code?: string}} */ (error);
    if (FINAL.includes(code)) await database.put(RESCUES, { ...kept, code });
    throw error;
  }
}

/**
 * @template T
 * @param {OpenDatabase | undefined} open the kiosk's where nothing is said
 * @param {(database: import("../store/database.js").KioskDatabase) => Promise<T>} task
 * @returns {Promise<T>}
 */
async function inDatabase(open, task) {
  const database = await (open ?? openKioskDatabase)();
  try {
    return await task(database);
  } finally {
    database.close();
  }
}
