import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { openKioskDatabase } from "../../../static/js/store/database.js";
import { OutboxStore } from "../../../static/js/store/outbox-store.js";
import { Backoff } from "../../../static/js/sync/backoff.js";
import { ApiError } from "../../../static/js/sync/device-api.js";
import { SyncEngine } from "../../../static/js/sync/sync-engine.js";
import { makeReceipt, makeScan } from "../support/scans.js";

/** @typedef {import("../../../static/js/domain/messages.js").Scan} Scan */
/** @typedef {import("../../../static/js/domain/messages.js").Receipt} Receipt */

/** @type {OutboxStore} */
let outbox;
let name = 0;

beforeEach(async () => {
  outbox = new OutboxStore(await openKioskDatabase(`sync ${(name += 1)}`), "tablet");
});

/** @param {number} count */
async function fill(count) {
  for (let i = 0; i < count; i += 1) await outbox.add((seq) => makeScan(seq));
}

/**
 * A server that answers as `answer` says, an engine that talks to it, and a clock turned by hand.
 * @param {(scans: Scan[]) => Receipt[] | Promise<Receipt[]>} answer
 */
function connect(answer) {
  /** @type {number[][]} */
  const sent = [];
  /** @type {Array<{task: () => void, ms: number}>} */
  const planned = [];
  /** @type {string[]} */
  const receipts = [];
  const engine = new SyncEngine({
    outbox,
    backoff: new Backoff({ firstMs: 100, random: () => 1 }),
    schedule: (task, ms) => planned.push({ task, ms }),
    send: async (scans) => {
      sent.push(scans.map((scan) => scan.device_seq));
      return answer(scans);
    },
  });
  engine.on("receipt", (receipt) => receipts.push(receipt.scan_id));
  return { engine, sent, planned, receipts };
}

async function count() {
  const { waiting, parked, elsewhere } = await outbox.count();
  return { waiting, parked, elsewhere };
}

/** @param {Scan[]} scans */
function acceptAll(scans) {
  return scans.map((scan) => makeReceipt(scan.scan_id));
}

test("what waits is sent in order and leaves the outbox by receipt", async () => {
  await fill(3);
  const { engine, sent, receipts } = connect(acceptAll);
  await engine.wake();
  assert.deepEqual(sent, [[1, 2, 3]]);
  assert.equal(receipts.length, 3);
  assert.deepEqual(await count(), { waiting: 0, parked: 0, elsewhere: 0 });
});

test("a long backlog goes in batches", async () => {
  await fill(300);
  const { engine, sent } = connect(acceptAll);
  await engine.wake();
  assert.deepEqual(sent.map((batch) => batch.length), [250, 50]);
});

/** @param {string} verdict of the tablet */
function addJudged(verdict) {
  return outbox.add((seq) => ({ ...makeScan(seq), local_verdict: verdict }));
}

/** A server that keeps the first batch, and only that, until it is released. */
async function connectToSlow() {
  await fill(2);
  /** @type {(value?: unknown) => void} */
  let release = () => {};
  const held = new Promise((resolve) => { release = resolve; });
  const connection = connect(async (scans) => {
    if (scans.length > 1) await held;
    return acceptAll(scans);
  });
  return { ...connection, release, backlog: connection.engine.wake() };
}

test("a scan that only the server can judge goes beside a backlog that is under way", async () => {
  const { engine, receipts, release, backlog } = await connectToSlow();
  const fresh = await outbox.add((seq) => makeScan(seq));
  await engine.deliver(fresh);
  assert.deepEqual(receipts, [fresh.scan_id]);
  release();
  await backlog;
  assert.equal((await outbox.count()).waiting, 0);
});

test("a scan judged here never overtakes those made before it", async () => {
  const { engine, sent, release, backlog } = await connectToSlow();
  for (const localVerdict of ["admitted", "already_inside"]) {
    await engine.deliver(await addJudged(localVerdict));
  }
  assert.deepEqual(sent, [[1, 2]]);
  release();
  await backlog;
  assert.deepEqual(sent, [[1, 2], [3, 4]]);
  assert.equal((await outbox.count()).waiting, 0);
});

test("a scan judged here does not wait for the next turn of a failed one", async () => {
  let isAway = true;
  const { engine, sent } = connect((scans) => {
    if (isAway) throw new ApiError("unreachable", true);
    return acceptAll(scans);
  });
  await engine.deliver(await addJudged("admitted"));
  isAway = false;
  await engine.deliver(await addJudged("admitted"));
  assert.deepEqual(sent, [[1], [1, 2]]);
  assert.equal((await outbox.count()).waiting, 0);
});

test("a request that is lost is sent again, each time later, until it arrives", async () => {
  await fill(1);
  let failures = 4;
  const connection = connect((scans) => {
    failures -= 1;
    if (failures >= 0) throw new ApiError("unreachable", true);
    return acceptAll(scans);
  });
  const [scan] = await outbox.oldest(1);
  await connection.engine.deliver(/** @type {Scan} */ (scan));
  const waits = [];
  while (connection.planned.length > 0) {
    const { task, ms } = connection.planned.shift() ?? { task: () => {}, ms: 0 };
    waits.push(ms);
    task();
    while ((await outbox.count()).waiting > 0 && connection.planned.length === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  assert.deepEqual(waits, [100, 200, 400, 800]);
  assert.equal((await outbox.count()).waiting, 0);
});

test("a lost receipt costs one more sending, and nothing else", async () => {
  await fill(1);
  let isFirst = true;
  const connection = connect((scans) => {
    if (!isFirst) return acceptAll(scans);
    isFirst = false;
    throw new ApiError("unreachable", true);
  });
  await connection.engine.wake();
  await connection.engine.wake();
  assert.deepEqual(connection.sent, [[1], [1]]);
  assert.equal((await outbox.count()).waiting, 0);
});

test("waking starts small again", async () => {
  await fill(1);
  const connection = connect(() => { throw new ApiError("unreachable", true); });
  for (let i = 0; i < 3; i += 1) {
    await connection.engine.wake();
    assert.equal(connection.planned.at(-1)?.ms, 100);
  }
});

test("a scan the server can never take is parked and blocks no other", async () => {
  await fill(3);
  const connection = connect((scans) => scans.map((scan) =>
    scan.device_seq === 2
      ? makeReceipt(scan.scan_id, { status: "parked", verdict: null, reason: "unknown_gate" })
      : makeReceipt(scan.scan_id)));
  await connection.engine.wake();
  assert.deepEqual(await count(), { waiting: 0, parked: 1, elsewhere: 0 });
});

test("a scan parked for now is kept and asked about later, the others go on", async () => {
  await fill(150);
  const connection = connect((scans) => scans.map((scan) =>
    scan.device_seq <= 2
      ? makeReceipt(scan.scan_id, { status: "parked", verdict: null, retryable: true })
      : makeReceipt(scan.scan_id)));
  await connection.engine.wake();
  assert.deepEqual(await count(), { waiting: 2, parked: 0, elsewhere: 0 });
  assert.equal(connection.planned.length, 1);
});

test("a receipt the server forgot leaves its scan in the outbox", async () => {
  await fill(2);
  const connection = connect((scans) => acceptAll(scans.slice(1)));
  await connection.engine.wake();
  assert.deepEqual((await outbox.oldest(9)).map((scan) => scan.device_seq), [1]);
  assert.equal(connection.planned.length, 1);
});

test("a batch refused for good is taken apart until the bad scan is found", async () => {
  await fill(5);
  const connection = connect((scans) => {
    if (scans.some((scan) => scan.device_seq === 4)) throw new ApiError("malformed_message", false);
    return acceptAll(scans);
  });
  await connection.engine.wake();
  assert.deepEqual(await count(), { waiting: 0, parked: 1, elsewhere: 0 });
  assert.equal(connection.planned.length, 0);
});

test("a device that is refused keeps everything and says so", async () => {
  await fill(2);
  const connection = connect(() => { throw new ApiError("device_revoked", false); });
  /** @type {string[]} */
  const refused = [];
  connection.engine.on("refused", (code) => refused.push(code));
  await connection.engine.wake();
  assert.deepEqual(refused, ["device_revoked"]);
  assert.deepEqual(await count(), { waiting: 2, parked: 0, elsewhere: 0 });
});

test("a pairing given up sends nothing more", async () => {
  await fill(1);
  const connection = connect(acceptAll);
  connection.engine.stop();
  await connection.engine.wake();
  assert.deepEqual(connection.sent, []);
});

test("the wait doubles up to its most, and is never less than half", () => {
  const slow = new Backoff({ firstMs: 500, mostMs: 4_000, random: () => 1 });
  assert.deepEqual([1, 2, 3, 4, 5].map(() => slow.next()), [500, 1_000, 2_000, 4_000, 4_000]);
  const quick = new Backoff({ firstMs: 500, random: () => 0 });
  assert.equal(quick.next(), 250);
  slow.reset();
  assert.equal(slow.next(), 500);
});
