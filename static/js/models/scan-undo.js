/** Which scans can still be taken back: `server/services/undo.py` decides, this offers. */

/** @typedef {import("./attendance-types.js").LastScan} LastScan */

const UNDO_MS = 15 * 60_000;
const COUNTING = new Set(["admitted", "exited"]);

/**
 * @param {Pick<LastScan, "verdict" | "corrected_at" | "is_undone">} scan
 * @param {number} serverTime
 * @returns {boolean}
 */
export function canTakeBack({ verdict, corrected_at: at, is_undone: isUndone }, serverTime) {
  return COUNTING.has(verdict) && !isUndone && serverTime - at <= UNDO_MS;
}
