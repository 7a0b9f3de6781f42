/**
 * What an exhibitor may know of a person, in one shape, wherever it came from: the sealed roster,
 * a receipt, the team's feed, or typed by hand.
 */

/** The fields in the order in which people read them, as the wire names them. */
export const CONTACT_FIELDS = Object.freeze([
  "first_name", "last_name", "company", "job_title", "email", "phone", "city", "country",
]);

/**
 * `name` is whole, as people say it; `name_ar` in Arabic letters; the roster has those two. Every field
 * may be missing: visitors choose what they share.
 * @typedef {Partial<Record<"name" | "name_ar" | "first_name" | "last_name"
 *   | "first_name_ar" | "last_name_ar" | "company" | "job_title" | "email" | "phone" | "city" | "country", string>>} Contact
 */

/** Short keys of a sealed entry; see docs/protocol.md, "The booth's roster". */
const SEALED = Object.freeze({
  n: "name", r: "name_ar", o: "company", j: "job_title", ci: "city", co: "country", m: "email",
  p: "phone",
});

/**
 * @param {Record<string, unknown>} entry of the booth's roster, opened
 * @returns {Contact | null} null when the visitor shares nothing
 */
export function contactOfEntry(entry) {
  const shared = Object.entries(SEALED).filter(([key]) => entry[key]);
  if (shared.length === 0) return null;
  return Object.fromEntries(shared.map(([key, field]) => [field, String(entry[key])]));
}

/**
 * The server's contact, without what is empty.
 * @param {Record<string, unknown> | null | undefined} contact
 * @returns {Contact | null}
 */
export function contactOfWire(contact) {
  if (contact == null) return null;
  const filled = Object.entries(contact).filter(([, value]) => typeof value === "string" && value !== "");
  return filled.length === 0 ? null : Object.fromEntries(filled.map(([f, value]) => [f, String(value)]));
}

/**
 * What to call somebody, or an empty text.
 * @param {Contact | null} contact
 * @returns {string}
 */
export function nameOf(contact) {
  if (contact === null) return "";
  const whole = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  return contact.name || whole || arabicNameOf(contact) || contact.email || contact.phone || "";
}

/**
 * @param {Contact | null} contact
 * @returns {string}
 */
export function arabicNameOf(contact) {
  const whole = [contact?.first_name_ar, contact?.last_name_ar].filter(Boolean).join(" ");
  return contact?.name_ar || whole;
}

/**
 * "Director, Atlas BPO".
 * @param {Contact | null} contact
 * @returns {string}
 */
export function workOf(contact) {
  return [contact?.job_title, contact?.company].filter(Boolean).join(", ");
}

/**
 * @param {Contact | null} contact
 * @returns {string}
 */
export function placeOf(contact) {
  return [contact?.city, contact?.country].filter(Boolean).join(", ");
}
