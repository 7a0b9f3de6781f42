import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { ApiError } from "../../../static/js/sync/device-api.js";
import { Heartbeat } from "../../../static/js/sync/heartbeat.js";
import { settle } from "../support/scans.js";

let now = 0;
let offsetMs = 0;
let isUp = true;
/** @type {number[][]} */
let missing = [];

beforeEach(() => {
  now = 1_000_000;
  offsetMs = 90_000;
  isUp = true;
  missing = [];
  mock.timers.enable({ apis: ["setTimeout"] });
});
afterEach(() => mock.timers.reset());

/** @param {boolean} isConnected whether there is a socket */
function open(isConnected) {
  /** @type {any[]} */
  const messages = [];
  const answerTime = async () => {
    now += 20;
    if (!isUp) throw new ApiError("unreachable", true);
    return { v: 1, server_time: now - 10 + offsetMs, missing };
  };
  const heartbeat = new Heartbeat({
    link: {
      isConnected,
      request: (_, message) => {
        messages.push(message);
        return answerTime();
      },
    },
    api: { getTime: answerTime },
    report: () => ({ unsent: 7 }),
    now: () => now,
  });
  return { heartbeat, messages };
}

/** @param {number} ms */
async function pass(ms) {
  now += ms;
  mock.timers.tick(ms);
  await settle();
}

test("the server answers: reachable, and the clock's offset is known", async () => {
  const { heartbeat, messages } = open(true);
  await heartbeat.start();
  assert.equal(heartbeat.isReachable, true);
  assert.equal(heartbeat.offsetMs, 90_000);
  assert.equal(messages[0].unsent, 7);
  heartbeat.stop();
});

test("without a socket HTTP is asked", async () => {
  const { heartbeat, messages } = open(false);
  await heartbeat.start();
  assert.equal(heartbeat.isReachable, true);
  assert.equal(messages.length, 0);
  heartbeat.stop();
});

test("one missed beat is nothing, two in a row are told once", async () => {
  const { heartbeat } = open(true);
  /** @type {boolean[]} */
  const told = [];
  heartbeat.on("reachable", (isReachable) => told.push(isReachable));
  await heartbeat.start();
  isUp = false;
  await pass(5_000);
  assert.equal(heartbeat.isReachable, true);
  await pass(300);
  assert.equal(heartbeat.isReachable, false);
  await pass(2_000);
  isUp = true;
  await pass(2_000);
  assert.deepEqual(told, [true, false, true]);
  heartbeat.stop();
});

test("when the tablet's own clock is set, the old samples are forgotten", async () => {
  const { heartbeat } = open(true);
  await heartbeat.start();
  now += 90_000;
  offsetMs = 0;
  await pass(5_000);
  assert.equal(heartbeat.offsetMs, 0);
  heartbeat.stop();
});

test("numbers that the server misses are passed on", async () => {
  missing = [[2, 3]];
  const { heartbeat } = open(true);
  /** @type {unknown[]} */
  const told = [];
  heartbeat.on("missing", (ranges) => told.push(ranges));
  await heartbeat.start();
  missing = [];
  await pass(5_000);
  assert.deepEqual(told, [[[2, 3]]]);
  heartbeat.stop();
});

test("until the server answers, the clock is as far off as it was before", async () => {
  const { heartbeat } = open(true);
  heartbeat.assumeOffset(-30_000);
  assert.equal(heartbeat.offsetMs, -30_000);
  await heartbeat.start();
  heartbeat.assumeOffset(-30_000);
  assert.equal(heartbeat.offsetMs, 90_000);
  heartbeat.stop();
});

test("a stopped heart asks nothing", async () => {
  const { heartbeat, messages } = open(true);
  await heartbeat.start();
  heartbeat.stop();
  await heartbeat.beat();
  await pass(60_000);
  assert.equal(messages.length, 1);
});
