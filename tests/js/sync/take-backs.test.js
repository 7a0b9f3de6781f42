import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { openKioskDatabase } from "../../../static/js/store/database.js";
import { OutboxStore } from "../../../static/js/store/outbox-store.js";
import { ApiError } from "../../../static/js/sync/device-api.js";
import { TakeBacks } from "../../../static/js/sync/take-backs.js";
import { SyncEngine } from "../../../static/js/sync/sync-engine.js";
import { foldKnown } from "../../../static/js/models/local-answers.js";
import { NEVER_SEEN } from "../../../static/js/domain/presence.js";
import { makeReceipt, makeScan } from "../support/scans.js";

const PERSON = /** @type {const} */ (["salon", "imane"]);
/** @type {import("../../../static/js/store/database.js").KioskDatabase} */
let database;
/** @type {OutboxStore} */
let outbox;
/** @type {Array<Error | number>} what the server answers, in turn; a number is a change number */
let answers;
/** @type {any[]} */
let sent;
let name = 0;

beforeEach(async () => {
  database = await openKioskDatabase(`take backs ${(name += 1)}`);
  outbox = new OutboxStore(database, "tablet");
  answers = [];
  sent = [];
});

function connect() {
  const api = {
    postUndo: async (/** @type {any} */ message) => {
      const answer = answers.shift() ?? new ApiError("unreachable", true);
      if (answer instanceof Error) throw answer;
      sent.push(message);
      return { change_number: answer };
    },
  };
  const link = { isConnected: false, request: () => Promise.reject(new Error("no socket")) };
  return new TakeBacks({ database, deviceId: "tablet", link, api, offsetMs: () => 1_500 });
}

/** @returns {Promise<string>} the id of a scan that came in */
async function enter() {
  const scan = await outbox.add((seq) => makeScan(seq), PERSON);
  return scan.scan_id;
}

/** @param {number} known the change number of the server's word */
async function isInside(known) {
  const at = makeScan(1).device_time;
  const inside = { ...NEVER_SEEN, isInside: true, entryCount: 1, enteredAt: at, lastAt: at };
  const presence = known < 0 ? NEVER_SEEN : inside;
  const folded = foldKnown({ presence, number: known }, await outbox.checkInsOf(PERSON));
  return [folded.isInside, folded.entryCount];
}

test("what the server takes is taken back", async () => {
  const scanId = await enter();
  await outbox.settle([makeReceipt(scanId, { change_number: 8 })]);
  answers = [9];
  assert.equal(await connect().undo(scanId, "wrong badge"), "accepted");
  assert.deepEqual(sent.map((message) => [message.scan_id, message.reason]), [[scanId, "wrong badge"]]);
  assert.equal(sent[0].clock_offset_ms, 1_500);
  assert.deepEqual(await isInside(8), [false, 0]);
});

test("without the server it is kept, counts here at once, and survives a restart", async () => {
  const scanId = await enter();
  await outbox.settle([makeReceipt(scanId, { change_number: 8 })]);
  assert.equal(await connect().undo(scanId, "wrong badge"), "waiting");
  assert.deepEqual(await isInside(8), [false, 0]);
  assert.equal(await outbox.countUnknown("salon"), -1);
  const again = connect();
  assert.equal(await again.countWaiting(), 1);
  answers = [9, 10];
  await again.send();
  await again.send();
  assert.equal(sent.length, 1);
  assert.equal(await again.countWaiting(), 0);
});

test("it follows its scan, never comes before it", async () => {
  const scanId = await enter();
  const takeBacks = connect();
  answers = [9];
  assert.equal(await takeBacks.undo(scanId, "wrong badge"), "waiting");
  assert.equal(sent.length, 0);
  assert.deepEqual(await isInside(-1), [false, 0]);
  assert.equal(await outbox.countUnknown("salon"), 0);
  await outbox.settle([makeReceipt(scanId, { change_number: 8 })]);
  await takeBacks.send();
  assert.equal(sent.length, 1);
});

test("a server that lost both gets both again, the same undo", async () => {
  const scanId = await enter();
  await outbox.settle([makeReceipt(scanId, { change_number: 8 })]);
  const takeBacks = connect();
  answers = [9, 5];
  await takeBacks.undo(scanId, "wrong badge");
  await new Promise((resolve) => setTimeout(resolve, 2));
  await outbox.resend([[1, 1]]);
  await takeBacks.send();
  assert.equal(sent.length, 1);
  await outbox.settle([makeReceipt(scanId, { change_number: 4 })]);
  await takeBacks.send();
  assert.deepEqual(sent.map((m) => m.undo_id), [sent[0].undo_id, sent[0].undo_id]);
});

test("what the server refuses is told, counts again, and is not sent again", async () => {
  const scanId = await enter();
  await outbox.settle([makeReceipt(scanId, { change_number: 8 })]);
  const takeBacks = connect();
  await takeBacks.undo(scanId, "wrong badge");
  /** @type {unknown[]} */
  const told = [];
  takeBacks.on("refused", (refusal) => told.push(refusal));
  answers = [new ApiError("undo_too_late", false), 9];
  await takeBacks.send();
  await takeBacks.send();
  assert.deepEqual(told, [{ scanId, code: "undo_too_late" }]);
  assert.deepEqual(await isInside(8), [true, 1]);
  assert.equal(sent.length, 0);
  const [row] = await outbox.latest(1);
  assert.deepEqual(row?.undo, { status: "refused", number: null, code: "undo_too_late" });
});

test("a refusal at once is thrown, and somebody else's undo is as good", async () => {
  const scanId = await enter();
  await outbox.settle([makeReceipt(scanId, { change_number: 8 })]);
  answers = [new ApiError("undo_too_late", false)];
  await assert.rejects(connect().undo(scanId, "x"), { code: "undo_too_late" });
  answers = [new ApiError("scan_undone", false)];
  assert.equal(await connect().undo(scanId, "x"), "accepted");
});

test("a device that was withdrawn keeps what it has", async () => {
  const scanId = await enter();
  await outbox.settle([makeReceipt(scanId, { change_number: 8 })]);
  answers = [new ApiError("device_revoked", false)];
  assert.equal(await connect().undo(scanId, "x"), "waiting");
});

test("who comes again after being taken back is sent after that", async () => {
  /** @type {string[]} */
  const order = [];
  const takeBacks = connect();
  const first = await enter();
  assert.equal(await takeBacks.undo(first, "wrong badge"), "waiting");
  const second = await enter();
  const engine = new SyncEngine({
    outbox,
    clearTheWay: () => takeBacks.clearTheWay(),
    send: async (scans) => {
      order.push(...sent.splice(0).map(() => "undo"), ...scans.map((scan) => scan.scan_id));
      return scans.map((scan) => makeReceipt(scan.scan_id, { change_number: 8 }));
    },
  });
  answers = [9];
  await engine.wake();
  assert.deepEqual(order, [first, "undo", second]);
});

test("an undo that finds no ear holds up no scan", async () => {
  const first = await enter();
  await outbox.settle([makeReceipt(first, { change_number: 8 })]);
  const takeBacks = connect();
  await takeBacks.undo(first, "wrong badge");
  await enter();
  assert.equal(await takeBacks.clearTheWay(), Infinity);
  answers = [9];
  assert.equal(await takeBacks.clearTheWay(), Infinity);
  assert.equal(sent.length, 1);
});
