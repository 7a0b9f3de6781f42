/**
 * "12 saved · 12 received": what this phone scanned, and what the server has.
 */

/** @typedef {import("../../helpers/i18n.js").Texts} Texts */
/**
 * `waiting` facts are on their way (scans and what was tapped on leads), `parked` can never arrive
 * by themselves.
 * @typedef {{
 *   saved: number,
 *   received: number,
 *   waiting: number,
 *   parked: number,
 *   isReachable: boolean | null,
 * }} Tally
 */

/**
 * @param {Iterable<import("./lead-card.js").OwnCapture>} captures this phone's
 * @returns {{saved: number, received: number}} without training
 */
export function countCaptures(captures) {
  const real = [...captures].filter(({ fact }) => !fact.training);
  return { saved: real.length, received: real.filter((one) => one.change_number !== null).length };
}

/**
 * @param {Tally} tally
 * @returns {"good" | "waiting" | "offline" | "parked"}
 */
export function stateOfTally({ waiting, parked, isReachable }) {
  if (parked > 0) return "parked";
  if (isReachable === false) return "offline";
  return waiting > 0 ? "waiting" : "good";
}

/**
 * One sentence on where things stand.
 * @param {Tally} tally
 * @param {Texts} texts
 * @returns {string}
 */
export function wordTally(tally, { t, tn }) {
  const { waiting, parked } = tally;
  if (parked > 0) {
    return tn(
      "%(num)s entry could not be taken by the server. It is kept here: show this phone to the organizer.",
      "%(num)s entries could not be taken by the server. They are kept here: show this phone to the organizer.",
      parked,
    );
  }
  if (waiting === 0) return t("Everything is on the server.");
  const state = stateOfTally(tally);
  if (state === "offline") return t("No connection. Everything is kept on this phone and goes by itself.");
  return tn("%(num)s entry is on its way.", "%(num)s entries are on their way.", waiting);
}
