/**
 * What `GET /api/v1/booth` tells a phone, and how it is read.
 *
 * @typedef {{code: string, gives_contact: boolean, [more: string]: any}} ScanType
 * @typedef {{version: number, texts: Record<string, string>}} ConsentText
 * @typedef {{
 *   v: number,
 *   server_time: number,
 *   device: {id: string, name: string, role: string},
 *   event: import("../wire-types.js").EventDetails,
 *   exhibitor: {id: string, name: string, booth: string | null},
 *   member: {id: string, name: string} | string | null,
 *   access: "full" | "scan_only",
 *   scan_types: ScanType[],
 *   qualifiers: Array<import("../../domain/qualifiers.js").Qualifier>,
 *   tags: string[],
 *   consent_text: ConsentText | null,
 *   members: string[],
 * }} BoothConfiguration
 */

/** The type of every exhibitor's first kind of scan. */
export const LEAD_TYPE = "lead";

/**
 * @param {BoothConfiguration | null} configuration
 * @returns {string}
 */
export function memberOf(configuration) {
  const member = configuration?.member ?? "";
  return typeof member === "string" ? member : member.name;
}

/**
 * @param {BoothConfiguration | null} configuration
 * @returns {boolean} whether this phone reads nothing back
 */
export function isBlind(configuration) {
  return configuration?.access === "scan_only";
}

/**
 * Something's name in a language, in another one where it has none.
 * @param {Record<string, string | null | undefined> | null | undefined} labels by language
 * @param {string} lang
 * @param {string} fallback
 * @returns {string}
 */
export function labelIn(labels, lang, fallback) {
  return labels?.[lang] || labels?.fr || labels?.en || labels?.ar || fallback;
}

/**
 * @param {ScanType} type
 * @param {string} lang
 * @returns {string}
 */
export function nameType(type, lang) {
  const names = type.names ?? type.labels ??
    { fr: type.name_fr, ar: type.name_ar, en: type.name_en };
  return labelIn(names, lang, type.code);
}
