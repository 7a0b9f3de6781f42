import assert from "node:assert/strict";
import { test } from "node:test";

import { createTexts } from "../../../static/js/helpers/i18n.js";
import {
  judgeHealth,
  sortByUrgency,
  wordClock,
  wordHealth,
  wordSpan,
} from "../../../static/js/models/device-health.js";
import { makeDevice } from "./snapshots.js";

const english = createTexts("en", { locale: "en", messages: {} });
const NOW = 101_000;
const LATELY = 15_000;

/** @param {Parameters<typeof makeDevice>[0]} changes */
function stateOf(changes, now = NOW) {
  return judgeHealth(makeDevice(changes), now, LATELY).state;
}

test("a device that spoke a second ago is well", () => {
  assert.equal(stateOf({}), "good");
});

test("each trouble has its name", () => {
  assert.equal(stateOf({ is_revoked: true }), "revoked");
  assert.equal(stateOf({ last_seen_at: null }), "never");
  assert.equal(stateOf({ unsent_count: 3 }), "unsent");
  assert.equal(stateOf({ unsent_count: 3, missing_count: 2 }), "missing");
  assert.equal(stateOf({ is_clock_off: true, clock_offset_ms: 90_000 }), "clock_off");
});

test("a device goes silent though nobody pushes that it did", () => {
  assert.equal(stateOf({ is_connected: true }, 100_000 + LATELY), "good");
  assert.equal(stateOf({ is_connected: true }, 100_000 + LATELY + 1), "silent");
});

test("what needs somebody comes first, then names as people count them", () => {
  const devices = [
    makeDevice({ id: "1", name: "Porte A 10" }),
    makeDevice({ id: "2", name: "Porte A 2" }),
    makeDevice({ id: "3", name: "Z", is_clock_off: true }),
    makeDevice({ id: "4", name: "A", is_revoked: true }),
    makeDevice({ id: "5", name: "M", unsent_count: 2 }),
  ];
  const sorted = sortByUrgency(devices, (d) => judgeHealth(d, NOW, LATELY), "fr");

  assert.deepEqual(sorted.map((d) => d.id), ["3", "5", "2", "1", "4"]);
});

test("the words say what to do", () => {
  const word = (/** @type {Parameters<typeof makeDevice>[0]} */ changes, now = NOW) => {
    const device = makeDevice(changes);
    return wordHealth(device, judgeHealth(device, now, LATELY), now, english);
  };

  assert.equal(word({ unsent_count: 1 }), "1 scan not sent yet");
  assert.equal(word({}, 100_000 + 50_000), "Silent for less than a minute");
  assert.equal(word({}, 100_000 + 5 * 60_000), "Silent for 5 min");
});

test("an offset is what to add to a clock: below zero it runs ahead", () => {
  assert.equal(wordClock(-437_000, english), "Clock 7 min ahead: set it");
  assert.equal(wordClock(10 * 365 * 86_400_000, english), "Clock 3650 days behind: set it");
});

test("spans are minutes, then hours, then days", () => {
  assert.equal(wordSpan(61_000, english), "1 min");
  assert.equal(wordSpan(119 * 60_000, english), "119 min");
  assert.equal(wordSpan(5 * 3_600_000, english), "5 hours");
  assert.equal(wordSpan(72 * 3_600_000, english), "3 days");
});
