import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { RepeatFilter } from "../../../static/js/models/repeat-filter.js";
import { HELD_AT_MOST_MS, RECEIPT_WITHIN_MS, ScanFlow } from "../../../static/js/models/scan-flow.js";
import { LEAST_SHOWN_MS } from "../../../static/js/models/verdicts.js";
import { makeReceipt, makeScan, settle } from "../support/scans.js";

/** @typedef {import("../../../static/js/models/wire-types.js").Reading} Reading */

let now = 0;

beforeEach(() => {
  now = 10_000;
  mock.timers.enable({ apis: ["setTimeout"] });
});
afterEach(() => mock.timers.reset());

/** @param {number} ms */
function pass(ms) {
  for (let left = ms; left > 0; left -= 50) {
    now += Math.min(50, left);
    mock.timers.tick(Math.min(50, left));
  }
}

/**
 * @param {string} text
 * @param {Reading["source"]} [source]
 * @returns {Reading}
 */
function reading(text, source = "camera") {
  return { text, source, capturedAt: now - 20, readAt: now };
}

/** A flow, everything it told, and the scans it made. */
function openFlow(
  store = () => /** @type {Promise<unknown>} */ (Promise.resolve()),
  localVerdict = "",
) {
  /** @type {string[]} */
  const told = [];
  /** @type {any[]} */
  const shown = [];
  /** @type {import("../../../static/js/domain/messages.js").Scan[]} */
  const scans = [];
  let seq = 0;
  const flow = new ScanFlow({
    filter: new RepeatFilter(),
    now: () => now,
    makeScan: async (read) => {
      await store();
      seq += 1;
      const scan = makeScan(seq, read.text);
      const local = { status: "unconfirmed", verdict: localVerdict };
      return { scan, answer: localVerdict === "" ? null : makeReceipt(scan.scan_id, local) };
    },
  });
  flow
    .on("checking", (read) => told.push(`checking ${read.text}`))
    .on("scan", (scan) => scans.push(scan))
    .on("verdict", (verdict) => {
      shown.push(verdict);
      told.push(`${verdict.receipt.verdict} ${verdict.reading.text}`);
    })
    .on("confirmed", (receipt) => told.push(`confirmed ${receipt.verdict}`))
    .on("idle", () => told.push("idle"))
    .on("failed", (error) => told.push(`failed ${error.message}`));
  flow.setOpen(true);
  return { flow, told, shown, scans };
}

/** @param {ReturnType<typeof openFlow>} open */
function answer({ flow, scans }, verdict = "admitted") {
  flow.takeReceipt(makeReceipt(scans.at(-1)?.scan_id ?? null, { verdict }));
}

test("a badge is checked, answered, and the screen is free again", async () => {
  const open = openFlow();
  open.flow.take(reading("imane"));
  await settle();
  answer(open);
  pass(1_500);
  assert.deepEqual(open.told, ["checking imane", "admitted imane", "idle"]);
});

test("nothing is shown before the scan is durable", async () => {
  /** @type {(value?: unknown) => void} */
  let store = () => {};
  const open = openFlow(() => new Promise((resolve) => { store = resolve; }));
  open.flow.take(reading("imane"));
  await settle();
  assert.equal(open.scans.length, 0);
  store();
  await settle();
  assert.equal(open.scans.length, 1);
});

test("a scan that cannot be stored shows no verdict", async () => {
  const open = openFlow(() => Promise.reject(new Error("disk full")));
  open.flow.take(reading("imane"));
  await settle();
  assert.deepEqual(open.told, ["checking imane", "idle", "failed disk full"]);
});

test("without a receipt in time the visitor is sent on", async () => {
  const open = openFlow();
  open.flow.take(reading("imane"));
  await settle();
  pass(RECEIPT_WITHIN_MS);
  assert.equal(open.shown[0].receipt.verdict, "not_ready");
  assert.equal(open.shown[0].receipt.reason, "connection_lost");
});

test("a receipt that comes late is not flashed, and waits for its visitor", async () => {
  const open = openFlow();
  open.flow.take(reading("imane"));
  await settle();
  pass(RECEIPT_WITHIN_MS + 4_000);
  const before = [...open.told];
  answer(open);
  assert.deepEqual(open.told, before);
  pass(20_000);
  open.flow.take(reading("imane"));
  assert.equal(open.told.at(-1), "admitted imane");
  assert.equal(open.scans.length, 1);
});

test("a held badge keeps its verdict, but not for ever", async () => {
  const open = openFlow();
  open.flow.take(reading("imane"));
  await settle();
  answer(open);
  for (let ms = 0; ms < 5_000; ms += 100) {
    pass(100);
    open.flow.take(reading("imane"));
  }
  assert.equal(open.told.at(-1), "admitted imane");
  for (let ms = 0; ms < HELD_AT_MOST_MS; ms += 100) {
    pass(100);
    open.flow.take(reading("imane"));
  }
  assert.deepEqual(open.told, ["checking imane", "admitted imane", "idle"]);
  assert.equal(open.scans.length, 1);
});

test("the same badge shown again soon gets its first result, without a new scan", async () => {
  const open = openFlow();
  open.flow.take(reading("imane"));
  await settle();
  answer(open);
  pass(4_000);
  open.flow.take(reading("imane"));
  assert.equal(open.shown[1].isRepeat, true);
  assert.equal(open.shown[1].receipt.verdict, "admitted");
  assert.equal(open.scans.length, 1);
});

test("another badge replaces a verdict only after its least time", async () => {
  const open = openFlow();
  open.flow.take(reading("imane"));
  await settle();
  answer(open, "already_inside");
  pass(LEAST_SHOWN_MS - 100);
  open.flow.take(reading("ahmed"));
  assert.equal(open.told.length, 2);
  pass(100);
  open.flow.take(reading("ahmed"));
  assert.equal(open.told.at(-1), "checking ahmed");
});

test("a hand scanner's badge waits its turn, a camera's is read again anyway", async () => {
  const open = openFlow();
  open.flow.take(reading("imane"));
  await settle();
  open.flow.take(reading("lucie"));
  open.flow.take(reading("ahmed", "hid"));
  answer(open);
  pass(1_500);
  assert.deepEqual(open.told, ["checking imane", "admitted imane", "idle", "checking ahmed"]);
});

test("a waiting badge shortens a long verdict to its least time", async () => {
  const open = openFlow();
  open.flow.take(reading("imane"));
  await settle();
  answer(open, "needs_desk");
  pass(500);
  open.flow.take(reading("ahmed", "hid"));
  pass(LEAST_SHOWN_MS - 500);
  assert.equal(open.told.at(-1), "checking ahmed");
});

test("a kiosk that is not ready takes nothing", async () => {
  const open = openFlow();
  open.flow.setOpen(false);
  open.flow.take(reading("imane"));
  await settle();
  assert.deepEqual(open.told, []);
});

test("receipts for somebody else's scans are ignored", () => {
  const open = openFlow();
  open.flow.takeReceipt(makeReceipt("01900000-0000-7000-8000-000000000099"));
  open.flow.takeReceipt(makeReceipt(null));
  assert.deepEqual(open.told, []);
});

test("this device's own verdict is shown at once and confirmed by the server's", async () => {
  const open = openFlow(undefined, "admitted");
  open.flow.take(reading("imane"));
  await settle();
  assert.deepEqual(open.told, ["checking imane", "admitted imane"]);
  assert.equal(open.shown[0].receipt.status, "unconfirmed");
  answer(open);
  assert.deepEqual(open.told.slice(2), ["confirmed admitted"]);
  pass(1_500);
  assert.equal(open.told.at(-1), "idle");
});

test("where the server disagrees the screen is corrected, with a time of its own", async () => {
  const open = openFlow(undefined, "admitted");
  open.flow.take(reading("imane"));
  await settle();
  pass(1_000);
  answer(open, "already_inside");
  assert.deepEqual([open.shown[1].receipt.verdict, open.shown[1].isCorrection], ["already_inside", true]);
  pass(3_950);
  assert.equal(open.told.at(-1), "already_inside imane");
  pass(100);
  assert.equal(open.told.at(-1), "idle");
});

test("a correction for a visitor long gone is not flashed at the next one", async () => {
  const open = openFlow(undefined, "admitted");
  open.flow.take(reading("imane"));
  await settle();
  pass(1_500);
  open.flow.take(reading("ahmed"));
  await settle();
  const before = [...open.told];
  open.flow.takeReceipt(makeReceipt(open.scans[0]?.scan_id ?? "", { verdict: "already_inside" }));
  assert.deepEqual(open.told, before);
});

test("without the server this device's verdict stays the answer", async () => {
  const open = openFlow(undefined, "admitted");
  open.flow.take(reading("imane"));
  await settle();
  pass(3_000);
  open.flow.take(reading("imane"));
  pass(RECEIPT_WITHIN_MS);
  assert.deepEqual(open.told, ["checking imane", "admitted imane", "idle", "admitted imane", "idle"]);
});
