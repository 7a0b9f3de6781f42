import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { createTexts } from "../../../static/js/helpers/i18n.js";
import { wordHint } from "../../../static/js/models/camera-hints.js";
import { STATION_PROBLEMS } from "../../../static/js/models/readiness.js";
import { readLines } from "../../../static/js/station/lines.js";
import { StationFlow } from "../../../static/js/station/station-flow.js";
import { wordStationProblem } from "../../../static/js/station/station-problem-words.js";
import { configurationOf, factsOf, listProblems } from "../../../static/js/station/station-state.js";
import { makeReceipt } from "../support/scans.js";

const { t } = createTexts("en", { locale: "en", messages: {} });
let now = 0;

beforeEach(() => {
  now = 1_000;
  mock.timers.enable({ apis: ["setTimeout"] });
});
afterEach(() => mock.timers.reset());

/** @param {number} ms */
function pass(ms) {
  for (let left = ms; left > 0; left -= 50) {
    now += 50;
    mock.timers.tick(50);
  }
}

/** A flow, what it told and what it asked of the station. */
function openFlow() {
  /** @type {string[]} */
  const told = [];
  /** @type {any[]} */
  const sent = [];
  const flow = new StationFlow(async (type, values) => void sent.push({ type, ...values }), () => now);
  flow
    .on("checking", () => told.push("checking"))
    .on("verdict", ({ receipt, isRepeat, isCorrection }) =>
      told.push([receipt.verdict, isRepeat && "repeat", isCorrection && "corrected"].filter(Boolean).join(" ")))
    .on("confirmed", () => told.push("confirmed"))
    .on("idle", () => told.push("idle"));
  flow.setOpen(true);
  return { flow, told, sent };
}

/**
 * @param {string} scanId
 * @param {Record<string, unknown>} [changes]
 */
function verdict(scanId, { verdict: code = "admitted", ...changes } = {}) {
  const answer = makeReceipt(scanId, { verdict: /** @type {string} */ (code) });
  return { type: "verdict", scan_id: scanId, answer, confirmed: false, repeat: false, ...changes };
}

test("a verdict of the station is shown, confirmed, and gone in its time", () => {
  const { flow, told } = openFlow();
  flow.takeEvent(verdict("s1"));
  pass(300);
  flow.takeEvent(verdict("s1", { confirmed: true }));
  pass(2_000);
  assert.deepEqual(told, ["admitted", "confirmed", "idle"]);
});

test("a confirmation that comes late shows nothing again", () => {
  const { flow, told } = openFlow();
  flow.takeEvent(verdict("s1"));
  pass(2_000);
  flow.takeEvent(verdict("s1", { confirmed: true }));
  assert.deepEqual(told, ["admitted", "idle"]);
});

test("the same badge again is shown as such", () => {
  const { flow, told } = openFlow();
  flow.takeEvent(verdict("s1"));
  pass(2_000);
  flow.takeEvent(verdict("s1", { repeat: true }));
  assert.deepEqual(told, ["admitted", "idle", "admitted repeat"]);
});

test("a correction replaces what is on the screen and nothing else", () => {
  const { flow, told } = openFlow();
  flow.takeEvent(verdict("s1"));
  flow.takeEvent(verdict("s1", { type: "correction", verdict: "already_inside" }));
  flow.takeEvent(verdict("s0", { type: "correction", verdict: "revoked" }));
  assert.deepEqual(told, ["admitted", "already_inside corrected"]);
});

test("a badge that is still held keeps its verdict, not for ever", () => {
  const { flow, told } = openFlow();
  flow.takeEvent(verdict("s1"));
  for (let turn = 0; turn < 10; turn += 1) {
    pass(500);
    flow.takeEvent({ type: "held", scan_id: "s1" });
  }
  assert.deepEqual(told, ["admitted"]);
  for (let turn = 0; turn < 20; turn += 1) {
    pass(500);
    flow.takeEvent({ type: "held", scan_id: "s1" });
  }
  assert.deepEqual(told, ["admitted", "idle"]);
});

test("a question that nobody answers ends", () => {
  const { flow, told } = openFlow();
  flow.takeEvent({ type: "checking", scan_id: "s1" });
  pass(7_000);
  assert.deepEqual(told, ["checking", "idle"]);
});

test("keys go to the station, and none while the page is closed", () => {
  const { flow, sent } = openFlow();
  /** @type {import("../../../static/js/models/wire-types.js").Reading} */
  const reading = { text: "A1", source: "hid", capturedAt: 0, readAt: 0 };
  flow.take(reading);
  flow.setOpen(false);
  flow.take(reading);
  assert.deepEqual(sent, [{ type: "submit_code", text: "A1", source: "hid" }]);
});

test("who taps the verdict away tells the station", () => {
  const { flow, told, sent } = openFlow();
  flow.dismiss();
  flow.takeEvent(verdict("s1"));
  flow.dismiss();
  assert.deepEqual(told, ["admitted", "idle"]);
  assert.deepEqual(sent, [{ type: "dismiss" }]);
});

/** @type {any} */
const STATE = {
  type: "state",
  not_ready: "camera_lost",
  problems: ["connection_lost", "camera_lost"],
  online: false,
  unsent: 3,
  parked: 1,
  oldest_unsent_at: 5,
  roster: { count: 12, badges: 6, complete: true, at: 9 },
  clock_offset_ms: -40,
  lane: { gate: { id: "g2", name: "B", direction: "exit" }, camera: "ready", hint: null },
  configuration: { gate: { id: "g1", name: "A", direction: "entry" } },
};

test("a page has its own lane's camera and gate", () => {
  assert.deepEqual(listProblems(STATE, true), ["connection_lost"]);
  const frozen = { ...STATE, lane: { ...STATE.lane, camera: "frozen" } };
  assert.deepEqual(listProblems(frozen, true), ["connection_lost", "camera_frozen"]);
  assert.deepEqual(listProblems(frozen, false), ["connection_lost"]);
  assert.equal(configurationOf(STATE)?.gate?.id, "g2");
  assert.equal(configurationOf({ ...STATE, configuration: null }), null);
});

test("staff reads the station's figures", () => {
  const { counts, roster, isReachable, offsetMs } = factsOf(STATE);
  assert.deepEqual([counts.waiting, counts.parked, counts.oldestAt], [3, 1, 5]);
  assert.deepEqual(roster, { count: 12, badges: 6, isComplete: true, checkedAt: 9 });
  assert.deepEqual([isReachable, offsetMs], [false, -40]);
});

test("every problem of a station has words of its own", () => {
  const titles = new Set(STATION_PROBLEMS.map((code) => wordStationProblem(code, t).title));
  assert.equal(titles.size, STATION_PROBLEMS.length);
  assert.ok(wordStationProblem("camera_black", t).title);
});

test("hints are words, and one from a later station is none", () => {
  const hints = ["closer", "too_dark", "tilt", "hold_still"].map((code) => wordHint(code, t));
  assert.equal(new Set(hints).size, 4);
  assert.equal(wordHint("a_hint_nobody_knew", t), "");
  assert.equal(wordHint(null, t), "");
});

test("lines come whole, however the stream is cut", async () => {
  const bytes = new TextEncoder().encode("{\"é\":1}\n\n{\"b\":2}\nrest");
  const stream = new ReadableStream({
    start(controller) {
      for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
      controller.close();
    },
  });
  const lines = [];
  for await (const line of readLines(stream)) lines.push(line);
  assert.deepEqual(lines, ['{"é":1}', '{"b":2}']);
});
