// Snapshots come from the page, over the socket and after reconnects, in any order.

import assert from "node:assert/strict";
import { test } from "node:test";

import { LiveNumbers } from "../../../static/js/models/live-numbers.js";
import { makeSnapshot } from "./snapshots.js";

test("a newer snapshot replaces the one the page was loaded with", () => {
  const numbers = new LiveNumbers(makeSnapshot({ change_number: 7, inside: 1 }));

  assert.ok(numbers.accept(makeSnapshot({ change_number: 8, inside: 2 })));
  assert.equal(numbers.snapshot.inside, 2);
});

test("a push that was overtaken on the way changes nothing", () => {
  const numbers = new LiveNumbers(makeSnapshot({ change_number: 7 }));
  numbers.accept(makeSnapshot({ change_number: 9, inside: 3 }));

  assert.equal(numbers.accept(makeSnapshot({ change_number: 8, inside: 2 })), false);
  assert.equal(numbers.snapshot.inside, 3);
});

test("devices change without a change number: then the later one wins", () => {
  const numbers = new LiveNumbers(makeSnapshot({ change_number: 7, at: 1000 }));

  assert.ok(numbers.accept(makeSnapshot({ change_number: 7, at: 2000, parked_scans: 1 })));
  assert.equal(numbers.accept(makeSnapshot({ change_number: 7, at: 1500 })), false);
  assert.equal(numbers.snapshot.parked_scans, 1);
});

test("after a reconnect the first snapshot is the truth, even of a server restored from a backup", () => {
  const numbers = new LiveNumbers(makeSnapshot({ change_number: 700, at: 9000 }));
  numbers.onDisconnected();
  numbers.onConnected();

  assert.ok(numbers.accept(makeSnapshot({ change_number: 12, at: 8000, inside: 5 })));
  assert.equal(numbers.snapshot.inside, 5);
  assert.equal(numbers.accept(makeSnapshot({ change_number: 11, at: 8100 })), false);
});

test("a lost line keeps the numbers and says so", () => {
  const numbers = new LiveNumbers(makeSnapshot({ inside: 4 }));
  numbers.onConnected();
  assert.ok(numbers.isConnected);

  numbers.onDisconnected();
  assert.equal(numbers.isConnected, false);
  assert.equal(numbers.snapshot.inside, 4);
});

test("the server's time runs on between snapshots, whatever this computer's clock says", () => {
  let here = 5_000_000;
  const numbers = new LiveNumbers(makeSnapshot({ at: 1000 }), () => here);

  here += 3000;
  assert.equal(numbers.serverTime, 4000);
  here -= 60_000; // somebody set this computer's clock back
  assert.equal(numbers.serverTime, 1000);
});
