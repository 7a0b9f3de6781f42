import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { BACK_AFTER_MS, LanguageChoice } from "../../../static/js/models/language-choice.js";

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

test("a visitor's choice holds while somebody is there, then the venue's language is back", () => {
  const choice = new LanguageChoice("fr");
  choice.choose("ar");
  mock.timers.tick(BACK_AFTER_MS - 1);
  choice.touch();
  mock.timers.tick(BACK_AFTER_MS - 1);
  assert.equal(choice.current, "ar");
  mock.timers.tick(1);
  assert.equal(choice.current, "fr");
});

test("a change is told once", () => {
  const choice = new LanguageChoice("fr");
  /** @type {string[]} */
  const told = [];
  choice.on("change", (language) => told.push(language));
  choice.choose("en");
  choice.choose("en");
  assert.deepEqual(told, ["en"]);
});

test("the organizer's default takes effect at once unless a visitor is there", () => {
  const choice = new LanguageChoice("fr");
  choice.setHome("ar");
  assert.equal(choice.current, "ar");
  choice.choose("en");
  choice.setHome("fr");
  assert.equal(choice.current, "en");
  mock.timers.tick(BACK_AFTER_MS);
  assert.equal(choice.current, "fr");
});
