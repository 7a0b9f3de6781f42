// What only the JavaScript side has; everything else is in the vectors.

import assert from "node:assert/strict";
import { test } from "node:test";

import { decideAdmission, isCheckIn } from "../../../static/js/domain/admission.js";

const rules = { entryRule: "reentry", categories: null, days: [], openingSpans: null, capacity: null };
const visitor = {
  categoryId: "visitor",
  status: "registered",
  isRevoked: false,
  needsDesk: null,
  hasAttention: false,
};
const passage = { codeKind: "ours", direction: "entry", at: 0 };

test("a visitor never seen before is admitted", () => {
  const verdict = decideAdmission(passage, visitor, rules);

  assert.deepEqual(verdict, { code: "admitted", reason: "", hasAttention: false });
  assert.ok(isCheckIn(verdict));
});

test("a verdict cannot be changed on its way to the screen", () => {
  assert.ok(Object.isFrozen(decideAdmission(passage, visitor, rules)));
  assert.ok(Object.isFrozen(decideAdmission(passage, null, rules)));
});

test("a kind of code that does not exist is a mistake of ours", () => {
  assert.throws(() => decideAdmission({ ...passage, codeKind: "stolen" }, null, rules), RangeError);
});
