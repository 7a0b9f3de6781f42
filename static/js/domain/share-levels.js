/**
 * How much of a visitor's details exhibitors get: chosen by the visitor, printed on the badge.
 * The Python twin is `domain/share_levels.py`.
 */

/**
 * A level: the letter and the shape that say it on paper, and the fields it gives.
 * @typedef {"octagon" | "circle" | "square" | "star"} LevelShape
 * @typedef {{code: string, letter: string, shape: LevelShape, fields: ReadonlyArray<string>}} ShareLevel
 */

const CARD_FIELDS = Object.freeze([
  "first_name",
  "last_name",
  "first_name_ar",
  "last_name_ar",
  "company",
  "job_title",
  "city",
  "country",
]);

export const CONTACT_FIELDS = Object.freeze([...CARD_FIELDS, "email", "phone"]);

/** @type {Readonly<ShareLevel>} */
const NOTHING = Object.freeze({ code: "none", letter: "N", shape: "octagon", fields: [] });

/** @type {ReadonlyArray<Readonly<ShareLevel>>} */
export const SHARE_LEVELS = Object.freeze([
  NOTHING,
  { code: "card", letter: "C", shape: "circle", fields: CARD_FIELDS },
  { code: "mail", letter: "M", shape: "square", fields: [...CARD_FIELDS, "email"] },
  { code: "all", letter: "A", shape: "star", fields: CONTACT_FIELDS },
]);

/**
 * The level of that name; a name nobody knows gives nothing.
 * @param {string} code
 * @returns {Readonly<ShareLevel>}
 */
export function findShareLevel(code) {
  return SHARE_LEVELS.find((level) => level.code === code) ?? NOTHING;
}

/**
 * The fields of an attendee that exhibitors get at this level.
 * @param {string} code
 * @returns {ReadonlyArray<string>}
 */
export function fieldsShared(code) {
  return findShareLevel(code).fields;
}
