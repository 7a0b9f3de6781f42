import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import {
  checksum, FrameCollector, isFrame, makeFrames,
} from "../../../static/js/models/rescue-frames.js";
import { countRescued, makeRescue } from "../../../static/js/models/rescue.js";
import { makeScan } from "../support/scans.js";

/** @param {number} count */
function makeText(count) {
  const badge = (/** @type {number} */ n) => createHash("sha256").update(`${n}`).digest("hex");
  const scans = Array.from({ length: count }, (_, n) => makeScan(n + 1, badge(n)));
  return makeRescue({ deviceId: "d", secret: "0f", madeAt: 0, scans });
}

/** @param {ReadonlyArray<string>} frames */
function collect(frames) {
  const collector = new FrameCollector();
  frames.forEach((frame) => collector.take(frame));
  return collector;
}

test("the frames of a rescue make it again", async () => {
  const text = await makeText(120);
  const frames = await makeFrames(text);
  assert.ok(frames.length > 3, String(frames.length));
  assert.ok(frames.every((frame) => isFrame(frame) && frame.length < 600));
  assert.equal(await collect(frames).finish(), text);
  assert.equal(await countRescued(text), 120);
});

test("order and repeats do not matter", async () => {
  const text = await makeText(120);
  const frames = await makeFrames(text);
  const mixed = [...frames.slice(2), ...frames].reverse();
  const collector = collect(mixed);
  assert.deepEqual(collector.progress, { got: frames.length, total: frames.length });
  assert.equal(await collector.finish(), text);
});

test("a missing frame is known, and the next round brings it", async () => {
  const text = await makeText(120);
  const frames = await makeFrames(text);
  const collector = collect(frames.slice(1));
  assert.equal(collector.isComplete, false);
  assert.equal(await collector.finish(), null);
  assert.equal(collector.take(frames[0] ?? ""), true);
  assert.equal(await collector.finish(), text);
});

test("a misread frame is passed over", async () => {
  const frames = await makeFrames(await makeText(20));
  const [first = ""] = frames;
  const misread = first.slice(0, -1) + (first.endsWith("A") ? "B" : "A");
  const renumbered = first.replace(/\.1\./, ".2.");
  for (const text of [misread, renumbered, "ACR1", "ACR1.....", "", "A1B2"]) {
    assert.equal(new FrameCollector().take(text), false, text);
  }
});

test("frames of two rescues never mix", async () => {
  const [one, other] = [await makeFrames(await makeText(90)), await makeFrames(await makeText(91))];
  const collector = collect(one.slice(1));
  collector.take(other[0] ?? "");
  assert.equal(collector.progress.got, 1);
  other.forEach((frame) => collector.take(frame));
  assert.equal(await collector.finish(), await makeText(91));
});

test("the checksum is the CRC-32 that everybody knows", () => {
  assert.equal(checksum(new TextEncoder().encode("123456789")), "cbf43926");
});

test("a rescue that was changed or cut is none", async () => {
  const text = await makeText(3);
  assert.equal(await countRescued(text.replace("entry", "exit")), null);
  assert.equal(await countRescued(text.slice(0, -30)), null);
  assert.equal(await countRescued("hello"), null);
});
