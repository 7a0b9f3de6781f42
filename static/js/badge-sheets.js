/**
 * Follows a sheet of badges while it is drawn, and then offers it.
 */

import { SheetView } from "./views/console/sheet-view.js";

/** @typedef {import("./views/console/sheet-view.js").SheetState} SheetState */

const EVERY_MS = 400;
const AFTER_FAILURE_MS = 3_000;

/**
 * @param {SheetView} view
 * @param {string} url
 */
async function follow(view, url) {
  try {
    const response = await fetch(url, { headers: { Accept: "application/json" } });
    if (response.redirected || response.status === 401 || response.status === 404) {
      // Signed out, or the server was started anew: the page itself says which.
      location.reload();
      return;
    }
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    const sheet = /** @type {SheetState} */ (await response.json());
    view.show(sheet);
    if (sheet.state === "printing") setTimeout(() => void follow(view, url), EVERY_MS);
    else allowNext();
  } catch {
    // The network is away for a moment: the sheet goes on without us.
    setTimeout(() => void follow(view, url), AFTER_FAILURE_MS);
  }
}

function allowNext() {
  const start = document.querySelector("[data-part=start]");
  if (start instanceof HTMLButtonElement) start.disabled = false;
}

const sheet = document.getElementById("sheet");
if (sheet?.dataset.state === "printing" && sheet.dataset.url) {
  await follow(new SheetView(sheet), sheet.dataset.url);
}
