import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import {
  countRescued, makeRescue, makeSecret, splitRescues,
} from "../../../static/js/models/rescue.js";
import { makeScan } from "../support/scans.js";

test("the server's example comes out byte for byte", async () => {
  const example = JSON.parse(
    await readFile(new URL("../../vectors/examples/rescue.json", import.meta.url), "utf8"),
  );
  const { device_id: deviceId, token, made_at: madeAt, scans, text } = example;
  const secret = await makeSecret(token);
  assert.equal(await makeRescue({ deviceId, secret, madeAt, scans }), text);
  assert.equal(await countRescued(text), scans.length);
});

test("rescues of several pairings go one after the other, and come apart again", async () => {
  const made = { secret: await makeSecret("t"), madeAt: 1, scans: [makeScan(1), makeScan(2)] };
  const first = await makeRescue({ deviceId: "one", ...made });
  const second = await makeRescue({ deviceId: "two", ...made });
  assert.deepEqual(splitRescues(first + second), [first, second]);
  assert.deepEqual(splitRescues(first), [first]);
  assert.equal(await countRescued(first + second), 4);
  assert.equal(await countRescued(first + second.slice(0, -9)), null);
  assert.equal(await countRescued(""), null);
});
