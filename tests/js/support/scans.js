/** Scans and receipts as the wire has them, for tests. */

import { newScan } from "../../../static/js/domain/messages.js";

const BADGE = "A8PZ5XWYZXAC0G2A34B9TB64BVXEW";

/**
 * @param {number} deviceSeq
 * @param {string} [badgeCode]
 */
export function makeScan(deviceSeq, badgeCode = BADGE) {
  return newScan({
    scanId: `01900000-0000-7000-8000-${String(deviceSeq).padStart(12, "0")}`,
    deviceSeq,
    badgeCode,
    gateId: "gate-a",
    direction: "entry",
    deviceTime: 1_714_122_000_000 + deviceSeq,
    clockOffsetMs: 0,
    source: "camera",
    decodeMs: 12,
  });
}

/**
 * @param {string | null} scanId
 * @param {Partial<import("../../../static/js/domain/messages.js").Receipt>} [changes]
 * @returns {import("../../../static/js/domain/messages.js").Receipt}
 */
export function makeReceipt(scanId, changes = {}) {
  return {
    scan_id: scanId,
    status: "accepted",
    verdict: "admitted",
    reason: "",
    retryable: false,
    change_number: 1,
    card: null,
    earlier: null,
    edition: null,
    opens_at: null,
    ...changes,
  };
}

/**
 * Lets everything that is ready to run, run.
 * @returns {Promise<void>}
 */
export function settle() {
  return new Promise((resolve) => setImmediate(resolve));
}
