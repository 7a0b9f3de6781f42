/** Days as the wire has them: YYYY-MM-DD. */

const DAY_MS = 86_400_000;

/**
 * @param {number} at milliseconds since 1970
 * @param {string} timeZone IANA name; one this browser does not know gives UTC
 * @returns {string} the day at the venue
 */
export function dayOf(at, timeZone) {
  try {
    // Sweden's way of writing a day is the standard's
    return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(at);
  } catch {
    return new Date(at).toISOString().slice(0, 10);
  }
}

/**
 * @param {string} day
 * @param {number} count
 * @returns {string}
 */
export function addDays(day, count) {
  return new Date(Date.parse(`${day}T12:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}
