import assert from "node:assert/strict";
import { test } from "node:test";

import { wordCamera, wordSteps } from "../../../static/js/models/camera-words.js";

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

test("the steps of the last scans are told where they were measured", () => {
  const pace = {
    capture_ms_p50: 5, capture_ms_p95: 12.4, decode_ms_p50: 9, decode_ms_p95: 31,
    decide_ms_p50: 3.6, decide_ms_p95: 8,
  };
  const camera = { ...CAMERA, confirm_ms_p50: 21, confirm_ms_p95: 60 };
  assert.equal(
    wordSteps(pace, camera, t),
    "Last scans: waiting 5 to 12 ms · reading 9 to 31 ms · deciding 4 to 8 ms"
      + " · confirmed after 21 to 60 ms",
  );
  const typed = { ...pace, capture_ms_p50: null, decode_ms_p95: null };
  assert.equal(wordSteps(typed, null, t), "Last scans: deciding 4 to 8 ms");
  assert.equal(wordSteps(null, CAMERA, t), "");
});
