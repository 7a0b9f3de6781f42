/** What a rescue is made of: this device's pairing and the scans it has not sent. */

import { makeRescue } from "../models/rescue.js";
import { openKioskDatabase } from "./database.js";
import { OutboxStore } from "./outbox-store.js";
import { SettingsStore } from "./settings-store.js";

const MOST_SCANS = 20_000;

/** @typedef {() => Promise<import("./database.js").KioskDatabase>} OpenDatabase */

/**
 * Nothing is taken out of the outbox: handed in twice is the same as once.
 * Throws StorageError.
 * @param {OpenDatabase} [open]
 * @returns {Promise<{text: string, count: number} | null>} null when this device is not paired
 */
export async function rescueUnsent(open = openKioskDatabase) {
  return inStorage(open, async (database, pairing) => {
    const scans = await new OutboxStore(database, pairing.device_id).oldest(MOST_SCANS);
    const { device_id: deviceId, token } = pairing;
    const text = await makeRescue({ deviceId, token, madeAt: Date.now(), scans });
    return { text, count: scans.length };
  });
}

/**
 * @param {OpenDatabase} [open]
 * @returns {Promise<string | null>} the token that this device shows the server
 */
export function readToken(open = openKioskDatabase) {
  return inStorage(open, async (_, pairing) => pairing.token);
}

/**
 * @template T
 * @param {OpenDatabase} open
 * @param {(
 *   database: import("./database.js").KioskDatabase,
 *   pairing: import("../models/wire-types.js").Pairing,
 * ) => Promise<T>} task
 * @returns {Promise<T | null>}
 */
async function inStorage(open, task) {
  const database = await open();
  try {
    const pairing = await new SettingsStore(database).pairing();
    return pairing && (await task(database, pairing));
  } finally {
    database.close();
  }
}
