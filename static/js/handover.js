/** The hand-over page: notices a device that trusts the server already, and an iPad in disguise. */

const SEEN_PATH = "/trust-check/seen.svg";

/**
 * Whether a picture from the secure origin can be loaded. It cannot while the browser does not
 * trust the certificate: a picture shows no warning one could click away.
 * @param {string} origin for instance "https://192.168.1.20:8443"
 * @returns {Promise<boolean>}
 */
function trustsOrigin(origin) {
  return new Promise((resolve) => {
    const picture = new Image();
    picture.addEventListener("load", () => resolve(true));
    picture.addEventListener("error", () => resolve(false));
    picture.src = `${origin}${SEEN_PATH}?${Date.now()}`;
  });
}

/** @param {HTMLElement} trust */
async function showTrust(trust) {
  const isTrusted = await trustsOrigin(trust.dataset.origin ?? "");
  trust.dataset.state = isTrusted ? "trusted" : "unknown";
}

/** Somebody comes back from the settings to look whether it worked. */
function watchTrust() {
  const trust = document.getElementById("trust");
  if (!trust) return;
  void showTrust(trust);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) void showTrust(trust);
  });
}

/** iPads call themselves Macs; Macs have no touch screen. */
function correctPlatform() {
  const guess = document.querySelector("[data-guessed]")?.getAttribute("data-guessed");
  const choice = document.querySelector('[data-platform="ios"]');
  if (guess === "macos" && navigator.maxTouchPoints > 1 && choice instanceof HTMLAnchorElement) {
    location.replace(choice.href);
  }
}

correctPlatform();
watchTrust();
