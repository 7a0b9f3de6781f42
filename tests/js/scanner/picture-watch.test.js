import assert from "node:assert/strict";
import { test } from "node:test";

import { describePixels } from "../../../static/js/scanner/picture-sample.js";
import { BLACK_MS, FROZEN_MS, NO_FRAME_MS, PictureWatch } from "../../../static/js/scanner/picture-watch.js";

const LIT = { mean: 120, spread: 40 };
const DARK = { mean: 2, spread: 1, print: 0 };

/**
 * @param {(at: number) => import("../../../static/js/scanner/picture-sample.js").PictureSample} sampleAt
 * @param {number} untilMs
 */
function watchFor(sampleAt, untilMs) {
  const watch = new PictureWatch();
  watch.restart(0);
  for (let at = 0; at <= untilMs; at += 250) {
    watch.seeFrame(at);
    watch.seeSample(sampleAt(at), at);
  }
  return watch;
}

test("a living picture is no problem", () => {
  const watch = watchFor((at) => ({ ...LIT, print: at }), 60_000);
  assert.equal(watch.problemAt(60_000), null);
  assert.equal(watch.ranForMs, 60_000);
});

test("frames that stop are noticed within three seconds", () => {
  const watch = watchFor((at) => ({ ...LIT, print: at }), 1_000);
  assert.equal(watch.problemAt(1_000 + NO_FRAME_MS), null);
  assert.equal(watch.problemAt(1_001 + NO_FRAME_MS), "camera_lost");
  assert.ok(NO_FRAME_MS < 3_000);
});

test("a black picture is noticed within three seconds, and forgotten when light returns", () => {
  const watch = watchFor(() => DARK, BLACK_MS + 250);
  assert.equal(watch.problemAt(BLACK_MS + 250), "camera_black");
  watch.seeSample({ ...LIT, print: 1 }, BLACK_MS + 300);
  assert.equal(watch.problemAt(BLACK_MS + 300), null);
  assert.ok(BLACK_MS < 3_000);
});

test("a dark hall with anything in it is not black", () => {
  const watch = watchFor((at) => ({ mean: 8, spread: 12, print: at }), 10_000);
  assert.equal(watch.problemAt(10_000), null);
});

test("the same picture for ever is frozen", () => {
  const watch = watchFor(() => ({ ...LIT, print: 7 }), FROZEN_MS + 500);
  assert.equal(watch.problemAt(FROZEN_MS + 500), "camera_frozen");
});

test("opening the camera again starts anew", () => {
  const watch = watchFor(() => DARK, 10_000);
  watch.restart(10_000);
  assert.equal(watch.problemAt(11_000), null);
  assert.equal(watch.ranForMs, 0);
});

test("a sample tells dark from light and one picture from another", () => {
  const grey = new Uint8ClampedArray(24 * 16 * 4).fill(128);
  const other = grey.map((value, i) => (i === 41 ? 200 : value));
  assert.equal(describePixels(grey).mean, 128);
  assert.equal(describePixels(grey).spread, 0);
  assert.notEqual(describePixels(grey).print, describePixels(other).print);
});
