// What a booth's phone can tell of a code without keys, and open of a roster.

import assert from "node:assert/strict";
import { test } from "node:test";

import { readBadgeCode } from "../../../static/js/domain/badge-code.js";
import {
  BOOTH_ROSTER,
  GATE_ROSTER,
  openEntry,
  SealedEntryError,
  sealEntry,
  textToken,
} from "../../../static/js/domain/sealed-roster.js";

const CODE = `A${"0123456789ABCDEFGHJKMNPQRSTV"}`;

test("what has a badge's shape is unsigned, however it was read", () => {
  for (const text of [CODE, CODE.toLowerCase(), `https://accueil.ma/b/${CODE}`]) {
    assert.equal(readBadgeCode(text).kind, "unsigned", text);
    assert.equal(readBadgeCode(text).text, CODE);
  }
});

test("the rest is told apart as with keys", () => {
  assert.equal(readBadgeCode(" ").kind, "nothing");
  assert.equal(readBadgeCode(CODE.slice(0, -2)).kind, "broken");
  assert.equal(readBadgeCode("k3jv8q2mzt6w9x4c").kind, "foreign");
});

test("a booth opens its own roster and not the gates'", async () => {
  const token = textToken("any");
  const sealed = await sealEntry(token, { a: "1" }, BOOTH_ROSTER);
  assert.deepEqual(await openEntry(token, sealed, BOOTH_ROSTER), { a: "1" });
  await assert.rejects(openEntry(token, sealed, GATE_ROSTER), SealedEntryError);
});
