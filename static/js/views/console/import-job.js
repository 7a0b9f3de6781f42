/** Follows a file while it is read, checked or stored, then shows the page anew. */

import { delay } from "../../helpers/timing.js";
import { part, write } from "./elements.js";

/** @typedef {{state: string, words?: string, rows?: string, share?: number | null}} Progress */

const EVERY_MS = 400;
const AFTER_FAILURE_MS = 2_000;

/**
 * @param {HTMLElement} root the page's `#job`
 * @returns {Promise<void>} when the page loads anew
 */
export async function followJob(root) {
  for (;;) {
    const progress = await askProgress(root.dataset.address ?? "");
    if (progress && progress.state !== "running") {
      location.reload();
      return;
    }
    if (progress) showProgress(root, progress);
    await delay(progress ? EVERY_MS : AFTER_FAILURE_MS);
  }
}

/**
 * @param {string} address
 * @returns {Promise<Progress | null>} null while the server cannot be reached
 */
async function askProgress(address) {
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    if (response.ok) return /** @type {Progress} */ (await response.json());
    // Signed out, or no such file any more: the page itself says which.
    return response.status < 500 ? { state: "unknown" } : null;
  } catch {
    return null;
  }
}

/**
 * @param {HTMLElement} root
 * @param {Progress} progress
 */
function showProgress(root, { words = "", rows = "", share }) {
  write(part(root, "words"), `${words}…`);
  write(part(root, "rows"), rows);
  const bar = /** @type {HTMLProgressElement} */ (part(root, "bar"));
  if (typeof share === "number") bar.value = share;
  else bar.removeAttribute("value");
}
