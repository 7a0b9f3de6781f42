/** A passage taken back, as the server wants to hear it. */

import { makeScanId } from "../domain/ids.js";
import { PROTOCOL_VERSION } from "../domain/messages.js";

/**
 * The id is new each time: an undo is a fact of its own.
 * @param {string} scanId
 * @param {string} reason
 * @param {number} offsetMs
 */
export function makeUndo(scanId, reason, offsetMs) {
  const now = Date.now();
  return {
    v: PROTOCOL_VERSION,
    undo_id: makeScanId(now, crypto.getRandomValues(new Uint8Array(10)), null),
    scan_id: scanId,
    reason,
    device_time: now,
    clock_offset_ms: offsetMs,
  };
}
