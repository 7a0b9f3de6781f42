/** Hands in another device's scans, as this device or as the organizer who is signed in. */

import { PROTOCOL_VERSION } from "../domain/messages.js";
import { splitRescues } from "../models/rescue.js";

/** @typedef {{device: {id: string, name: string}, recorded: number, parked: number}} Rescued */

/** @typedef {{name: string, count: number}} HandedIn the device's name, and of how many scans */

const MOST_WAIT_MS = 60_000;

/**
 * Hands in all that a tablet handed over: one rescue, or one for each time it was paired.
 * Rejects as postRescue does; those before were taken then, and may come again.
 * @param {string} text
 * @param {Record<string, string>} proof
 * @returns {Promise<HandedIn>}
 */
export async function handInRescues(text, proof) {
  let handedIn = { name: "", count: 0 };
  for (const rescue of splitRescues(text)) {
    const { device, recorded, parked } = await postRescue(rescue, proof);
    handedIn = { name: handedIn.name || device.name, count: handedIn.count + recorded + parked };
  }
  return handedIn;
}

/**
 * Rejects with a `code`: of the server's problem, or `unreachable`.
 * @param {string} rescue as makeRescue made it
 * @param {Record<string, string>} proof the header that says who hands it in
 * @returns {Promise<Rescued>}
 */
export async function postRescue(rescue, proof) {
  const response = await fetch("/api/v1/rescues", {
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "application/json", ...proof },
    body: JSON.stringify({ v: PROTOCOL_VERSION, rescue }),
    signal: AbortSignal.timeout(MOST_WAIT_MS),
  }).catch((error) => fail("unreachable", error));
  const answer = await response.json().catch((error) => fail("unreachable", error));
  return response.ok ? answer : fail(answer.code ?? "unknown", answer.detail);
}

/**
 * @param {string} code
 * @param {unknown} cause
 * @returns {never}
 */
function fail(code, cause) {
  throw Object.assign(new Error(code, { cause }), { code });
}
