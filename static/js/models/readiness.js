/**
 * What keeps this kiosk from doing its work, worst first. Each problem has a code that texts,
 * tests and the organizer's device list hang on.
 */

/** Worst first. Those before `camera_denied` stop every way of scanning. */
export const PROBLEMS = Object.freeze([
  "storage_blocked",
  "storage_full",
  "other_tab",
  "wrong_version",
  "device_revoked",
  "device_unknown",
  "connection_lost",
  "no_configuration",
  "wrong_role",
  "no_gate",
  "kiosk_failed",
  "camera_denied",
  "camera_busy",
  "camera_missing",
  "camera_lost",
  "camera_black",
  "camera_frozen",
  "camera_opening",
  "camera_insecure",
  "reader_failed",
]);

/** What only the page of a native station knows, worse than all that the station itself may say. */
export const STATION_PROBLEMS = Object.freeze([
  "page_refused",
  "lane_unknown",
  "station_lost",
  "storage_too_new",
  "station_key_missing",
  "station_key_wrong",
  "not_paired",
]);

const ORDER = Object.freeze([...STATION_PROBLEMS, ...PROBLEMS]);

/** Problems that only a fresh page cures. */
const CURED_BY_RELOAD = Object.freeze([
  "storage_blocked", "wrong_version", "reader_failed", "kiosk_failed",
]);

export class Readiness {
  /** @type {Set<string>} */
  #problems = new Set();

  /**
   * @param {string} code
   * @param {boolean} [isThere]
   * @returns {boolean} whether that changed anything
   */
  set(code, isThere = true) {
    if (this.#problems.has(code) === isThere) return false;
    if (isThere) this.#problems.add(code);
    else this.#problems.delete(code);
    return true;
  }

  /**
   * Takes away every problem whose code begins so.
   * @param {string} prefix
   */
  clear(prefix) {
    for (const code of [...this.#problems]) if (code.startsWith(prefix)) this.#problems.delete(code);
  }

  /** @returns {string | null} */
  get worst() {
    return ORDER.find((code) => this.#problems.has(code)) ?? [...this.#problems][0] ?? null;
  }

  /** Whether badges can be scanned at all, if only with a hand scanner or by typing. */
  get isOpen() {
    return [...this.#problems].every(isOnlyCamera);
  }
}

/**
 * @param {string} code
 * @returns {boolean} whether a hand scanner and the keypad still work
 */
export function isOnlyCamera(code) {
  return code.startsWith("camera_") || code === "reader_failed";
}

/**
 * @param {string} code
 * @returns {boolean} whether the page has to be loaded again
 */
export function isCuredByReload(code) {
  return CURED_BY_RELOAD.includes(code);
}
