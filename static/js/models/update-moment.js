/**
 * When a new version of the kiosk may take over: never with somebody before the tablet, never with
 * scans that only the running version is known to send.
 */

/** Screens and moments that a person is busy with. */
const BUSY_STATES = Object.freeze(["checking", "verdict", "code", "pin", "menu", "rescue"]);

/**
 * @param {{state: string, worst: string | null, unsent: number}} situation `state` is what the stage
 *   shows, `worst` the worst problem's code
 * @returns {boolean}
 */
export function mayUpdate({ state, worst, unsent }) {
  if (BUSY_STATES.includes(state)) return false;
  // The server no longer understands this version: only the new one can send what waits.
  return unsent === 0 || worst === "wrong_version";
}
