/**
 * Which screen is up, from what is known. Pure, so that every case has a test.
 */

import { isOnlyCamera } from "./readiness.js";

/** @typedef {"loading" | "pairing" | "start" | "idle" | "code" | "not-ready"} VisitorScreen */
/**
 * @typedef {{
 *   isPaired: boolean,
 *   isStarted: boolean,
 *   isTyping: boolean,
 *   isConfigured: boolean,
 *   worst: string | null,
 * }} Situation `worst` is the worst problem's code
 */

/**
 * @param {Situation} situation
 * @returns {VisitorScreen}
 */
export function chooseScreen({ isPaired, isStarted, isTyping, isConfigured, worst }) {
  if (worst !== null && !isOnlyCamera(worst)) return "not-ready";
  if (!isPaired) return "pairing";
  if (!isStarted) return "start";
  if (isTyping) return "code";
  if (worst !== null) return "not-ready";
  return isConfigured ? "idle" : "loading";
}
