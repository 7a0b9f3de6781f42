import assert from "node:assert/strict";
import { test } from "node:test";

import { LeadBook } from "../../../../static/js/models/booth/lead-book.js";
import { chooseLeads, fold } from "../../../../static/js/models/booth/lead-list.js";
import { makeOwn, makeOwnEdit } from "../../support/leads.js";

/** @type {import("../../../../static/js/models/booth/lead-list.js").Wish} */
const ALL = { words: "", filter: "all", isTraining: false, today: "2024-04-26" };

function makeCards() {
  const book = new LeadBook();
  const people = [
    { name: "Salma El Fassi", company: "Atlas BPO" },
    { name: "Karim Tazi", name_ar: "كريم التازي", company: "Sahel Logistique" },
    { name: "Hélène Dupré", company: "Nord" },
  ];
  const captures = people.map((contact, i) =>
    makeOwn(i + 1, { found: { attendeeId: `p${i}`, level: "all", contact } }));
  book.putCaptures([...captures, makeOwn(9, {}, { training: true })]);
  book.putEdits([
    makeOwnEdit(11, captures[0].capture_id, "rating", "hot"),
    makeOwnEdit(12, captures[1].capture_id, "hidden", true),
    makeOwnEdit(13, captures[2].capture_id, "next_action", { what: "Call", due_on: "2024-04-25" }),
  ]);
  return book.list();
}

/** @param {Partial<typeof ALL>} wish */
function names(wish) {
  return chooseLeads(makeCards(), { ...ALL, ...wish }).map(({ contact }) => contact?.name ?? "?");
}

test("the latest first, without hidden ones and practice", () => {
  assert.deepEqual(names({}), ["Hélène Dupré", "Salma El Fassi"]);
  assert.deepEqual(names({ isTraining: true }), ["?", "Hélène Dupré", "Salma El Fassi"]);
});

test("a search knows no accents and no case, and looks at every word", () => {
  assert.deepEqual(names({ words: "helene NORD" }), ["Hélène Dupré"]);
  assert.deepEqual(names({ words: "helene atlas" }), []);
});

test("filters choose by rating, by what is left to do, and by what is due", () => {
  assert.deepEqual(names({ filter: "hot" }), ["Salma El Fassi"]);
  assert.deepEqual(names({ filter: "to_qualify" }), ["Hélène Dupré"]);
  assert.deepEqual(names({ filter: "due" }), ["Hélène Dupré"]);
  assert.deepEqual(names({ filter: "due", today: "2024-04-24" }), []);
});

test("Arabic letters that people mix up are one", () => {
  assert.equal(fold("أحمد الشركة"), fold("احمد الشركه"));
  assert.equal(fold("  Ben   Saïd "), "ben said");
});
