/**
 * A scan in the outbox, and what becomes of it.
 */

import { correctedTime } from "../domain/clock.js";

/** @typedef {import("../domain/messages.js").Scan} Scan */
/** @typedef {import("../domain/messages.js").Receipt} Receipt */
/** @typedef {readonly [string, string]} Person check-in list and attendee */
/**
 * What became of taking the scan back: `number` is the server's change number of it, `code` why it
 * was refused.
 * @typedef {{
 *   status: "waiting" | "accepted" | "refused", number: number | null, code: string | null,
 * }} UndoState
 */
/**
 * An entry or exit that this device saw, with its change number once the server has it.
 * @typedef {{
 *   checkIn: import("../domain/presence.js").CheckIn, number: number | null, undo?: UndoState,
 * }} OwnCheckIn
 */
/**
 * `person` is there only while this device counts the scan as an entry or exit of somebody.
 * @typedef {{
 *   scan_id: string,
 *   device_id: string,
 *   device_seq: number,
 *   status: "waiting" | "accepted" | "parked",
 *   reason: string | null,
 *   scan: Scan,
 *   verdict: string | null,
 *   change_number: number | null,
 *   person?: Person,
 *   undo?: UndoState,
 *   settled_at?: number,
 * }} OutboxRow
 */

export const WAITING = "waiting";
export const ACCEPTED = "accepted";
export const PARKED = "parked";
export const REFUSED = "refused";
const PASSED = Object.freeze(["admitted", "exited"]);

/**
 * The id under which a device's fact is known everywhere: a gate's scan or a booth's fact.
 * @param {{scan_id?: string | null, fact_id?: string | null}} fact or its receipt
 * @returns {string}
 */
export function idOf(fact) {
  return fact.scan_id ?? fact.fact_id ?? "";
}

/**
 * @param {OutboxRow} row
 * @param {Receipt} receipt
 * @param {number} now
 * @returns {OutboxRow}
 */
export function settleRow({ person, ...row }, receipt, now) {
  const { status, verdict, reason, change_number } = receipt;
  if (status === PARKED) return { ...row, ...(person && { person }), status: PARKED, reason };
  const stays = person !== undefined && PASSED.includes(verdict ?? "");
  return {
    ...row,
    status: ACCEPTED,
    verdict,
    change_number,
    settled_at: now,
    ...(stays ? { person } : {}),
  };
}

/**
 * @param {OutboxRow} row that was settled
 * @returns {OutboxRow}
 */
export function reopenRow({ settled_at: _, ...row }) {
  return { ...row, status: WAITING };
}

/**
 * @param {Scan} scan
 * @returns {import("../domain/presence.js").CheckIn}
 */
export function toCheckIn({ direction, device_time, clock_offset_ms, gate_id }) {
  return { direction, at: correctedTime(device_time, clock_offset_ms), gateId: gate_id };
}

/**
 * @param {{undo?: UndoState}} row
 * @returns {boolean} whether staff took it back, and the server has not said no
 */
export function isTakenBack({ undo }) {
  return undo !== undefined && undo.status !== REFUSED;
}

/**
 * @param {OutboxRow} row
 * @returns {number} how many more are inside than the server counts, because of this row
 */
export function countUnknown(row) {
  const change = row.scan.direction === "entry" ? 1 : -1;
  const isCounted = row.change_number !== null;
  if (!isTakenBack(row)) return isCounted ? 0 : change;
  return isCounted && row.undo?.number === null ? -change : 0;
}
