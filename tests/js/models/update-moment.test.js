import assert from "node:assert/strict";
import { test } from "node:test";

import { mayUpdate } from "../../../static/js/models/update-moment.js";

const QUIET = { state: "idle", worst: null, unsent: 0 };

test("a quiet kiosk with nothing to send may change its version", () => {
  assert.equal(mayUpdate(QUIET), true);
  assert.equal(mayUpdate({ ...QUIET, state: "not-ready", worst: "connection_lost" }), true);
});

test("nobody loses the screen in front of him", () => {
  for (const state of ["checking", "verdict", "code", "pin", "menu"]) {
    assert.equal(mayUpdate({ ...QUIET, state }), false, state);
  }
});

test("scans that wait hold the version that made them", () => {
  assert.equal(mayUpdate({ ...QUIET, unsent: 1 }), false);
  assert.equal(mayUpdate({ ...QUIET, unsent: 1, worst: "connection_lost" }), false);
});

test("a version that the server refuses holds nothing: only the next one can send", () => {
  assert.equal(mayUpdate({ state: "not-ready", worst: "wrong_version", unsent: 40 }), true);
  assert.equal(mayUpdate({ state: "menu", worst: "wrong_version", unsent: 40 }), false);
});
