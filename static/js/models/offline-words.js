/**
 * What a device says of the line to the server, of scans that wait, and of its roster.
 */

/** @typedef {import("../helpers/i18n.js").Texts} Texts */
/** @typedef {import("../store/roster-store.js").RosterState} KeptRoster */
/** @typedef {Pick<KeptRoster, "count" | "isComplete" | "checkedAt"> & {badges?: number | null}} RosterState */

/** A few scans on their way are no news. */
const UNSENT_WORTH_TELLING = 3;
const MINUTE_MS = 60_000;

/**
 * Empty when all is well.
 * @param {import("../views/status-view.js").Connection} connection
 * @param {Texts} texts
 * @param {number} now by this device's clock
 * @returns {string}
 */
export function wordTrouble({ isReachable, unsent, oldestAt }, { t, tn }, now) {
  const isWorthTelling = unsent >= UNSENT_WORTH_TELLING || (isReachable === false && unsent > 0);
  const words = [
    isReachable === false ? t("No connection") : "",
    isWorthTelling ? tn("%(num)s scan to send", "%(num)s scans to send", unsent) : "",
    isWorthTelling ? wordWaiting(oldestAt ?? null, { tn }, now) : "",
  ];
  return words.filter(Boolean).join(" · ");
}

/**
 * How long the oldest scan has waited; nothing for less than a minute.
 * @param {number | null} oldestAt
 * @param {Pick<Texts, "tn">} texts
 * @param {number} now
 * @returns {string}
 */
export function wordWaiting(oldestAt, { tn }, now) {
  const minutes = oldestAt === null ? 0 : Math.floor((now - oldestAt) / MINUTE_MS);
  return minutes < 1 ? "" : tn("for %(num)s minute", "for %(num)s minutes", minutes);
}

/**
 * "Data complete, 1,598 badges, 09:02".
 * @param {RosterState | null} roster
 * @param {Pick<Texts, "t" | "tn">} texts
 * @param {(at: number) => string} wordTime
 * @returns {string}
 */
export function wordRoster(roster, { t, tn }, wordTime) {
  if (roster === null) return "";
  if (!roster.isComplete || roster.checkedAt === null) return t("Data not complete yet");
  const time = wordTime(roster.checkedAt);
  const count = roster.badges ?? roster.count;
  const badges = tn("Data complete, %(num)s badge", "Data complete, %(num)s badges", count);
  return `${badges}, ${time}`;
}
