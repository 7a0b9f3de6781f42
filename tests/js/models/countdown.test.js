import assert from "node:assert/strict";
import { test } from "node:test";

import { Countdown } from "../../../static/js/models/countdown.js";

test("it counts by the server's clock, whatever this computer's clock says", () => {
  let here = 7_000_000;
  const countdown = new Countdown({ endsAt: 700_000, serverTime: 100_000 }, () => here);

  assert.equal(countdown.text, "10:00");
  here += 53_000;
  assert.equal(countdown.text, "9:07");
});

test("it ends at zero", () => {
  const countdown = new Countdown({ endsAt: 1000, serverTime: 5000 }, () => 0);

  assert.equal(countdown.leftMs, 0);
  assert.equal(countdown.text, "0:00");
});
