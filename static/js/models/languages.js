/**
 * The texts of every language the kiosk speaks, all at hand: each visitor is greeted in his own.
 */

import { createTexts, loadTexts } from "../helpers/i18n.js";

/** @typedef {import("../helpers/i18n.js").Texts} Texts */

export const LANGUAGES = Object.freeze(["fr", "ar", "en"]);

/**
 * A catalogue that cannot be loaded leaves its language speaking English: no reason to close a gate.
 * @param {(lang: string) => Promise<Texts>} [load]
 * @returns {Promise<Map<string, Texts>>}
 */
export async function loadAllTexts(load = loadTexts) {
  const speak = async (/** @type {string} */ lang) =>
    load(lang).catch(() => createTexts(lang, { locale: lang, messages: {} }));
  const all = await Promise.all(LANGUAGES.map(speak));
  return new Map(all.map((texts) => [texts.lang, texts]));
}
