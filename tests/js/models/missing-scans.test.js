import assert from "node:assert/strict";
import { test } from "node:test";

import { createTexts } from "../../../static/js/helpers/i18n.js";
import { judgeHealth, wordHealth } from "../../../static/js/models/device-health.js";
import { findMissing, wordMissing, wordRanges } from "../../../static/js/models/missing-scans.js";
import { makeDevice } from "./snapshots.js";

const english = createTexts("en", { locale: "en", messages: {} });

/** @param {string} text */
const plain = (text) => text.replace(/[\u2066\u2069]/g, "");

test("missing scans are told by number", () => {
  const device = makeDevice({ missing_count: 3, missing: [[41, 43]] });
  assert.equal(
    plain(wordMissing(device, english)),
    "3 scans of this tablet have not arrived: numbers 41–43",
  );
});

test("where the numbers are not known, how many is told", () => {
  const device = makeDevice({ missing_count: 1 });
  assert.equal(wordMissing(device, english), "1 scan of this tablet has not arrived");
});

test("many gaps end in dots", () => {
  assert.equal(plain(wordRanges([[1, 1], [3, 5]])), "1, 3–5");
  const gaps = Array.from({ length: 6 }, (_, n) => /** @type {[number, number]} */ ([2 * n, 2 * n]));
  assert.equal(plain(wordRanges(gaps)), "0, 2, 4, 6, 8, …");
});

test("a silent device that lost scans says both", () => {
  const device = makeDevice({ missing_count: 2, missing: [[7, 8]] });
  const later = 100_000 + 3_600_000 * 3;
  const health = judgeHealth(device, later, 15_000);
  assert.equal(health.state, "silent");
  assert.equal(
    plain(wordHealth(device, health, later, english)),
    "Silent for 3 hours · 2 scans of this tablet have not arrived: numbers 7–8",
  );
});

test("the device that misses most comes first", () => {
  const devices = [makeDevice({}), makeDevice({ id: "a", missing_count: 1 }), makeDevice({ id: "b", missing_count: 9 })];
  assert.deepEqual(findMissing(devices).map((d) => d.id), ["b", "a"]);
});
