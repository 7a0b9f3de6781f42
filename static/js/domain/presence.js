/**
 * Who is inside: a fold over the entries and exits of one attendee at one check-in list.
 * The Python twin is `domain/presence.py`.
 */

export const ENTRY = "entry";
export const EXIT = "exit";

/**
 * An entry that was admitted, or an exit: what changes presence. `at` is corrected time.
 * @typedef {{direction: string, at: number, gateId: string}} CheckIn
 */

/**
 * One attendee at one check-in list. `entered*` tell the latest entry.
 * @typedef {{
 *   isInside: boolean,
 *   entryCount: number,
 *   exitCount: number,
 *   enteredAt: number | null,
 *   enteredGateId: string | null,
 *   lastAt: number | null,
 * }} Presence
 */

/** @type {Readonly<Presence>} */
export const NEVER_SEEN = Object.freeze({
  isInside: false,
  entryCount: 0,
  exitCount: 0,
  enteredAt: null,
  enteredGateId: null,
  lastAt: null,
});

/**
 * The presence after one more entry or exit, in whatever order they arrive: a fact older than the
 * newest one known is counted, but does not change who is inside now. Of two facts of the same
 * millisecond an exit counts as the later one, of two entries the one at the greater gate id.
 * @param {Readonly<Presence>} presence
 * @param {CheckIn} checkIn
 * @returns {Presence}
 */
export function foldPresence(presence, checkIn) {
  const isEntry = checkIn.direction === ENTRY;
  const folded = count(presence, checkIn);
  if (isNewest(presence, checkIn)) {
    folded.isInside = isEntry;
    folded.lastAt = checkIn.at;
  }
  if (isEntry && isLatestEntry(presence, checkIn)) {
    folded.enteredAt = checkIn.at;
    folded.enteredGateId = checkIn.gateId;
  }
  return folded;
}

/**
 * @param {Readonly<Presence>} presence
 * @param {CheckIn} checkIn
 * @returns {boolean}
 */
function isNewest(presence, checkIn) {
  if (presence.lastAt === null || checkIn.at > presence.lastAt) return true;
  return checkIn.at === presence.lastAt && checkIn.direction === EXIT;
}

/**
 * @param {Readonly<Presence>} presence
 * @param {CheckIn} checkIn
 * @returns {boolean}
 */
function isLatestEntry(presence, checkIn) {
  if (presence.enteredAt === null || checkIn.at > presence.enteredAt) return true;
  return checkIn.at === presence.enteredAt && checkIn.gateId > (presence.enteredGateId ?? "");
}

/**
 * @param {Readonly<Presence>} presence
 * @param {CheckIn} checkIn
 * @returns {Presence}
 */
function count(presence, checkIn) {
  if (checkIn.direction === ENTRY) return { ...presence, entryCount: presence.entryCount + 1 };
  return { ...presence, exitCount: presence.exitCount + 1 };
}
