import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";

import { openKioskDatabase, ROSTER } from "../../../static/js/store/database.js";
import { addRows, EMPTY_SUM, sumUp } from "../../../static/js/store/roster-sum.js";

/** @param {number} count */
function makeRows(count) {
  return Array.from({ length: count }, (_, n) => ({
    i: n.toString(16).padStart(16, "0"), s: "", n: 1, f: BigInt(n) << 64n,
  }));
}

test("what is stored sums up to what was added, however much it is", async () => {
  for (const count of [0, 1, 1_000, 2_100]) {
    const database = await openKioskDatabase(`sum ${count}`);
    const rows = makeRows(count);
    const { store, done } = database.transaction(ROSTER, "readwrite");
    for (const row of rows) void store.put(row);
    const sum = await sumUp(/** @type {any} */ (store));
    await done;
    assert.deepEqual(sum, addRows(EMPTY_SUM, rows, rows.map(() => undefined)));
    assert.equal(sum.count, count);
  }
});

test("a row that takes the place of another is counted once", () => {
  const [first, second] = makeRows(3).slice(1);
  const before = addRows(EMPTY_SUM, first ? [first] : [], [undefined]);
  const after = addRows(before, second ? [second] : [], [first]);
  assert.deepEqual(after, { count: 1, fingerprint: second?.f });
});
