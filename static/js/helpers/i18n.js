/**
 * The texts of a page in one language.
 *
 * Source texts are English and are looked up as they stand in the code; the catalogues come from
 * `translations/` at set-up. A text that a catalogue does not have is shown in English.
 * Placeholders are gettext's: `%(name)s`; a text given no parameters is shown as it is.
 */

/** @typedef {string | Record<string, string>} Message a text, or its forms by plural category */
/** @typedef {{locale: string, messages: Record<string, Message>}} Catalogue */
/** @typedef {Record<string, string | number>} Params */
/**
 * @typedef {object} Texts
 * @property {string} lang language tag, e.g. `ar`
 * @property {"ltr" | "rtl"} dir writing direction of the language
 * @property {(msgid: string, params?: Params) => string} t the text
 * @property {(one: string, other: string, n: number, params?: Params) => string} tn the text for
 *   the number n, which its placeholder `%(num)s` shows
 */

const RTL_LANGUAGES = new Set(["ar", "fa", "he", "ur"]);

/**
 * Whether a language is written from right to left.
 * @param {string} lang language tag, e.g. `ar` or `ar-MA`
 */
export function isRtl(lang) {
  return RTL_LANGUAGES.has(lang.toLowerCase().split("-")[0]);
}

/**
 * The texts of a catalogue that is at hand.
 * @param {string} lang
 * @param {Catalogue} catalogue
 * @returns {Texts}
 */
export function createTexts(lang, catalogue) {
  const messages = new Map(Object.entries(catalogue.messages));
  const rules = new Intl.PluralRules(lang);
  return {
    lang,
    dir: isRtl(lang) ? "rtl" : "ltr",
    t: (msgid, params) => fill(pickForm(messages.get(msgid), "other") ?? msgid, params),
    tn(one, other, n, params) {
      const form = pickForm(messages.get(one), rules.select(n)) ?? (n === 1 ? one : other);
      return fill(form, { num: n, ...params });
    },
  };
}

/**
 * Fetch the catalogue of a language; rejects when the server does not answer with one.
 * @param {string} lang one of the languages that `translations/` has
 * @returns {Promise<Texts>}
 */
export async function loadTexts(lang) {
  const response = await fetch(new URL(`../../i18n/${lang}.json`, import.meta.url));
  if (!response.ok) throw new Error(`no texts for ${lang}: ${response.status}`);
  return createTexts(lang, await response.json());
}

/**
 * The form for a plural category, or `other`: French has no form for its millions.
 * @param {Message | undefined} message
 * @param {string} category
 * @returns {string | undefined}
 */
function pickForm(message, category) {
  return typeof message === "object" ? (message[category] ?? message.other) : message;
}

/**
 * @param {string} text
 * @param {Params} [params]
 */
function fill(text, params) {
  if (!params) return text;
  return text.replace(/%(?:\((\w+)\)[sd]|%)/g, (whole, name) => {
    if (whole === "%%") return "%";
    return Object.hasOwn(params, name) ? String(params[name]) : whole;
  });
}
