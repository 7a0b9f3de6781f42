import assert from "node:assert/strict";
import { test } from "node:test";

import { HELD_GAP_MS, REPEAT_WITHIN_MS, RepeatFilter, UNANSWERED_WITHIN_MS } from "../../../static/js/models/repeat-filter.js";
import { makeReceipt } from "../support/scans.js";

/** @param {number} at */
function filterAfterShownScan(at) {
  const filter = new RepeatFilter();
  filter.begin("imane", at);
  filter.keepResult("imane", makeReceipt("scan-1"));
  filter.markShown("imane");
  return filter;
}

test("a badge never seen is new, and looking does not change that", () => {
  const filter = new RepeatFilter();
  assert.equal(filter.see("imane", 0).kind, "new");
  assert.equal(filter.see("imane", 10).kind, "new");
});

test("the same badge within five seconds gets its first result again", () => {
  const filter = filterAfterShownScan(0);
  const sighting = filter.see("imane", REPEAT_WITHIN_MS - 1);
  assert.equal(sighting.kind, "again");
  assert.equal(sighting.result?.scan_id, "scan-1");
});

test("the same badge later is a new scan", () => {
  assert.equal(filterAfterShownScan(0).see("imane", REPEAT_WITHIN_MS).kind, "new");
});

test("a badge that stays in front of the camera is one scan, however long", () => {
  const filter = filterAfterShownScan(0);
  for (let at = 500; at < 30_000; at += 500) assert.equal(filter.see("imane", at).kind, "held");
});

test("showing a badge every few seconds does not stretch the window", () => {
  const filter = filterAfterShownScan(0);
  assert.equal(filter.see("imane", HELD_GAP_MS + 500).kind, "again");
  assert.equal(filter.see("imane", REPEAT_WITHIN_MS + 1_000).kind, "new");
});

test("another badge is new at once", () => {
  assert.equal(filterAfterShownScan(0).see("ahmed", 1).kind, "new");
});

test("who was sent away without an answer finds it on coming back", () => {
  const filter = new RepeatFilter();
  filter.begin("imane", 0);
  filter.keepResult("imane", makeReceipt("late"));
  const sighting = filter.see("imane", UNANSWERED_WITHIN_MS - 1);
  assert.equal(sighting.kind, "again");
  assert.equal(sighting.result?.scan_id, "late");
  assert.equal(filter.see("imane", 2 * UNANSWERED_WITHIN_MS).kind, "new");
});

test("a receipt for a badge long forgotten is ignored", () => {
  const filter = new RepeatFilter();
  filter.keepResult("imane", makeReceipt("scan-1"));
  filter.markShown("imane");
  assert.equal(filter.see("imane", 0).kind, "new");
});

test("only the last badges are remembered", () => {
  const filter = filterAfterShownScan(0);
  for (let i = 0; i < 60; i += 1) filter.begin(`badge ${i}`, 1);
  assert.equal(filter.see("imane", 2).kind, "new");
  assert.equal(filter.see("badge 59", 2).kind, "held");
});
