/** What a visitor can do so that the camera reads the badge: the station's hints, in words. */

/** @typedef {import("../helpers/i18n.js").Texts["t"]} Translate */

/** @type {Readonly<Record<string, (t: Translate) => string>>} */
const HINTS = Object.freeze({
  closer: (t) => t("A little closer, please"),
  too_dark: (t) => t("Too dark: hold the code towards the light"),
  tilt: (t) => t("Tilt the badge or phone a little: it reflects"),
  hold_still: (t) => t("Hold it still for a moment"),
});

/**
 * @param {string | null} code
 * @param {Translate} t
 * @returns {string} empty for no hint, and for one this page does not know
 */
export function wordHint(code, t) {
  return HINTS[code ?? ""]?.(t) ?? "";
}
