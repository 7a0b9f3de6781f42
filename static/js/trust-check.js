/** The page that tells whether this device is ready: runs the checks, shows their outcomes. */

import {
  checkCamera,
  checkLive,
  checkSecure,
  checkStorage,
  checkWorker,
  mayUseCamera,
} from "./models/device-checks.js";

/** @typedef {import("./models/device-checks.js").CheckResult} CheckResult */

/** @param {string} selector @returns {HTMLElement} */
function find(selector) {
  const element = document.querySelector(selector);
  if (element instanceof HTMLElement) return element;
  throw new Error(`the page has no ${selector}`);
}

/** @param {string} code @param {{ state: string, outcome: string }} result */
function showCheck(code, { state, outcome }) {
  const row = find(`[data-check="${code}"]`);
  row.dataset.state = state;
  for (const text of row.querySelectorAll("[data-outcome]")) {
    text.toggleAttribute("hidden", text.getAttribute("data-outcome") !== outcome);
  }
}

/** All passed or noted: ready. Something failed: not. Else somebody has yet to press a button. */
function showResult() {
  const states = [...document.querySelectorAll("[data-check]")].map((row) =>
    row.getAttribute("data-state"),
  );
  const isWaiting = states.includes("waiting");
  const result = states.includes("failed") ? "failed" : isWaiting ? "waiting" : "passed";
  find("#result").dataset.state = result;
}

/** @param {string} code @param {Promise<CheckResult>} check */
async function run(code, check) {
  showCheck(code, await check);
  showResult();
}

async function runAll() {
  const { worker = "", live } = find(".checks").dataset;
  const isCameraAllowed = await mayUseCamera();
  await Promise.all([
    run("secure", checkSecure()),
    run("worker", checkWorker(worker)),
    run("storage", checkStorage()),
    run("live", checkLive(live === "yes")),
    isCameraAllowed || !isSecureContext ? run("camera", checkCamera()) : undefined,
  ]);
}

find("#ask-camera").addEventListener("click", () => void run("camera", checkCamera()));
find("#check-again").addEventListener("click", () => location.reload());
void runAll();
