import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { wordForStaff } from "../../../static/js/models/staff-verdicts.js";

/** @param {string} text */
const english = (text) => text;

test("an admission is a word, an icon and a tone", () => {
  const verdict = wordForStaff("admitted", "", english);

  assert.deepEqual(verdict, { word: "Admitted", tone: "good", icon: "check", reason: "" });
});

test("every verdict of the core has words of its own and an icon that exists", () => {
  const sprite = readFileSync(new URL("../../../static/img/icons.svg", import.meta.url), "utf8");
  const core = readFileSync(new URL("../../../domain/admission.py", import.meta.url), "utf8");
  const codes = [...core.matchAll(/^[A-Z_]+ = "([a-z_]+)"$/gm)].map((match) => match[1]);
  const verdicts = codes.slice(0, codes.indexOf("not_ready"));
  const words = verdicts.map((code) => wordForStaff(code, "", english));

  assert.equal(verdicts.length, 13);
  assert.equal(new Set(words.map(({ word }) => word)).size, verdicts.length);
  for (const { icon } of words) assert.ok(sprite.includes(`id="${icon}"`), icon);
});

test("the reason is said where the word does not say it", () => {
  assert.equal(wordForStaff("needs_desk", "unpaid", english).reason, "not paid yet");
  assert.equal(wordForStaff("already_inside", "not_left_yet", english).reason, "");
  assert.equal(wordForStaff("cancelled", "registration_cancelled", english).reason, "");
});

test("somebody cancelled who leaves is let out, and the list says what he was", () => {
  const verdict = wordForStaff("exited", "registration_cancelled", english);

  assert.equal(verdict.word, "Left");
  assert.equal(verdict.reason, "registration cancelled");
});

test("a verdict of a newer server is shown by its code", () => {
  assert.equal(wordForStaff("teleported", "", english).word, "teleported");
});
