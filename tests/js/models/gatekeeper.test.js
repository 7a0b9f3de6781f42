import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";

import { parseScan } from "../../../static/js/domain/messages.js";
import { Gatekeeper } from "../../../static/js/models/gatekeeper.js";
import { openKioskDatabase } from "../../../static/js/store/database.js";
import { OutboxStore } from "../../../static/js/store/outbox-store.js";
import { makeReceipt } from "../support/scans.js";

/** @typedef {import("../../../static/js/models/wire-types.js").Reading} Reading */

/** @type {Reading} */
const READING = { text: "A8PZ5XWYZXAC0G2A34B9TB64BVXEW", source: "camera", capturedAt: 100, readAt: 131.4 };
const GATE = /** @type {const} */ ({ id: "gate-a", direction: "entry" });
let name = 0;

async function openOutbox() {
  return new OutboxStore(await openKioskDatabase(`gatekeeper ${(name += 1)}`), "tablet");
}

test("a reading becomes a scan that is in the outbox before anything else happens", async () => {
  const outbox = await openOutbox();
  const gatekeeper = new Gatekeeper({ outbox, offsetMs: () => 1_500, now: () => 1_714_122_000_000 });
  const { scan } = await gatekeeper.admit(READING, GATE);
  assert.deepEqual(await outbox.oldest(5), [scan]);
  assert.deepEqual(parseScan(scan), scan);
  assert.equal(scan.decode_ms, 31);
  assert.equal(scan.clock_offset_ms, 1_500);
  assert.equal(scan.local_verdict, null);
});

test("the code is sealed before it is written, and the text itself is judged", async () => {
  const outbox = await openOutbox();
  /** @type {string[]} */
  const judged = [];
  const gatekeeper = new Gatekeeper({
    outbox,
    offsetMs: () => 0,
    decide: async ({ text }) => (judged.push(text), null),
    seal: async (text) => `sealed ${text.length}`,
  });
  const { scan } = await gatekeeper.admit(READING, GATE);
  assert.equal(scan.badge_code, "sealed 29");
  assert.deepEqual((await outbox.oldest(1)).map((kept) => kept.badge_code), ["sealed 29"]);
  assert.deepEqual(judged, [READING.text]);
});

test("what was timed goes with the scan, deciding once it is over", async () => {
  const outbox = await openOutbox();
  const answer = makeReceipt(null, { status: "unconfirmed" });
  const decide = async () => ({ verdict: "admitted", reason: "", answer, person: null });
  const gatekeeper = new Gatekeeper({ outbox, offsetMs: () => 0, decide });
  const { scan } = await gatekeeper.admit({ ...READING, decodingAt: 104.2 }, GATE);
  assert.deepEqual([scan.timings?.capture_ms, scan.timings?.decode_ms], [4, 27]);
  assert.ok(Number.isInteger(scan.timings?.decide_ms));
  assert.deepEqual(await outbox.oldest(1), [scan]);
  assert.deepEqual(parseScan(scan), scan);
  const typed = (await gatekeeper.admit({ ...READING, source: "typed" }, GATE)).scan;
  assert.deepEqual([typed.timings?.capture_ms, typed.timings?.decode_ms], [null, null]);
});

test("ids grow even when the tablet's clock steps back", async () => {
  const outbox = await openOutbox();
  let now = 1_714_122_000_000;
  const gatekeeper = new Gatekeeper({ outbox, offsetMs: () => 0, now: () => now });
  const { scan: first } = await gatekeeper.admit(READING, GATE);
  now -= 3_600_000;
  const { scan: second } = await gatekeeper.admit(READING, GATE);
  assert.ok(second.scan_id > first.scan_id);
});

test("a decision made on the device is kept with the scan", async () => {
  const outbox = await openOutbox();
  const person = /** @type {const} */ (["salon", "imane"]);
  const answer = makeReceipt(null, { status: "unconfirmed" });
  const decide = async () => ({ verdict: "admitted", reason: "roster", answer, person });
  const gatekeeper = new Gatekeeper({ outbox, offsetMs: () => 0, decide });
  const { scan, answer: shown } = await gatekeeper.admit(READING, GATE);
  assert.deepEqual(shown, { ...answer, scan_id: scan.scan_id });
  assert.equal((await outbox.checkInsOf(person)).length, 1);
  assert.equal(scan.local_verdict, "admitted");
  assert.equal(scan.local_reason, "roster");
});

test("a text of four thousand characters is clipped, not refused", async () => {
  const outbox = await openOutbox();
  const gatekeeper = new Gatekeeper({ outbox, offsetMs: () => 0 });
  const { scan } = await gatekeeper.admit({ ...READING, text: "x\0".repeat(2_000) }, GATE);
  assert.equal(scan.badge_code.length, 257);
});
