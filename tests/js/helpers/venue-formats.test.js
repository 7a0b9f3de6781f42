import assert from "node:assert/strict";
import { test } from "node:test";

import { createVenueFormats } from "../../../static/js/helpers/venue-formats.js";

// 2024-04-26 09:41:07 UTC, 10:41:07 in Casablanca
const AT = 1_714_124_467_000;

test("times are the venue's, whatever the time zone of the organizer's computer", () => {
  for (const lang of ["fr", "ar", "en"]) {
    const formats = createVenueFormats(lang, "Africa/Casablanca");
    assert.equal(formats.time(AT), "10:41", lang);
    assert.equal(formats.timeWithSeconds(AT), "10:41:07", lang);
  }
});

test("numbers have Latin digits and are grouped from ten thousand on", () => {
  const arabic = createVenueFormats("ar", "Africa/Casablanca");

  assert.equal(arabic.number(1234), "1234");
  assert.equal(arabic.number(12_345), "12\u202f345");
  assert.match(arabic.percent(0.52), /52/);
});

test("midnight is 00:00, not 24:00", () => {
  assert.equal(createVenueFormats("en", "UTC").time(0), "00:00");
});

test("a time zone this browser does not know does not break the page", () => {
  assert.match(createVenueFormats("fr", "Mars/Olympus").time(AT), /^\d\d:\d\d$/);
});
