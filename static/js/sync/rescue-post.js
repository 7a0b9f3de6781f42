/** Hands in another device's scans, as this device or as the organizer who is signed in. */

import { PROTOCOL_VERSION } from "../domain/messages.js";

/** @typedef {{device: {id: string, name: string}, recorded: number, parked: number}} Rescued */

const MOST_WAIT_MS = 60_000;

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
