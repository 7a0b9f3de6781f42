// The vectors that both languages answer, answered by JavaScript.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";

import { callFunction } from "../../domain/js_functions.mjs";

const folder = new URL("../../vectors/", import.meta.url);

for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
  const sections = JSON.parse(readFileSync(new URL(file, folder), "ascii"));
  for (const section of sections) describe(section.function, () => testSection(section));
}

/** @param {{function: string, shared: object, cases: any[]}} section */
function testSection(section) {
  for (const { name, given, expected } of section.cases) {
    test(name, async () => {
      const answer = await callFunction(section.function, { ...section.shared, ...given });
      assert.deepEqual(JSON.parse(JSON.stringify(answer ?? null)), expected);
    });
  }
}
