/**
 * What a rescue is made of: this device's pairing, those before it, and the scans they have not sent.
 */

import { makeRescue, makeSecret } from "../models/rescue.js";
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
    const own = { device_id: pairing.device_id, secret: await makeSecret(pairing.token) };
    const earlier = await new SettingsStore(database).earlierPairings();
    const rescues = await Promise.all(
      [own, ...earlier].map(async ({ device_id: deviceId, secret }) => {
        const scans = await new OutboxStore(database, deviceId).oldest(MOST_SCANS);
        const isWanted = scans.length > 0 || deviceId === own.device_id;
        const text = isWanted ? await makeRescue({ deviceId, secret, madeAt: Date.now(), scans }) : "";
        return { text, count: scans.length };
      }),
    );
    return {
      text: rescues.map(({ text }) => text).join(""),
      count: rescues.reduce((sum, { count }) => sum + count, 0),
    };
  });
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
