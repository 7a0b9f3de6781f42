/**
 * Test badges and the guided practice: five taps that a new colleague learns in a minute. Facts of
 * test badges are marked as training wherever they are made, and count nowhere.
 */

/** Begins every test badge's text. */
export const TEST_PREFIX = "ACCUEIL-TEST-";

/** @type {ReadonlyArray<import("./contact.js").Contact>} */
const PEOPLE = Object.freeze([
  {
    name: "Salma Test", company: "Atlas Exemple", job_title: "Directrice des opérations",
    city: "Casablanca", country: "MA", email: "salma@example.com", phone: "+212600000001",
  },
  {
    name: "Karim Test", name_ar: "كريم تجربة", company: "Sahel Exemple", job_title: "Acheteur",
    city: "Rabat", country: "MA", email: "karim@example.com", phone: "+212600000002",
  },
]);

/** Steps in their order; each is done by what its name says. */
export const STEPS = Object.freeze(["scan", "rating", "tag", "note", "list"]);

/**
 * @param {string} text
 * @returns {import("./lead-card.js").OwnCapture["found"]} null when it is no test badge
 */
export function findTestPerson(text) {
  if (!text.toUpperCase().startsWith(TEST_PREFIX)) return null;
  const number = Number.parseInt(text.slice(TEST_PREFIX.length), 10) || 0;
  const contact = PEOPLE[number % PEOPLE.length] ?? null;
  return { attendeeId: `test ${number % PEOPLE.length}`, level: "all", contact };
}

export class Practice {
  /** @type {Set<string>} */
  #done = new Set();

  /** @returns {string | null} the step to take next, null when all are done */
  get next() {
    return STEPS.find((step) => !this.#done.has(step)) ?? null;
  }

  /** @returns {boolean[]} by step */
  get progress() {
    return STEPS.map((step) => this.#done.has(step));
  }

  /**
   * @param {string} step
   * @returns {boolean} whether it was news
   */
  mark(step) {
    const isNews = STEPS.includes(step) && !this.#done.has(step);
    if (isNews) this.#done.add(step);
    return isNews;
  }
}
