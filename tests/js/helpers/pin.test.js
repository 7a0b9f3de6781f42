import assert from "node:assert/strict";
import { pbkdf2Sync } from "node:crypto";
import { test } from "node:test";

import { createMomentFormat } from "../../../static/js/helpers/moments.js";
import { isPinRight } from "../../../static/js/helpers/pin.js";

const SALT = "00112233445566778899aabbccddeeff";
const RECORD = {
  salt: SALT,
  hash: pbkdf2Sync("2468", Buffer.from(SALT, "hex"), 1_000, 32, "sha256").toString("hex"),
  iterations: 1_000,
};

test("the right PIN opens, another does not", async () => {
  assert.equal(await isPinRight("2468", RECORD), true);
  assert.equal(await isPinRight("2469", RECORD), false);
  assert.equal(await isPinRight("", RECORD), false);
});

test("moments are told in the venue's time zone, with Latin digits", () => {
  const at = Date.UTC(2024, 3, 26, 9, 40);
  for (const lang of ["fr", "ar", "en"]) {
    const format = createMomentFormat(lang, "Africa/Casablanca", () => at);
    assert.equal(format(at).time, "10:40");
    assert.equal(format(at).day, null);
    assert.match(format(at - 86_400_000).day ?? "", /25/);
  }
});

test("a time zone this device does not know is no reason to stop", () => {
  assert.match(createMomentFormat("fr", "Mars/Olympus", Date.now)(0).time, /^\d\d:\d\d$/);
});
