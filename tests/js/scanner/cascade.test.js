import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { cutFor, STEPS, stepAt } from "../../../static/js/scanner/cascade.js";
import { darkModules } from "../../../static/js/scanner/native-reader.js";
import { prepareZXingModule, readBarcodes } from "../../../static/vendor/zxing-wasm/dist/es/reader/index.js";

const WASM = new URL("../../../static/vendor/zxing-wasm/dist/reader/zxing_reader.wasm", import.meta.url);

test("successive frames go through every preparation and start over", () => {
  const turns = Array.from({ length: STEPS.length }, (_, turn) => stepAt(turn));
  assert.deepEqual(turns, [...STEPS]);
  assert.equal(stepAt(STEPS.length), STEPS[0]);
});

test("every preparation also reads inverted codes, as on dark-mode phones", () => {
  assert.ok(STEPS.every((step) => step.options.tryInvert));
});

test("a cut stays inside the picture, in whole pixels, whatever its size", () => {
  for (const [width, height] of [[1280, 720], [640, 480], [1920, 1080], [720, 1280], [3840, 2160]]) {
    for (const step of STEPS) {
      const cut = cutFor(step, width ?? 0, height ?? 0);
      assert.ok(Object.values(cut).every(Number.isInteger));
      assert.ok(cut.left >= 0 && cut.left + cut.width <= (width ?? 0));
      assert.ok(cut.top >= 0 && cut.top + cut.height <= (height ?? 0));
      assert.ok(cut.drawnWidth * cut.drawnHeight < 2_500_000);
    }
  }
});

test("the picture that a platform's reader must read is readable", async () => {
  const wasmBinary = new Uint8Array(await readFile(WASM)).buffer;
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  const results = await readBarcodes(drawModules(darkModules(), 6), { formats: ["QRCode"] });
  assert.equal(results[0]?.text, "ACCUEIL");
});

/**
 * @param {Array<[number, number]>} modules
 * @param {number} scale
 */
function drawModules(modules, scale) {
  const side = 29 * scale;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [x, y] of modules) {
    for (let i = 0; i < scale * scale; i += 1) {
      const left = (x + 4) * scale + (i % scale);
      const top = (y + 4) * scale + Math.floor(i / scale);
      data.fill(0, 4 * (top * side + left), 4 * (top * side + left) + 3);
    }
  }
  return /** @type {ImageData} */ ({ data, width: side, height: side, colorSpace: "srgb" });
}
