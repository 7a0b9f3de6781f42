import assert from "node:assert/strict";
import { test } from "node:test";

import { canTakeBack } from "../../../static/js/models/scan-undo.js";

const NOW = 1_714_122_000_000;
const scan = { verdict: "admitted", corrected_at: NOW - 60_000, is_undone: false };

test("an entry or exit of the last fifteen minutes can be taken back", () => {
  assert.equal(canTakeBack(scan, NOW), true);
  assert.equal(canTakeBack({ ...scan, verdict: "exited" }, NOW), true);
});

test("not a refusal, not twice, not later", () => {
  assert.equal(canTakeBack({ ...scan, verdict: "already_inside" }, NOW), false);
  assert.equal(canTakeBack({ ...scan, is_undone: true }, NOW), false);
  assert.equal(canTakeBack(scan, NOW + 15 * 60_000), false);
});
