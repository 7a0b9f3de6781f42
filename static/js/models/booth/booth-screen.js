/** Which room is in front: the one its owner went to, unless something stops every scan. */

import { isOnlyCamera } from "../readiness.js";

/** @typedef {import("../../views/stage.js").Screen} Screen */

/**
 * @param {{worst: string | null, isJoined: boolean, room: Screen}} situation `worst` is the worst
 *   problem's code; rescue is always open
 * @returns {Screen}
 */
export function chooseBoothScreen({ worst, isJoined, room }) {
  const isBlocked = worst !== null && !isOnlyCamera(worst);
  if (isBlocked && room !== "rescue") return "not-ready";
  return isJoined ? room : "pairing";
}
