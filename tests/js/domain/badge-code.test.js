// What only the JavaScript side has; everything else is in the vectors.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  importEditionKey,
  makeBadgeCode,
  parseBadgeCode,
  parseShortCode,
} from "../../../static/js/domain/badge-code.js";

const secret = Uint8Array.from({ length: 12 }, (_, i) => i);

test("a badge made here is read here", async () => {
  const key = await importEditionKey(new Uint8Array(32).fill(7));
  const code = await makeBadgeCode(42, secret, key);

  const read = await parseBadgeCode(code, { edition: { tag: 42, keys: [key] }, others: [] });
  assert.deepEqual(read, { kind: "ours", text: code, tag: 42, asRead: code });
});

test("the edition's key cannot be read out of the browser", async () => {
  const key = await importEditionKey(new Uint8Array(32));
  assert.equal(key.extractable, false);
  await assert.rejects(crypto.subtle.exportKey("raw", key));
});

test("a device without keys still tells short and broken codes", async () => {
  const keyless = { edition: { tag: 42, keys: [] }, others: [] };
  assert.equal((await parseBadgeCode("RW42-J68D", keyless)).kind, "short");
  assert.equal((await parseBadgeCode("A580020G30G2GC1R81450PPH56WVJ", keyless)).kind, "broken");
});

test("a keypad learns of a slip at once", () => {
  assert.equal(parseShortCode(" rw42-j68d "), "RW42J68D");
  assert.equal(parseShortCode("RW42-J68E"), null);
  assert.equal(parseShortCode("RW42"), null);
  assert.equal(parseShortCode(""), null);
  assert.equal(parseShortCode("x".repeat(4096)), null);
});

test("a badge of ours is no short code", () => {
  assert.equal(parseShortCode("A580020G30G2GC1R81450PPH56WVJ"), null);
});
