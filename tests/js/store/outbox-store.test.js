import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { openKioskDatabase, StorageError } from "../../../static/js/store/database.js";
import { KEPT_MS, OutboxStore } from "../../../static/js/store/outbox-store.js";
import { SettingsStore } from "../../../static/js/store/settings-store.js";
import { makeReceipt, makeScan } from "../support/scans.js";

/** @type {import("../../../static/js/store/database.js").KioskDatabase} */
let database;
let name = 0;

beforeEach(async () => {
  database = await openKioskDatabase(`test ${(name += 1)}`);
});

/**
 * @param {OutboxStore} outbox
 * @param {number} count
 */
async function addScans(outbox, count) {
  const scans = [];
  for (let i = 0; i < count; i += 1) scans.push(await outbox.add((seq) => makeScan(seq)));
  return scans;
}

test("a scan gets the next number and waits to be sent", async () => {
  const outbox = new OutboxStore(database, "tablet");
  const scans = await addScans(outbox, 3);
  assert.deepEqual(scans.map((scan) => scan.device_seq), [1, 2, 3]);
  assert.deepEqual(await outbox.oldest(10), scans);
  assert.deepEqual(await outbox.count(), {
    waiting: 3, parked: 0, elsewhere: 0, oldestAt: scans[0]?.device_time,
  });
});

test("scans made at the same moment get different numbers, without a gap", async () => {
  const outbox = new OutboxStore(database, "tablet");
  const scans = await Promise.all(
    Array.from({ length: 20 }, () => outbox.add((seq) => makeScan(seq))),
  );
  const numbers = scans.map((scan) => scan.device_seq).sort((a, b) => a - b);
  assert.deepEqual(numbers, Array.from({ length: 20 }, (_, i) => i + 1));
});

test("the next scan is told the last one's id, also after a restart", async () => {
  const [first] = await addScans(new OutboxStore(database, "tablet"), 1);
  /** @type {string | null} */
  let told = null;
  await new OutboxStore(database, "tablet").add((seq, lastScanId) => {
    told = lastScanId;
    return makeScan(seq);
  });
  assert.equal(told, first?.scan_id);
});

test("a scan that cannot be kept uses no number", async () => {
  const outbox = new OutboxStore(database, "tablet");
  await addScans(outbox, 1);
  await assert.rejects(outbox.add(() => makeScan(1)), StorageError);
  const [next] = await addScans(outbox, 1);
  assert.equal(next?.device_seq, 2);
  assert.equal((await outbox.count()).waiting, 2);
});

test("only a receipt takes a scan out", async () => {
  const outbox = new OutboxStore(database, "tablet");
  const [first, second] = await addScans(outbox, 2);
  await outbox.settle([makeReceipt(first?.scan_id ?? "")]);
  assert.deepEqual(await outbox.oldest(10), [second]);
});

test("what can never be sent is parked: kept, counted, and in nobody's way", async () => {
  const outbox = new OutboxStore(database, "tablet");
  const [first, second] = await addScans(outbox, 2);
  await outbox.park(first?.scan_id ?? "", "malformed_scan:gate_id");
  assert.deepEqual(await outbox.oldest(10), [second]);
  assert.deepEqual(await outbox.count(), {
    waiting: 1, parked: 1, elsewhere: 0, oldestAt: second?.device_time,
  });
  await outbox.park("not here", "whatever");
});

test("the oldest come first, as many as asked for", async () => {
  const outbox = new OutboxStore(database, "tablet");
  await addScans(outbox, 12);
  assert.deepEqual((await outbox.oldest(3)).map((scan) => scan.device_seq), [1, 2, 3]);
});

test("another pairing of the same tablet has its own numbers and sees none of the old scans", async () => {
  await addScans(new OutboxStore(database, "before"), 2);
  const outbox = new OutboxStore(database, "tablet");
  assert.deepEqual(await outbox.oldest(10), []);
  const scan = await outbox.add((seq) => ({ ...makeScan(seq), scan_id: makeScan(99).scan_id }));
  assert.equal(scan.device_seq, 1);
  assert.deepEqual(await outbox.count(), {
    waiting: 1, parked: 0, elsewhere: 2, oldestAt: scan.device_time,
  });
});

test("what the server has taken is kept for two days, and counted nowhere", async () => {
  let now = 1_714_122_000_000;
  const outbox = new OutboxStore(database, "tablet", () => now);
  const [first, second] = await addScans(outbox, 2);
  await outbox.settle([makeReceipt(first?.scan_id ?? "")]);
  now += KEPT_MS - 1;
  await outbox.forgetSettled();
  assert.equal((await outbox.latest(5)).length, 2);
  now += 1;
  await outbox.forgetSettled();
  assert.deepEqual((await outbox.latest(5)).map((row) => row.scan), [second]);
  assert.deepEqual(await outbox.count(), {
    waiting: 1, parked: 0, elsewhere: 0, oldestAt: second?.device_time,
  });
});

test("what the server has lost is sent again, if it is still here", async () => {
  const outbox = new OutboxStore(database, "tablet");
  const scans = await addScans(outbox, 5);
  await outbox.settle(scans.slice(0, 4).map((scan) => makeReceipt(scan.scan_id)));
  assert.equal(await outbox.resend([[2, 3], [5, 9]]), 2);
  assert.deepEqual((await outbox.oldest(9)).map((scan) => scan.device_seq), [2, 3, 5]);
  assert.equal(await outbox.lastSeq(), 5);
});

test("a receipt that parks keeps the scan and says why", async () => {
  const outbox = new OutboxStore(database, "tablet");
  const [scan] = await addScans(outbox, 1);
  await outbox.settle([makeReceipt(scan?.scan_id ?? "", { status: "parked", reason: "gate_unknown" })]);
  const [row] = await outbox.parkedRows(5);
  assert.deepEqual([row?.reason, row?.scan], ["gate_unknown", scan]);
});

test("who passed here is known until the server says otherwise", async () => {
  const outbox = new OutboxStore(database, "tablet");
  const person = /** @type {const} */ (["salon", "imane"]);
  const scan = await outbox.add((seq) => makeScan(seq), person);
  const checkIn = { direction: "entry", at: scan.device_time, gateId: "gate-a" };
  assert.deepEqual(await outbox.checkInsOf(person), [{ checkIn, number: null }]);
  assert.equal(await outbox.countUnknown("salon"), 1);
  await outbox.settle([makeReceipt(scan.scan_id, { change_number: 8 })]);
  assert.deepEqual(await outbox.checkInsOf(person), [{ checkIn, number: 8 }]);
  assert.equal(await outbox.countUnknown("salon"), 0);
  await outbox.resend([[1, 1]]);
  await outbox.settle([makeReceipt(scan.scan_id, { status: "conflict", verdict: "already_inside" })]);
  assert.deepEqual(await outbox.checkInsOf(person), []);
});

test("a full disk is told apart from one that keeps nothing", () => {
  assert.equal(new StorageError(new DOMException("no room", "QuotaExceededError")).code, "storage_full");
  assert.equal(new StorageError(new DOMException("no", "InvalidStateError")).code, "storage_blocked");
});

test("pairing, configuration and choices survive, a new pairing starts clean", async () => {
  const settings = new SettingsStore(database);
  assert.equal(await settings.pairing(), null);
  assert.deepEqual(await settings.preferences(), { camera: "front", volume: null });
  const pairing = { device_id: "d1", token: "t", role: "gate", name: "Tablette", event_id: "e" };
  await settings.setPairing(pairing);
  const configuration = /** @type {any} */ ({ v: 1, device: { id: "d1" } });
  await settings.setConfiguration(configuration);
  await settings.setPreferences({ volume: 0.2 });
  const again = new SettingsStore(database);
  assert.deepEqual(await again.pairing(), pairing);
  assert.deepEqual(await again.configuration(), configuration);
  assert.deepEqual(await again.preferences(), { camera: "front", volume: 0.2 });
  await again.setPairing({ ...pairing, device_id: "d2" });
  assert.equal(await again.configuration(), null);
  const earlier = await again.earlierPairings();
  assert.deepEqual(earlier.map((one) => one.device_id), ["d1"]);
  assert.ok(!JSON.stringify(earlier).includes('"t"'), "the token is not kept");
  await again.setPairing(null);
  assert.deepEqual((await again.earlierPairings()).map((one) => one.device_id), ["d2", "d1"]);
});
