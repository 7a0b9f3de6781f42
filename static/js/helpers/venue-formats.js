/**
 * Numbers and times as the organizer's language writes them, in the venue's time zone, with Latin
 * digits and 24 hours.
 */

const LOCALES = Object.freeze(
  /** @type {Record<string, string>} */ ({ fr: "fr-FR", ar: "ar-MA-u-nu-latn", en: "en-GB" }),
);

/**
 * @typedef {{
 *   number: (n: number) => string,
 *   percent: (share: number) => string,
 *   time: (at: number) => string,
 *   timeWithSeconds: (at: number) => string,
 *   day: (at: number) => string,
 * }} VenueFormats
 */

/**
 * @param {string} lang
 * @param {string} timeZone IANA name; one this browser does not know gives its own
 * @returns {VenueFormats}
 */
export function createVenueFormats(lang, timeZone) {
  const locale = LOCALES[lang] ?? lang;
  // "1 200" in every language: a comma would be a decimal comma to half of the readers
  const number = new Intl.NumberFormat("fr-FR", { useGrouping: "min2" });
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  const time = makeTime(locale, timeZone, { hour: "2-digit", minute: "2-digit" });
  const exact = makeTime(locale, timeZone, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  const day = makeTime(locale, timeZone, { weekday: "long", day: "numeric", month: "long" });
  return {
    number: (n) => number.format(n),
    percent: (share) => percent.format(share),
    time: (at) => time.format(at),
    timeWithSeconds: (at) => exact.format(at),
    day: (at) => day.format(at),
  };
}

/**
 * @param {string} locale
 * @param {string} timeZone
 * @param {Intl.DateTimeFormatOptions} options
 * @returns {Intl.DateTimeFormat}
 */
function makeTime(locale, timeZone, options) {
  const shown = { ...options, hourCycle: /** @type {const} */ ("h23") };
  try {
    return new Intl.DateTimeFormat(locale, { ...shown, timeZone });
  } catch {
    return new Intl.DateTimeFormat(locale, shown);
  }
}
