import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { createTexts } from "../../../static/js/helpers/i18n.js";
import { hintForCamera, wordProblem } from "../../../static/js/models/problem-words.js";
import { PROBLEMS, Readiness } from "../../../static/js/models/readiness.js";
import { chooseScreen } from "../../../static/js/models/screen-choice.js";

const { t } = createTexts("en", { locale: "en", messages: {} });
const SITUATION = {
  isPaired: true,
  isStarted: true,
  isTyping: false,
  isConfigured: true,
  worst: /** @type {string | null} */ (null),
};

test("the worst problem is told, the others come after it", () => {
  const readiness = new Readiness();
  readiness.set("camera_busy");
  readiness.set("device_revoked");
  assert.equal(readiness.worst, "device_revoked");
  readiness.set("device_revoked", false);
  assert.equal(readiness.worst, "camera_busy");
});

test("without a camera badges can still be scanned by hand, without a connection not", () => {
  const readiness = new Readiness();
  readiness.set("camera_missing");
  assert.equal(readiness.isOpen, true);
  readiness.set("connection_lost");
  assert.equal(readiness.isOpen, false);
});

test("setting says whether anything changed", () => {
  const readiness = new Readiness();
  assert.equal(readiness.set("no_gate"), true);
  assert.equal(readiness.set("no_gate"), false);
  readiness.clear("no_");
  assert.equal(readiness.worst, null);
});

test("every problem is in the documentation", async () => {
  const page = await readFile(new URL("../../../docs/kiosk.md", import.meta.url), "utf8");
  assert.deepEqual(PROBLEMS.filter((code) => !page.includes(`\`${code}\``)), []);
});

test("every problem has words of its own", () => {
  const known = PROBLEMS.filter((code) => code !== "kiosk_failed");
  const titles = new Set(known.map((code) => wordProblem(code, t, "").title));
  assert.equal(titles.size, known.length);
  assert.ok(wordProblem("a_problem_nobody_knew", t, "").title);
});

test("the hint for the camera is this browser's own", () => {
  const agents = [
    "Mozilla/5.0 (iPad; CPU OS 18_4 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1",
    "Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0",
    "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15",
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/156.0 Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36",
  ];
  assert.equal(new Set(agents.map((agent) => hintForCamera(t, agent))).size, agents.length);
});

test("the screen follows from what is known", () => {
  assert.equal(chooseScreen(SITUATION), "idle");
  assert.equal(chooseScreen({ ...SITUATION, isPaired: false }), "pairing");
  assert.equal(chooseScreen({ ...SITUATION, isPaired: false, worst: "storage_blocked" }), "not-ready");
  assert.equal(chooseScreen({ ...SITUATION, isStarted: false }), "start");
  assert.equal(chooseScreen({ ...SITUATION, isStarted: false, worst: "device_revoked" }), "not-ready");
  assert.equal(chooseScreen({ ...SITUATION, isConfigured: false }), "loading");
  assert.equal(chooseScreen({ ...SITUATION, worst: "camera_denied" }), "not-ready");
  assert.equal(chooseScreen({ ...SITUATION, isTyping: true }), "code");
  assert.equal(chooseScreen({ ...SITUATION, isTyping: true, worst: "camera_denied" }), "code");
  assert.equal(chooseScreen({ ...SITUATION, isTyping: true, worst: "connection_lost" }), "not-ready");
});
