import assert from "node:assert/strict";
import { test } from "node:test";

import { wordCamera } from "../../../static/js/models/camera-words.js";

/**
 * @param {string} text
 * @param {Record<string, unknown>} [values]
 */
const t = (text, values = {}) => text.replace(/%\((\w+)\)s/g, (_, name) => String(values[name]));

const CAMERA = {
  fps: 24.4, decode_ms_p50: 9.2, decode_ms_p95: 31.6, read_rate: 0.874, sharpness: 240,
  brightness: 128, glare: 0.01, hint: null,
};

test("a station's camera is told in one line", () => {
  assert.equal(
    wordCamera(CAMERA, t),
    "Camera: 24 pictures a second, 9 to 32 ms each · codes read in 87\u00a0% of pictures",
  );
  assert.match(wordCamera({ ...CAMERA, hint: "too_dark" }, t), / · too dark$/);
});

test("what is not known is left out, a tablet says nothing", () => {
  assert.equal(wordCamera(null, t), "");
  assert.equal(wordCamera({ ...CAMERA, fps: null, read_rate: null, hint: "other" }, t), "");
});
