import assert from "node:assert/strict";
import { test } from "node:test";

import {
  chooseStretch,
  countSince,
  drawBars,
  fillBuckets,
} from "../../../static/js/models/arrivals.js";

const BUCKET = 300_000;
const HOUR = 3_600_000;

test("five minutes in which nobody came are drawn as nothing, not left out", () => {
  const filled = fillBuckets([[BUCKET, 4]], BUCKET, { startsAt: 0, endsAt: 3 * BUCKET });

  assert.deepEqual(filled, [[0, 0], [BUCKET, 4], [2 * BUCKET, 0]]);
});

test("the picture begins with the first arrival and ends with the five minutes of now", () => {
  const now = 10 * HOUR + 60_000;
  const stretch = chooseStretch([[5 * HOUR, 1]], BUCKET, now);

  assert.deepEqual(stretch, { startsAt: 5 * HOUR, endsAt: 10 * HOUR + BUCKET });
});

test("before anybody came it shows two empty hours", () => {
  const { startsAt, endsAt } = chooseStretch([], BUCKET, 10 * HOUR);

  assert.equal(endsAt - startsAt, 2 * HOUR);
  assert.ok(fillBuckets([], BUCKET, { startsAt, endsAt }).every(([, count]) => count === 0));
});

test("a scan from a clock that runs ahead is still in the picture", () => {
  const ahead = 10 * HOUR + 2 * BUCKET;
  const { endsAt } = chooseStretch([[ahead, 1]], BUCKET, 10 * HOUR);

  assert.equal(endsAt, ahead + BUCKET);
});

test("a day of scans and one stray from the day before does not stretch for ever", () => {
  const { startsAt, endsAt } = chooseStretch([[0, 1]], BUCKET, 40 * HOUR);

  assert.equal(endsAt - startsAt, 16 * HOUR);
});

test("counts since a moment leave out what was before", () => {
  assert.equal(countSince([[0, 5], [BUCKET, 2], [2 * BUCKET, 3]], BUCKET), 5);
  assert.equal(countSince([], 0), 0);
});

test("bars are as high as their share of the most", () => {
  const path = drawBars([[0, 2], [BUCKET, 0], [2 * BUCKET, 4]], 4, 24);

  assert.equal(path, "M0 24v-12.00h.8v12.00zM2 24v-24.00h.8v24.00z");
  assert.equal(drawBars([[0, 0]], 0, 24), "");
});
