import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { NEVER_SEEN } from "../../../static/js/domain/presence.js";
import { openKioskDatabase } from "../../../static/js/store/database.js";
import { importKeyring, keepKeyring, readKeyring } from "../../../static/js/store/keyring-store.js";
import { RosterStore } from "../../../static/js/store/roster-store.js";
import { makeLastPage, makePage, makePresence, sealBadge } from "../support/rosters.js";

const CODES = ["FOREIGN-CODE-1", "FOREIGN-CODE-2", "FOREIGN-CODE-3"];
/** @type {import("../../../static/js/store/database.js").KioskDatabase} */
let database;
/** @type {RosterStore} */
let store;
/** @type {import("../../../static/js/store/roster-store.js").SealedRow[]} */
let rows;
let name = 0;

beforeEach(async () => {
  database = await openKioskDatabase(`roster ${(name += 1)}`);
  store = new RosterStore(database, "siccam");
  rows = await Promise.all(CODES.map((code, n) => sealBadge(code, n)));
});

/** @param {number} n */
function row(n) {
  return /** @type {import("../../../static/js/store/roster-store.js").SealedRow} */ (rows[n]);
}

test("a roster is complete when it is what the server has", async () => {
  assert.equal((await store.state()).isComplete, false);
  const state = await store.takePage(await makeLastPage(rows));
  assert.equal(state.isComplete, true);
  assert.deepEqual([state.cursor, state.count, state.checkedAt], [5, 3, 9_000]);
  assert.equal(await store.findSealed(row(1).i), row(1).s);
  assert.equal(await store.findSealed("0123456789abcdef"), null);
});

test("it knows how many badges its entries are of, and of which feed its number is", async () => {
  const last = await makeLastPage(rows, { feed: "f1" });
  await store.takePage({ ...last, roster: { count: 3, digest: "", ...last.roster, badges: 2 } });
  const state = await new RosterStore(database, "siccam").state();
  assert.deepEqual([state.badges, state.feedId, state.isComplete], [2, "f1", true]);
});

test("pages add up, and a restart goes on where it stopped", async () => {
  await store.takePage(makePage([row(0), row(1)]));
  const again = new RosterStore(database, "siccam");
  assert.deepEqual([(await again.state()).cursor, (await again.state()).isComplete], [3, false]);
  const last = await makeLastPage(rows, { since: 3, badges: [row(2)] });
  assert.equal((await again.takePage(last)).isComplete, true);
});

test("a changed entry takes the place of the old one, also when it comes twice in a page", async () => {
  await store.takePage(await makeLastPage(rows));
  const cancelled = await sealBadge(CODES[0] ?? "", 9, { s: "cancelled" });
  const all = [cancelled, row(1), row(2)];
  const page = await makeLastPage(all, { since: 5, to: 9, badges: [row(0), cancelled] });
  const state = await store.takePage(page);
  assert.deepEqual([state.isComplete, state.count], [true, 3]);
});

test("one entry missing or other than the server's is noticed", async () => {
  const missing = await store.takePage(await makeLastPage(rows, { badges: rows.slice(1) }));
  assert.equal(missing.isComplete, false);
  const other = await sealBadge(CODES[0] ?? "", 9, { s: "blocked" });
  const wrong = await store.takePage(await makeLastPage(rows, { badges: [other, row(1), row(2)] }));
  assert.deepEqual([wrong.isComplete, wrong.count], [false, 3]);
});

test("while it catches up, a complete roster stays good to judge by", async () => {
  await store.takePage(await makeLastPage(rows));
  const state = await store.takePage(makePage([row(0)], { since: 5, to: 6 }));
  assert.deepEqual([state.isComplete, state.checkedAt], [true, 9_000]);
});

test("a page that starts from nothing drops what was there", async () => {
  await store.takePage(await makeLastPage(rows, { presence: [makePresence()] }));
  const state = await store.takePage(await makeLastPage([row(2)], { to: 2 }));
  assert.deepEqual([state.isComplete, state.count, state.cursor], [true, 1, 2]);
  assert.equal(await store.findSealed(row(0).i), null);
  assert.deepEqual((await store.findPresence("salon", "imane")).presence, NEVER_SEEN);
});

test("a page that cannot be kept changes nothing", async () => {
  await store.takePage(await makeLastPage(rows));
  const broken = /** @type {any} */ (makePresence({ a: undefined }));
  const page = makePage([await sealBadge("LATE", 7)], { since: 5, to: 7, presence: [broken] });
  await assert.rejects(store.takePage(page), { name: "StorageError" });
  assert.deepEqual([(await store.state()).cursor, (await store.state()).count], [5, 3]);
});

test("who is inside is known by list and attendee, and counted by list", async () => {
  const presence = [
    makePresence(), makePresence({ a: "ahmed", i: false, x: 1 }), makePresence({ l: "vip" }),
  ];
  await store.takePage(await makeLastPage(rows, { presence }));
  const known = await store.findPresence("salon", "imane");
  assert.deepEqual(known, {
    number: 5,
    presence: {
      isInside: true, entryCount: 1, exitCount: 0, enteredAt: 1_000, enteredGateId: "gate-b", lastAt: 1_000,
    },
  });
  assert.deepEqual([await store.countInside("salon"), await store.countInside("vip")], [1, 1]);
});

test("the roster of another edition counts as none, and can be forgotten", async () => {
  await store.takePage(await makeLastPage(rows));
  const state = await new RosterStore(database, "other fair").state();
  assert.deepEqual([state.isComplete, state.cursor], [false, 0]);
  await store.clear();
  assert.equal((await store.state()).cursor, 0);
  assert.equal(await store.findSealed(row(0).i), null);
});

test("keys are kept so that nobody reads them out", async () => {
  const keys = [btoa("k".repeat(32))];
  const other = { tag: 7, keys, name: "SICCAM", city: "Fès", year: 2023 };
  await keepKeyring(database, await importKeyring({ edition: { tag: 42, keys }, others: [other] }));
  const kept = await readKeyring(database);
  assert.equal(kept?.edition.tag, 42);
  assert.equal(kept?.edition.keys[0]?.extractable, false);
  assert.deepEqual([kept?.others[0]?.city, kept?.others[0]?.keys.length], ["Fès", 1]);
  await keepKeyring(database, null);
  assert.equal(await readKeyring(database), null);
});
