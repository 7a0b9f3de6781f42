import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";

import { parseFact } from "../../../../static/js/domain/lead-messages.js";
import { LeadDesk } from "../../../../static/js/models/booth/lead-desk.js";
import { openBoothDatabase } from "../../../../static/js/store/booth/booth-database.js";
import { LeadStore } from "../../../../static/js/store/booth/lead-store.js";
import { OutboxStore } from "../../../../static/js/store/outbox-store.js";
import { DEVICE, makeFeedLead } from "../../support/leads.js";

const SALMA = { attendeeId: "salma", level: "all", contact: { name: "Salma El Fassi" } };
const HIND = { attendeeId: "hind", level: "none", contact: null };
/** @type {import("../../../../static/js/models/wire-types.js").Reading} */
const READING = { text: "A8PZ5XWYZXAC0G2A34B9TB64BVXEW", source: "camera", capturedAt: 100, readAt: 131.4 };
const LEAD = { code: "lead", givesContact: true, training: false, isBlind: false };
const COFFEE = { ...LEAD, code: "coffee", givesContact: false };
let name = 0;

/** @param {{found?: any, choice?: typeof LEAD, database?: any}} [how] */
async function openDesk({ found = SALMA, choice = LEAD, database } = {}) {
  database ??= await openBoothDatabase(`desk ${(name += 1)}`);
  const outbox = new OutboxStore(database, DEVICE);
  const store = new LeadStore(database);
  /** @type {any[]} */
  const sent = [];
  const desk = new LeadDesk({
    outbox, store, deviceId: DEVICE, offsetMs: () => 1_500,
    find: async () => found, deliver: (fact) => sent.push(fact), choice: () => choice,
  });
  await desk.open();
  return { desk, outbox, store, sent, database };
}

test("a reading is a fact in the outbox, and a lead on the page, before anything is sent", async () => {
  const { desk, outbox, sent } = await openDesk();
  const outcome = await desk.capture(READING);
  assert.equal(outcome.verdict, "lead");
  assert.equal(outcome.card?.contact?.name, "Salma El Fassi");
  const kept = await outbox.oldest(5);
  assert.deepEqual(kept, sent);
  assert.equal("reason" in parseFact(kept[0]), false);
});

test("every tap is a fact with a later hybrid time", async () => {
  const { desk, outbox } = await openDesk();
  const { captureId } = await desk.capture(READING);
  await desk.edit(captureId, "rating", "hot");
  await desk.edit(captureId, "note", "Call back");
  const facts = /** @type {any[]} */ (await outbox.oldest(5));
  assert.deepEqual(facts.map(({ device_seq }) => device_seq), [1, 2, 3]);
  assert.ok(facts[2].hybrid_time > facts[1].hybrid_time);
  facts.forEach((fact) => assert.equal("reason" in parseFact(fact), false));
  assert.equal(desk.book.findByCapture(captureId)?.view.rating, "hot");
});

test("an edit comes after every edit that was read from colleagues, whatever the clock", async () => {
  const { desk, outbox, store } = await openDesk();
  const late = `9000000000000-0000-${DEVICE}`;
  const fields = { rating: { value: "cold", stamp: `${late}/x`, member: "Nadia", at: 1 } };
  const lead = makeFeedLead("a", { fold: { captures: [], notes: [], fields } });
  await store.takePage({ since: 0, to: 1, more: false, leads: [lead] });
  const { captureId } = await desk.capture(READING);
  await desk.edit(captureId, "rating", "hot");
  const edit = /** @type {any} */ ((await outbox.oldest(5))[1]);
  assert.ok(edit.hybrid_time > late);
});

test("a visitor who shares nothing, and a scan that only counts, name nobody", async () => {
  const refused = await openDesk({ found: HIND });
  assert.equal((await refused.desk.capture(READING)).verdict, "refused_by_visitor");
  const counting = await openDesk({ choice: COFFEE });
  const counted = await counting.desk.capture(READING);
  assert.equal(counted.verdict, "counted");
  assert.equal(counted.card, null);
});

test("a phone that only scans looks nobody up", async () => {
  const { desk } = await openDesk({ choice: { ...LEAD, isBlind: true } });
  const outcome = await desk.capture(READING);
  assert.equal(outcome.verdict, "saved");
  assert.equal(outcome.card, null);
  assert.equal(desk.book.captures[0]?.found, null);
});

test("codes that are no badges are named, and still kept as facts", async () => {
  const { desk, outbox } = await openDesk({ found: null });
  const outcome = await desk.capture({ ...READING, text: "https://example.com/menu" });
  assert.equal(outcome.verdict, "bad_code");
  assert.equal(outcome.reason, "web_address");
  assert.equal((await outbox.oldest(5)).length, 1);
});

test("a test badge is training wherever it is scanned", async () => {
  const { desk, outbox } = await openDesk({ found: null });
  const outcome = await desk.capture({ ...READING, text: "ACCUEIL-TEST-0" });
  assert.equal(outcome.verdict, "lead");
  assert.equal(outcome.card?.isTraining, true);
  assert.equal(/** @type {any} */ ((await outbox.oldest(1))[0]).training, true);
});

test("the server knows better: the lead it names takes over", async () => {
  const { desk } = await openDesk({ found: null });
  const outcome = await desk.capture(READING);
  assert.equal(outcome.verdict, "unknown_badge");
  /** @type {any[]} */
  const settled = [];
  desk.on("settled", (news) => settled.push(news));
  const contact = { first_name: "Salma", last_name: "El Fassi", company: "Atlas BPO" };
  const lead = { lead_id: "a", verdict: "lead", contact, already: null };
  const receipt = { fact_id: outcome.captureId, status: "accepted", change_number: 7, lead };
  desk.takeReceipt(receipt);
  const card = desk.book.findByCapture(outcome.captureId);
  assert.equal(card?.kind, "lead");
  assert.equal(card?.contact?.company, "Atlas BPO");
  assert.equal(card?.isPending, false);
  assert.equal(settled[0]?.hasChanged, true);
});

test("after a crash the outbox gives back what the page had not written down", async () => {
  const { outbox, database } = await openDesk();
  const fact = {
    kind: "capture", scan_type: "lead", badge_code: "B", source: "hid", decode_ms: 1,
    training: false, manual: null, device_time: 1, clock_offset_ms: 0,
  };
  const id = "01900000-0000-7000-8000-000000000001";
  await outbox.add((device_seq) => /** @type {any} */ ({ ...fact, fact_id: id, device_seq }));
  const { desk } = await openDesk({ database });
  assert.equal(desk.book.findByCapture(id)?.contact?.name, "Salma El Fassi");
});

test("what a visitor took back leaves the phone's own storage too", async () => {
  const { desk, store, database } = await openDesk();
  const { captureId } = await desk.capture(READING);
  const fold = { captures: [], notes: [], fields: {} };
  const gone = makeFeedLead("a", { attendee_id: "salma", state: "withdrawn", contact: null, fold });
  await store.takePage({ since: 0, to: 2, more: false, leads: [gone] });
  assert.equal((await database.get("captures", captureId)).found.contact, null);
  assert.equal(desk.book.findByCapture(captureId)?.contact, null);
});
