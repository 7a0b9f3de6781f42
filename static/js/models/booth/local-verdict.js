/**
 * What a scan gives as far as this phone can tell, until the server has spoken.
 */

import { listShapedReadings, parseBadgeCode } from "../../domain/badge-code.js";
import { decideCapture } from "../../domain/lead-capture.js";

/** @typedef {import("../../domain/lead-capture.js").CaptureVerdict} CaptureVerdict */

/** No exhibitor's device holds keys, so no code is ever proven genuine here. */
const NO_KEYS = Object.freeze({ edition: { tag: -1, keys: [] }, others: [] });

/**
 * @param {string} text as it was read
 * @param {{level: string} | null} found whose badge it is, where this phone can tell
 * @param {boolean} givesContact
 * @param {boolean} isTraining
 * @returns {Promise<CaptureVerdict>}
 */
export async function decideHere(text, found, givesContact, isTraining) {
  const visitor = found && { shareLevel: found.level, hasWithdrawn: false, standing: "" };
  return decideCapture(await nameCode(text), visitor, givesContact, isTraining);
}

/**
 * @param {string} text
 * @returns {Promise<{kind: string, text: string}>}
 */
async function nameCode(text) {
  const [shaped] = listShapedReadings(text);
  if (shaped !== undefined) return { kind: "unsigned", text: shaped };
  return parseBadgeCode(text, NO_KEYS);
}
