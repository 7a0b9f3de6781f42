import assert from "node:assert/strict";
import { test } from "node:test";

import { nameOf } from "../../../../static/js/models/booth/contact.js";
import { LeadBook } from "../../../../static/js/models/booth/lead-book.js";
import { findEarlier } from "../../../../static/js/models/booth/lead-card.js";
import { makeFeedLead, makeOwn, makeOwnEdit } from "../../support/leads.js";

const FOUND = { attendeeId: "person of a", level: "all", contact: { name: "Salma El Fassi" } };

function openBook() {
  const book = new LeadBook();
  book.belongTo("Yassine");
  return book;
}

test("a scan alone is a lead, with the details this phone could open", () => {
  const book = openBook();
  book.putCaptures([makeOwn(1, { found: FOUND })]);
  const [card] = book.list();
  assert.equal(card?.kind, "lead");
  assert.equal(nameOf(card?.contact ?? null), "Salma El Fassi");
  assert.equal(card?.isPending, true);
});

test("two scans of one person are one lead, a colleague's too", () => {
  const book = openBook();
  book.putLeads([makeFeedLead("a")]);
  book.putCaptures([makeOwn(1, { found: FOUND }), makeOwn(2, { found: FOUND })]);
  const [card, ...others] = book.list();
  assert.equal(others.length, 0);
  assert.deepEqual(card?.meetings.map(({ member }) => member), ["Nadia", "Yassine", "Yassine"]);
});

test("who met this person before is told, oneself is not", () => {
  const book = openBook();
  const own = makeOwn(1, { found: FOUND });
  book.putCaptures([own]);
  const alone = book.findByCapture(own.capture_id);
  assert.ok(alone);
  assert.equal(findEarlier(alone, own.capture_id), null);
  book.putLeads([makeFeedLead("a")]);
  const card = book.findByCapture(own.capture_id);
  assert.ok(card);
  assert.equal(findEarlier(card, own.capture_id)?.member, "Nadia");
});

test("edits of this phone show at once, before the server has heard of them", () => {
  const book = openBook();
  const own = makeOwn(1, { found: FOUND });
  book.putCaptures([own]);
  book.putEdits([
    makeOwnEdit(2, own.capture_id, "rating", "warm"),
    makeOwnEdit(3, own.capture_id, "rating", "hot"),
    makeOwnEdit(4, own.capture_id, "tag:reseller", true),
    makeOwnEdit(5, own.capture_id, "note", "Call back"),
  ]);
  const view = book.findByCapture(own.capture_id)?.view;
  assert.equal(view?.rating, "hot");
  assert.deepEqual(view?.tags, ["reseller"]);
  assert.deepEqual(view?.notes.map(({ text }) => text), ["Call back"]);
});

test("an edit on a colleague's capture finds the lead", () => {
  const book = openBook();
  book.putLeads([makeFeedLead("a")]);
  book.putEdits([makeOwnEdit(1, "capture of a", "rating", "cold")]);
  assert.equal(book.list()[0]?.view.rating, "cold");
});

test("what the feed has of this phone's own edits is not said twice", () => {
  const book = openBook();
  const own = makeOwn(1, { found: FOUND });
  const note = makeOwnEdit(2, own.capture_id, "note", "Call back");
  book.putCaptures([own]);
  book.putEdits([note]);
  const { fact } = note;
  const fold = {
    captures: [{
      capture_id: own.capture_id, at: own.fact.device_time, member: "Yassine", device: "",
      scan_type: "lead", source: "camera", manual: null,
    }],
    notes: [{
      edit_id: fact.fact_id, hybrid_time: fact.hybrid_time, member: "Yassine",
      at: fact.device_time, text: "Call back",
    }],
    fields: {},
  };
  book.putLeads([makeFeedLead("a", { fold })]);
  assert.equal(book.list().length, 1);
  assert.equal(book.list()[0]?.view.notes.length, 1);
  assert.equal(book.list()[0]?.meetings.length, 1);
});

test("a badge nobody knows is kept, and becomes somebody when the server tells", () => {
  const book = openBook();
  const own = makeOwn(1, { verdict: "unknown_badge" });
  book.putCaptures([own]);
  assert.equal(book.list()[0]?.kind, "unknown");
  book.putCaptures([{ ...own, lead_id: "a", change_number: 3 }]);
  book.putLeads([makeFeedLead("a")]);
  assert.equal(book.list().length, 1);
  assert.equal(book.list()[0]?.kind, "lead");
});

test("a visitor who shares nothing is counted and not named", () => {
  const book = openBook();
  book.putCaptures([makeOwn(1, { verdict: "refused_by_visitor" })]);
  assert.equal(book.list()[0]?.kind, "refused");
  assert.equal(book.list()[0]?.contact, null);
});

test("scans that only count and codes that are no badges make no cards", () => {
  const book = openBook();
  const verdicts = ["counted", "bad_code", "other_edition"];
  book.putCaptures(verdicts.map((verdict, i) => makeOwn(i + 1, { verdict })));
  assert.deepEqual(book.list(), []);
});

test("what a visitor took back is gone, whatever this phone had found", () => {
  const book = openBook();
  book.putCaptures([makeOwn(1, { found: FOUND })]);
  const gone = { state: "withdrawn", contact: null, fold: { captures: [], notes: [], fields: {} } };
  book.putLeads([makeFeedLead("a", gone)]);
  assert.equal(book.list()[0]?.kind, "withdrawn");
  assert.equal(book.list()[0]?.contact, null);
});

test("a lead that was merged into another is found under it", () => {
  const book = openBook();
  const own = makeOwn(1, { verdict: "unknown_badge", lead_id: "old" });
  book.putCaptures([own]);
  const merged = { state: "merged", merged_into: "a", attendee_id: null, contact: null };
  book.putLeads([makeFeedLead("old", { ...merged, fold: { captures: [], notes: [], fields: {} } }), makeFeedLead("a")]);
  assert.equal(book.list().length, 1);
  assert.equal(book.findByCapture(own.capture_id)?.key, "lead:a");
});

test("practice with a badge is another lead than the real one", () => {
  const book = openBook();
  book.putCaptures([makeOwn(1, { found: FOUND }), makeOwn(2, { found: FOUND }, { training: true })]);
  assert.deepEqual(book.list().map(({ isTraining }) => isTraining), [true, false]);
});

test("what was corrected by hand replaces what the visitor shares, field by field", () => {
  const book = openBook();
  const own = makeOwn(1, { found: { ...FOUND, contact: { name: "Salma El Fassi", company: "Atlas" } } });
  book.putCaptures([own]);
  book.putEdits([makeOwnEdit(2, own.capture_id, "contact:company", "Atlas BPO")]);
  const card = book.findByCapture(own.capture_id);
  assert.deepEqual(card?.contact, { name: "Salma El Fassi", company: "Atlas BPO" });
  assert.deepEqual(card?.corrected, ["company"]);
});

test("a wish to be called is there until the visitor takes his details back", () => {
  const book = openBook();
  book.putLeads([makeFeedLead("a", { call_asked_at: 1_714_122_000_000 })]);
  assert.equal(book.list()[0]?.callAskedAt, 1_714_122_000_000);
  book.putLeads([makeFeedLead("a", { call_asked_at: 1_714_122_000_000, state: "withdrawn" })]);
  assert.equal(book.list()[0]?.callAskedAt, null);
});
