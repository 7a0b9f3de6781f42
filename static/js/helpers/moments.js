/**
 * Moments as people at the venue read them: the venue's time zone, Latin digits, 24 hours.
 */

const LOCALES = Object.freeze(
  /** @type {Record<string, string>} */ ({ fr: "fr-FR", ar: "ar-MA-u-nu-latn", en: "en-GB" }),
);

/** @typedef {{time: string, day: string | null}} Moment `day` is null for a moment of today */

/**
 * @param {string} lang
 * @param {string} timeZone IANA name
 * @param {() => number} now the server's time in milliseconds
 * @returns {(at: number) => Moment}
 */
export function createMomentFormat(lang, timeZone, now) {
  const locale = LOCALES[lang] ?? lang;
  const time = makeFormat(locale, timeZone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const day = makeFormat(locale, timeZone, { weekday: "long", day: "numeric", month: "long" });
  return (at) => ({
    time: time.format(at),
    day: day.format(at) === day.format(now()) ? null : day.format(at),
  });
}

/**
 * @param {string} locale
 * @param {string} timeZone one this browser does not know gives its own
 * @param {Intl.DateTimeFormatOptions} options
 * @returns {Intl.DateTimeFormat}
 */
function makeFormat(locale, timeZone, options) {
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone });
  } catch {
    return new Intl.DateTimeFormat(locale, options);
  }
}
