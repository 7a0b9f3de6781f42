// What only the JavaScript side has; everything else is in the vectors.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  MAX_SCANS_PER_BATCH,
  MessageError,
  makeScanBatch,
  newScan,
  parseScanBatch,
} from "../../../static/js/domain/messages.js";

const sighting = Object.freeze({
  scanId: "018f1a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b",
  deviceSeq: 1,
  badgeCode: "A580020G30G2GC1R81450PPH56WVJ",
  gateId: "gate-a",
  direction: "entry",
  deviceTime: 1_714_132_800_000.9,
  clockOffsetMs: -250.4,
  source: "camera",
});

test("a new scan is one the server takes", () => {
  const scan = newScan({ ...sighting, localVerdict: "admitted", decodeMs: 11.6 });

  assert.deepEqual(parseScanBatch(makeScanBatch([scan])), [scan]);
  assert.deepEqual([scan.device_time, scan.clock_offset_ms], [1_714_132_800_000, -250]);
  assert.deepEqual([scan.local_verdict, scan.local_reason, scan.decode_ms], ["admitted", null, 12]);
});

test("a new scan survives JSON unchanged", () => {
  const scan = newScan({ ...sighting, badgeCode: "\0🎫\ud800" + "x".repeat(4096) });

  assert.deepEqual(JSON.parse(JSON.stringify(scan)), scan);
  assert.equal(Array.from(scan.badge_code).length, 257);
  assert.ok(scan.badge_code.startsWith("\ufffd🎫\ufffdx"));
});

test("a batch may be full and not fuller", () => {
  const scan = newScan(sighting);
  const full = makeScanBatch(Array(MAX_SCANS_PER_BATCH).fill(scan));
  assert.equal(parseScanBatch(full).length, 500);

  const tooMany = Array(MAX_SCANS_PER_BATCH + 1).fill(scan);
  assert.throws(
    () => makeScanBatch(tooMany),
    (error) => error instanceof MessageError && error.code === "batch_too_large",
  );
});

test("a mistake of ours is not taken for a bad message", () => {
  const error = new MessageError("wrong_version", "this page speaks version 1");
  assert.deepEqual([error.name, error.code], ["MessageError", "wrong_version"]);
  assert.ok(error instanceof Error);
});
