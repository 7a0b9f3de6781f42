/** What a device must be able to do, tried for real. Each check answers with one of its outcomes. */

/**
 * @typedef {"passed" | "failed" | "noted"} CheckState
 * @typedef {{ state: CheckState, outcome: string }} CheckResult
 * `outcome` names the sentence to show; the page has one for each.
 */

const LIVE_PATIENCE_MS = 5000;

/** @type {CheckResult} */
const PASSED = { state: "passed", outcome: "passed" };

/** @param {string} outcome @returns {CheckResult} */
const failed = (outcome) => ({ state: "failed", outcome });

/** @param {string} outcome @returns {CheckResult} */
const noted = (outcome) => ({ state: "noted", outcome });

/** @returns {Promise<CheckResult>} */
export async function checkSecure() {
  return isSecureContext ? PASSED : failed("insecure");
}

/**
 * Browsers refuse a service worker on a certificate they do not trust, even when somebody has
 * clicked the warning away: registering one is the proof of trust.
 * @param {string} workerAddress
 * @returns {Promise<CheckResult>}
 */
export async function checkWorker(workerAddress) {
  if (!("serviceWorker" in navigator)) return failed(isSecureContext ? "missing" : "untrusted");
  try {
    const registration = await navigator.serviceWorker.register(workerAddress);
    await registration.unregister();
    return PASSED;
  } catch {
    return failed("untrusted");
  }
}

/** @returns {Promise<CheckResult>} asks for the camera and lets it go again */
export async function checkCamera() {
  if (!navigator.mediaDevices?.getUserMedia) return failed("insecure");
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true });
    for (const track of stream.getTracks()) track.stop();
    return PASSED;
  } catch (error) {
    return readCameraError(error instanceof DOMException ? error.name : "");
  }
}

/** @param {string} name @returns {CheckResult} */
function readCameraError(name) {
  if (name === "NotFoundError" || name === "OverconstrainedError") return noted("none");
  if (name === "NotReadableError" || name === "AbortError") return failed("busy");
  return failed("denied");
}

/** @returns {Promise<boolean>} whether asking for the camera would raise no question */
export async function mayUseCamera() {
  try {
    const name = /** @type {PermissionName} */ ("camera");
    return (await navigator.permissions.query({ name })).state === "granted";
  } catch {
    return false; // Firefox does not know this question
  }
}

/** @returns {Promise<CheckResult>} */
export async function checkStorage() {
  if (!("indexedDB" in globalThis) || !navigator.storage?.persist) return failed("missing");
  const isKept = (await navigator.storage.persisted()) || (await navigator.storage.persist());
  return isKept ? PASSED : noted("temporary");
}

/**
 * @param {boolean} isServed whether this server has a live connection at all
 * @returns {Promise<CheckResult>}
 */
export function checkLive(isServed) {
  if (!isServed) return Promise.resolve(noted("skipped"));
  return new Promise((resolve) => {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const address = `${scheme}://${location.host}/socket.io/?EIO=4&transport=websocket`;
    const socket = new WebSocket(address);
    const give = (/** @type {CheckResult} */ result) => {
      clearTimeout(patience);
      resolve(result);
      socket.close();
    };
    const patience = setTimeout(() => give(failed("closed")), LIVE_PATIENCE_MS);
    socket.addEventListener("message", () => give(PASSED));
    socket.addEventListener("close", () => give(failed("closed")));
  });
}
