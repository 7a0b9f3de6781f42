import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { countRescued, makeRescue } from "../../../static/js/models/rescue.js";

test("the server's example comes out byte for byte", async () => {
  const example = JSON.parse(
    await readFile(new URL("../../vectors/examples/rescue.json", import.meta.url), "utf8"),
  );
  const { device_id: deviceId, token, made_at: madeAt, scans, text } = example;
  assert.equal(await makeRescue({ deviceId, token, madeAt, scans }), text);
  assert.equal(await countRescued(text), scans.length);
});
