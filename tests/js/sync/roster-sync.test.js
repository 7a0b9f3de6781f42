import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { openKioskDatabase } from "../../../static/js/store/database.js";
import { RosterStore } from "../../../static/js/store/roster-store.js";
import { ApiError } from "../../../static/js/sync/device-api.js";
import { RosterSync } from "../../../static/js/sync/roster-sync.js";
import { makeLastPage, makePage, sealBadge } from "../support/rosters.js";

/** @typedef {import("../../../static/js/store/roster-store.js").ChangesPage} ChangesPage */

/** @type {RosterStore} */
let store;
let name = 0;

beforeEach(async () => {
  store = new RosterStore(await openKioskDatabase(`roster sync ${(name += 1)}`), "siccam");
});

/**
 * A sync whose server gives these pages one after the other, then nothing new.
 * @param {Array<ChangesPage | Error>} pages
 */
function connect(pages) {
  /** @type {number[]} */
  const asked = [];
  const api = {
    getChanges: async (/** @type {number} */ since) => {
      asked.push(since);
      const page = pages.shift();
      if (page === undefined) throw new ApiError("unreachable", true);
      if (page instanceof Error) throw page;
      return page;
    },
  };
  return { sync: new RosterSync({ store, api }), asked };
}

test("all pages are pulled, each after the number of the one before", async () => {
  const rows = await Promise.all(["ONE", "TWO"].map((code) => sealBadge(code, 1)));
  const { sync, asked } = connect([
    makePage(rows.slice(0, 1)),
    await makeLastPage(rows, { since: 3, badges: rows.slice(1) }),
  ]);
  await sync.pull();
  assert.deepEqual(asked, [0, 3]);
  assert.equal(sync.isComplete, true);
});

test("a line that breaks costs only the page under way", async () => {
  const rows = await Promise.all(["ONE", "TWO"].map((code) => sealBadge(code, 1)));
  const { sync, asked } = connect([
    makePage(rows.slice(0, 1)),
    new ApiError("unreachable", true),
    await makeLastPage(rows, { since: 3, badges: rows.slice(1) }),
  ]);
  await sync.pull();
  assert.equal(sync.isComplete, false);
  await sync.pull();
  assert.deepEqual(asked, [0, 3, 3]);
  assert.equal(sync.isComplete, true);
});

test("a roster that is not the server's is fetched anew, once", async () => {
  const rows = await Promise.all(["ONE", "TWO"].map((code) => sealBadge(code, 1)));
  const wrong = await makeLastPage(rows, { badges: rows.slice(1) });
  const { sync, asked } = connect([wrong, await makeLastPage(rows)]);
  await sync.pull();
  assert.deepEqual(asked, [0, 0]);
  assert.equal(sync.isComplete, true);
  const still = connect([wrong, wrong, wrong]);
  await still.sync.pull();
  assert.deepEqual(still.asked, [5, 0]);
});

test("a server restored from a backup starts this device anew", async () => {
  const rows = await Promise.all(["ONE", "TWO"].map((code) => sealBadge(code, 1)));
  const { sync } = connect([await makeLastPage(rows), await makeLastPage(rows.slice(1), { to: 2 })]);
  await sync.pull();
  await sync.pull();
  assert.deepEqual([sync.state?.count, sync.state?.cursor, sync.isComplete], [1, 2, true]);
});

test("calls while one is under way are one more look, not many", async () => {
  const rows = [await sealBadge("ONE", 1)];
  const { sync, asked } = connect([
    await makeLastPage(rows), await makeLastPage(rows, { since: 5, badges: [] }),
  ]);
  await Promise.all([sync.pull(), sync.pull(), sync.pull()]);
  assert.deepEqual(asked, [0, 5]);
});

test("a hint about what is here already asks nothing", async () => {
  const { sync, asked } = connect([await makeLastPage([await sealBadge("ONE", 1)])]);
  await sync.pull();
  sync.nudge(5);
  assert.deepEqual(asked, [0]);
});

test("a device without business forgets everything", async () => {
  const { sync } = connect([await makeLastPage([await sealBadge("ONE", 1)])]);
  await sync.pull();
  await sync.forget();
  assert.deepEqual([sync.isComplete, sync.state?.count], [false, 0]);
});

test("it forgets at once, though a question still hangs", async () => {
  const row = await sealBadge("ONE", 1);
  const pages = [makeLastPage([row])];
  /** @type {(page: ChangesPage) => void} */
  let answer = () => {};
  const hanging = new Promise((/** @type {(page: ChangesPage) => void} */ resolve) => (answer = resolve));
  const sync = new RosterSync({ store, api: { getChanges: () => pages.shift() ?? hanging } });
  await sync.pull();
  void sync.pull();
  const forgetting = sync.forget();
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal((await store.state()).count, 0, "before the answer");
  answer(makePage([row]));
  await forgetting;
  assert.equal((await store.state()).count, 0);
});
