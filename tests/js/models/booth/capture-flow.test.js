import assert from "node:assert/strict";
import { test } from "node:test";

import { CaptureFlow } from "../../../../static/js/models/booth/capture-flow.js";

/** @typedef {import("../../../../static/js/models/wire-types.js").Reading} Reading */

/**
 * @param {string} text
 * @param {Reading["source"]} [source]
 * @returns {Reading}
 */
function read(text, source = "camera") {
  return { text, source, capturedAt: 0, readAt: 1 };
}

function openFlow() {
  /** @type {string[]} */
  const told = [];
  let now = 0;
  let isFull = false;
  const capture = async (/** @type {Reading} */ { text }) => {
    if (isFull) throw Object.assign(new Error("full"), { code: "storage_full" });
    return /** @type {any} */ ({ captureId: text });
  };
  const flow = new CaptureFlow(capture, () => now);
  flow
    .on("captured", ({ outcome }) => told.push(`captured ${outcome.captureId}`))
    .on("again", ({ outcome }) => told.push(`again ${outcome.captureId}`))
    .on("failed", (error) => told.push(`failed ${error.code}`));
  flow.setOpen(true);
  return { flow, told, pass: (/** @type {number} */ ms) => (now += ms), fill: (/** @type {boolean} */ full) => (isFull = full) };
}

test("a badge held to the camera is one scan", async () => {
  const { flow, told, pass } = openFlow();
  await flow.take(read("A"));
  for (let i = 0; i < 20; i += 1) {
    pass(100);
    await flow.take(read("A"));
  }
  assert.deepEqual(told, ["captured A"]);
});

test("scan after scan, without a pause in between", async () => {
  const { flow, told } = openFlow();
  await Promise.all([flow.take(read("A")), flow.take(read("B", "hid")), flow.take(read("C", "hid"))]);
  assert.deepEqual(told, ["captured A", "captured B", "captured C"]);
});

test("the same badge shown once more brings its lead up again", async () => {
  const { flow, told, pass } = openFlow();
  await flow.take(read("A"));
  pass(3_000);
  await flow.take(read("A"));
  await flow.take(read("A", "hid"));
  assert.deepEqual(told, ["captured A", "again A", "again A"]);
});

test("later the same badge is another meeting", async () => {
  const { flow, told, pass } = openFlow();
  await flow.take(read("A"));
  pass(60_000);
  await flow.take(read("A"));
  assert.deepEqual(told, ["captured A", "captured A"]);
});

test("a scan that could not be kept is told, and can be tried at once", async () => {
  const { flow, told, fill } = openFlow();
  fill(true);
  await flow.take(read("A"));
  fill(false);
  await flow.take(read("A"));
  assert.deepEqual(told, ["failed storage_full", "captured A"]);
});

test("a page that is not open takes nothing", async () => {
  const { flow, told } = openFlow();
  flow.setOpen(false);
  await flow.take(read("A"));
  assert.deepEqual(told, []);
});
