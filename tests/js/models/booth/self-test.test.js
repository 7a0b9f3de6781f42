import assert from "node:assert/strict";
import { test } from "node:test";

import { countCaptures, stateOfTally } from "../../../../static/js/models/booth/counter-words.js";
import { addDays, dayOf } from "../../../../static/js/models/booth/days.js";
import { Practice, STEPS } from "../../../../static/js/models/booth/practice.js";
import {
  judgeAll, judgeCamera, judgeClock, judgeConnection, judgeDecoder, judgeStorage,
} from "../../../../static/js/models/booth/self-test.js";
import { makeOwn } from "../../support/leads.js";

test("a good phone is ready, with its numbers", () => {
  const results = [
    judgeCamera({ code: null, width: 1280, height: 720, fps: 29.6 }),
    judgeDecoder({ reads: 20, tries: 20, medianMs: 18.4 }),
    judgeStorage({ medianMs: 4.2, freeMb: 900, isKept: true }),
    judgeClock(-240),
    judgeConnection({ answersMs: [12, 9, 30], tries: 3 }),
  ];
  assert.equal(judgeAll(results), "good");
  assert.deepEqual(results.map(({ figure }) => figure), [
    "1280×720 · 30/s", "20/20 · 18 ms", "4 ms · 900 MB", "-0.2 s", "3/3 · 12 ms",
  ]);
});

test("without a network a phone is ready with a remark: scans never wait for it", () => {
  assert.equal(judgeConnection({ answersMs: [], tries: 10 }).fitness, "weak");
  assert.equal(judgeClock(null).fitness, "weak");
});

test("what would lose scans is bad, what only slows them is weak", () => {
  assert.equal(judgeStorage({ medianMs: null, freeMb: 900, isKept: true }).fitness, "bad");
  assert.equal(judgeStorage({ medianMs: 4, freeMb: 20, isKept: true }).fitness, "bad");
  assert.equal(judgeStorage({ medianMs: 4, freeMb: 900, isKept: false }).advice, "storage_not_kept");
  assert.equal(judgeDecoder({ reads: 0, tries: 20, medianMs: NaN }).fitness, "bad");
  assert.equal(judgeCamera({ code: "camera_denied", width: 0, height: 0, fps: 0 }).fitness, "bad");
  assert.equal(judgeCamera({ code: null, width: 1280, height: 720, fps: 6 }).fitness, "weak");
});

test("the counter leaves practice out", () => {
  const captures = [makeOwn(1, { change_number: 4 }), makeOwn(2), makeOwn(3, {}, { training: true })];
  assert.deepEqual(countCaptures(captures), { saved: 2, received: 1 });
});

test("the counter's state: the worst there is", () => {
  const tally = { saved: 2, received: 1, waiting: 1, parked: 0, isReachable: true };
  assert.equal(stateOfTally(tally), "waiting");
  assert.equal(stateOfTally({ ...tally, isReachable: false }), "offline");
  assert.equal(stateOfTally({ ...tally, parked: 1 }), "parked");
  assert.equal(stateOfTally({ ...tally, waiting: 0 }), "good");
});

test("days at the venue", () => {
  assert.equal(dayOf(Date.UTC(2024, 3, 26, 23, 30), "Africa/Casablanca"), "2024-04-27");
  assert.equal(addDays("2024-02-28", 1), "2024-02-29");
});

test("practice goes step by step, in whatever order the steps are taken", () => {
  const practice = new Practice();
  assert.equal(practice.next, "scan");
  assert.equal(practice.mark("rating"), true);
  assert.equal(practice.mark("rating"), false);
  assert.equal(practice.mark("answer"), false);
  assert.equal(practice.next, "scan");
  STEPS.forEach((step) => practice.mark(step));
  assert.equal(practice.next, null);
});
