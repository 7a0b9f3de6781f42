/**
 * The editions' keys, as this device may hold them: they check badges and cannot be read out. The
 * bytes are turned into such keys as they arrive and are kept nowhere.
 */

import { importEditionKey } from "../domain/badge-code.js";
import { SETTINGS, StorageError } from "./database.js";

/** @typedef {{tag: number, keys: string[]}} WireKeys keys in base64 */
/** @typedef {{name: string, city: string, year: string | number}} EditionName */
/** @typedef {{edition: WireKeys, others: Array<WireKeys & EditionName>}} WireKeyring */
/** @typedef {import("../domain/badge-code.js").EditionKeys} EditionKeys */
/** @typedef {{edition: EditionKeys, others: Array<EditionKeys & EditionName>}} DeviceKeyring */

const KEYRING = "keyring";

/**
 * @param {WireKeyring} keyring as the server sends it
 * @returns {Promise<DeviceKeyring>}
 */
export async function importKeyring({ edition, others }) {
  return {
    edition: await importKeys(edition),
    others: await Promise.all(
      others.map(async ({ name, city, year, ...keys }) => ({
        ...(await importKeys(keys)), name, city, year,
      })),
    ),
  };
}

/**
 * @param {import("./database.js").KioskDatabase} database
 * @returns {Promise<DeviceKeyring | null>}
 */
export async function readKeyring(database) {
  return (await database.get(SETTINGS, KEYRING)) ?? null;
}

/**
 * Throws StorageError.
 * @param {import("./database.js").KioskDatabase} database
 * @param {DeviceKeyring | null} keyring null forgets it
 * @returns {Promise<void>}
 */
export async function keepKeyring(database, keyring) {
  try {
    await database.put(SETTINGS, keyring, KEYRING);
  } catch (error) {
    throw new StorageError(error);
  }
}

/**
 * @param {WireKeys} wire
 * @returns {Promise<EditionKeys>}
 */
async function importKeys({ tag, keys }) {
  const imported = keys.map((key) =>
    importEditionKey(Uint8Array.from(atob(key), (letter) => letter.charCodeAt(0))),
  );
  return { tag, keys: await Promise.all(imported) };
}
