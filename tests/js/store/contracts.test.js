import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { NEVER_SEEN } from "../../../static/js/domain/presence.js";
import { openKioskDatabase, StorageError } from "../../../static/js/store/database.js";
import { KEPT_MS, OutboxStore } from "../../../static/js/store/outbox-store.js";
import { RosterStore } from "../../../static/js/store/roster-store.js";
import { UndoStore } from "../../../static/js/store/undo-store.js";
import { foldKnown } from "../../../static/js/models/local-answers.js";
import { makeReceipt, makeScan } from "../support/scans.js";

// What the browser's stores and the native station's have in common, as data: the same steps, the
// same answers. The station plays them in tests/kiosk/store/test_contracts.py.

/** @typedef {Record<string, any>} Step */
/** @typedef {{name: string, steps: Step[]}} Case */

let databases = 0;

/**
 * @param {string} name
 * @returns {any}
 */
function read(name) {
  const path = new URL(`../../vectors/contracts/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, "utf8"));
}

/**
 * @param {number} number
 * @returns {string}
 */
function undoId(number) {
  return `01900000-0000-7000-9000-${String(number).padStart(12, "0")}`;
}

/** @param {number} number */
function scanOf(number, seq = number) {
  return { ...makeScan(number), device_seq: seq };
}

/** Each method plays one step of the contract; `step` is all of it. */
class OutboxPlayer {
  /** @param {import("../../../static/js/store/database.js").KioskDatabase} database */
  constructor(database) {
    this.database = database;
    this.now = contract.start;
    /** @type {UndoStore | null} */
    this.undos = null;
    this.store = this.pairAs("tablet");
  }

  /** @param {string} deviceId */
  pairAs(deviceId) {
    this.undos = new UndoStore(this.database, deviceId, () => this.now);
    return new OutboxStore(this.database, deviceId, () => this.now);
  }

  /** @type {Record<string, (value: any, step: Step) => Promise<unknown> | void>} */
  steps = {
    pair_as: (deviceId) => void (this.store = this.pairAs(deviceId)),
    restart: () => void (this.store = this.pairAs("tablet")),
    add: async (expected, { scan, person }) => {
      const added = await this.store.add((seq) => scanOf(scan ?? seq, seq), person ?? null);
      assert.equal(added.device_seq, expected);
    },
    add_fails_with_id_of: (number) =>
      assert.rejects(this.store.add((seq) => scanOf(number, seq)), StorageError),
    told: async (number) => {
      /** @type {string | null} */
      let told = null;
      const refuse = this.store.add((_, last) => {
        told = last;
        throw new Error("refused");
      });
      await assert.rejects(refuse, StorageError);
      assert.equal(told, makeScan(number).scan_id);
    },
    settle: (receipts) =>
      this.store.settle(receipts.map((/** @type {any} */ { scan, ...changes }) =>
        makeReceipt(makeScan(scan).scan_id, changes))),
    park: ([number, reason]) => this.store.park(makeScan(number).scan_id, reason),
    resend: async ([ranges, expected]) => assert.equal(await this.store.resend(ranges), expected),
    pass_ms: (ms) => void (this.now += ms),
    forget_settled: () => this.store.forgetSettled(),
    oldest: async ([limit, expected]) =>
      assert.deepEqual((await this.store.oldest(limit)).map((scan) => scan.device_seq), expected),
    latest: async ([limit, expected]) =>
      assert.deepEqual((await this.store.latest(limit)).map((row) => row.device_seq), expected),
    parked: async ([limit, expected]) => {
      const rows = await this.store.parkedRows(limit);
      assert.deepEqual(rows.map((row) => [row.device_seq, row.reason]), expected);
    },
    count: async ({ oldest_at: oldestAt, ...expected }) =>
      assert.deepEqual(await this.store.count(), { ...expected, oldestAt }),
    last_seq: async (expected) => assert.equal(await this.store.lastSeq(), expected),
    check_ins: async ([person, expected]) => {
      const found = await this.store.checkInsOf(person);
      assert.deepEqual(
        found.map(({ checkIn: { direction, at }, number }) => ({ direction, at, number })),
        expected,
      );
    },
    count_unknown: async ([listId, expected]) =>
      assert.equal(await this.store.countUnknown(listId), expected),
    undo: ([number, scan]) =>
      this.undos?.add(/** @type {any} */ ({
        undo_id: undoId(number), scan_id: makeScan(scan).scan_id, reason: "x",
      })),
    due: async (expected) =>
      assert.deepEqual((await this.undos?.due())?.map((m) => m.undo_id), expected.map(undoId)),
    last_before: async (expected) =>
      assert.equal(await this.undos?.lastBefore(), expected ?? Infinity),
    count_undos: async (expected) => assert.equal(await this.undos?.countWaiting(), expected),
    settle_undo: ([number, state]) => this.undos?.settle(undoId(number), state),
    undo_state: async ([number, expected]) => {
      const found = await this.undos?.find(undoId(number));
      const { status, number: changeNumber, code } = found ?? {};
      assert.deepEqual(found && { status, number: changeNumber, code }, expected);
    },
    forget_undos: () => this.undos?.forgetSettled(),
    presence_at: async ([number, expected]) => {
      const at = makeScan(1).device_time;
      const inside = { ...NEVER_SEEN, isInside: true, entryCount: 1, enteredAt: at, lastAt: at };
      const presence = number < 0 ? NEVER_SEEN : inside;
      const own = await this.store.checkInsOf(["salon", "imane"]);
      const folded = foldKnown({ presence, number }, own);
      assert.deepEqual([folded.isInside, folded.entryCount], expected);
    },
  };
}

/** Each method plays one step of the contract. */
class RosterPlayer {
  /** @param {import("../../../static/js/store/database.js").KioskDatabase} database */
  constructor(database) {
    this.database = database;
    this.store = new RosterStore(database, "siccam");
  }

  /** @type {Record<string, (value: any, step: Step) => Promise<unknown> | void>} */
  steps = {
    event: (eventId) => void (this.store = new RosterStore(this.database, eventId)),
    restart: () => void (this.store = new RosterStore(this.database, "siccam")),
    page: (page) => this.store.takePage(page),
    clear: () => this.store.clear(),
    state: async (expected) => {
      const { cursor, count, isComplete, checkedAt } = await this.store.state();
      assert.deepEqual(
        { cursor, count, is_complete: isComplete, checked_at: checkedAt }, expected,
      );
    },
    sealed: async ([index, expected]) =>
      assert.equal(await this.store.findSealed(index), expected),
    presence: async ([[listId, attendeeId], expected]) => {
      const { presence, number } = await this.store.findPresence(listId, attendeeId);
      if (expected === null) assert.deepEqual([presence, number], [NEVER_SEEN, -1]);
      else {
        assert.deepEqual({
          is_inside: presence.isInside,
          entry_count: presence.entryCount,
          exit_count: presence.exitCount,
          entered_at: presence.enteredAt,
          entered_gate_id: presence.enteredGateId,
          last_at: presence.lastAt,
          number,
        }, expected);
      }
    },
    inside: async ([listId, expected]) =>
      assert.equal(await this.store.countInside(listId), expected),
  };
}

/**
 * @param {Case} one
 * @param {typeof OutboxPlayer | typeof RosterPlayer} Player
 */
async function play({ steps }, Player) {
  const database = await openKioskDatabase(`contract ${(databases += 1)}`);
  const player = new Player(database);
  for (const step of steps) {
    const [verb, value] = Object.entries(step)[0] ?? ["", null];
    await player.steps[verb]?.(value, step);
    assert.ok(player.steps[verb], verb);
  }
}

const contract = read("outbox");
assert.equal(contract.kept_ms, KEPT_MS);
for (const one of contract.cases) test(`outbox: ${one.name}`, () => play(one, OutboxPlayer));
for (const one of read("undos").cases) test(`undos: ${one.name}`, () => play(one, OutboxPlayer));
for (const one of read("roster").cases) test(`roster: ${one.name}`, () => play(one, RosterPlayer));
