/**
 * What the grey screen says about each problem: its name, what happened, what the team can do.
 */

/** @typedef {import("../helpers/i18n.js").Texts["t"]} Translate */
/** @typedef {{title: string, what: string, remedy: string}} ProblemWords */
/** @typedef {(t: Translate, hint: string) => ProblemWords} Wording */

/** @type {Readonly<Record<string, Wording>>} */
const WORDINGS = Object.freeze({
  storage_blocked: (t) => ({
    title: t("This browser keeps nothing"),
    what: t("Scans cannot be kept safe here, so none are taken."),
    remedy: t("Close the private window, or allow this site to store data, then load the page again."),
  }),
  storage_full: (t) => ({
    title: t("This device has no space left"),
    what: t("Scans cannot be kept safe any more, so none are taken. Those made before are safe."),
    remedy: t("Free some space on this device, then try again."),
  }),
  other_tab: (t) => ({
    title: t("The kiosk is open in another tab"),
    what: t("Only one page at a time may take scans on a device."),
    remedy: t("Close this tab, or the other one."),
  }),
  wrong_version: (t) => ({
    title: t("This page is out of date"),
    what: t("The server was updated. Scans made before are kept."),
    remedy: t("Load the page again."),
  }),
  device_revoked: (t) => ({
    title: t("This device was withdrawn"),
    what: t("An organizer has revoked it. Scans that were not sent are kept here."),
    remedy: t("Ask an organizer for a new pairing code, then pair again."),
  }),
  device_unknown: (t) => ({
    title: t("The server does not know this device"),
    what: t("Its pairing is no longer valid. Scans that were not sent are kept here."),
    remedy: t("Ask an organizer for a new pairing code, then pair again."),
  }),
  connection_lost: (t) => ({
    title: t("No connection to the server"),
    what: t("Scans made so far are kept on this device and will be sent by themselves."),
    remedy: t("Check the Wi-Fi of this device and that the server is running. We keep trying."),
  }),
  no_configuration: (t) => ({
    title: t("Waiting for the set-up"),
    what: t("The server has not yet told this kiosk what to do."),
    remedy: t("It continues by itself. If it takes longer than a minute, load the page again."),
  }),
  wrong_role: (t) => ({
    title: t("This device was paired for something else"),
    what: t("Only devices with the role “gate” or “desk” may let visitors in."),
    remedy: t("Ask an organizer for a pairing code for a gate, then pair again."),
  }),
  no_gate: (t) => ({
    title: t("This device has no gate"),
    what: t("Nobody has decided which gate it stands at."),
    remedy: t("Give it a gate on the organizer’s page, under Devices. It continues by itself."),
  }),
  camera_denied: (t, hint) => ({
    title: t("The camera is not allowed"),
    what: t("This browser keeps the camera from this page."),
    remedy: hint,
  }),
  camera_busy: (t) => ({
    title: t("Another app is using the camera"),
    what: t("The camera is there, but does not answer."),
    remedy: t("Close other apps and tabs that may use the camera. We keep trying."),
  }),
  camera_missing: (t) => ({
    title: t("No camera was found"),
    what: t("A hand scanner and typed codes still work."),
    remedy: t("Plug in a camera, or go on without one."),
  }),
  camera_lost: (t) => ({
    title: t("The camera has stopped"),
    what: t("It gives no pictures any more. A hand scanner and typed codes still work."),
    remedy: t("We are starting it again. If this stays, unplug it for a moment or restart the device."),
  }),
  camera_black: (t) => ({
    title: t("The camera’s picture is black"),
    what: t("Its lens may be covered, or its shutter closed."),
    remedy: t("Uncover the lens. It continues by itself."),
  }),
  camera_frozen: (t) => ({
    title: t("The camera’s picture stands still"),
    what: t("It is the same for seconds. A hand scanner and typed codes still work."),
    remedy: t("We are starting it again. If this stays, unplug it for a moment or restart the device."),
  }),
  camera_opening: (t) => ({
    title: t("The camera is starting"),
    what: t("It has not given a picture yet."),
    remedy: t("It continues by itself."),
  }),
  camera_insecure: (t) => ({
    title: t("This page was not opened securely"),
    what: t("Browsers give the camera only to pages with https."),
    remedy: t("Open the address that starts with https, or use a hand scanner."),
  }),
  reader_failed: (t) => ({
    title: t("The code reader did not start"),
    what: t("The camera works, but its pictures cannot be read."),
    remedy: t("Load the page again. A hand scanner and typed codes still work."),
  }),
});

/**
 * @param {string} code
 * @param {Translate} t
 * @param {string} userAgent decides where this browser hides its camera switch
 * @returns {ProblemWords}
 */
export function wordProblem(code, t, userAgent) {
  const wording = WORDINGS[code];
  if (wording !== undefined) return wording(t, hintForCamera(t, userAgent));
  return {
    title: t("Something is wrong with this kiosk"),
    what: t("Scans made so far are kept."),
    remedy: t("Load the page again."),
  };
}

/**
 * Where a camera that was denied is allowed again, browser by browser.
 * @param {Translate} t
 * @param {string} userAgent
 * @returns {string}
 */
export function hintForCamera(t, userAgent) {
  if (/iPad|iPhone/.test(userAgent)) {
    return t("In Safari, tap the page symbol left of the address, then Website Settings, Camera, Allow.");
  }
  if (/Firefox/.test(userAgent)) {
    return t("In Firefox, tap the lock left of the address, clear the blocked camera, and try again.");
  }
  if (/Safari/.test(userAgent) && !/Chrom/.test(userAgent)) {
    return t("In Safari, open Settings for This Website in the Safari menu, and allow the camera.");
  }
  if (/Android/.test(userAgent)) {
    return t("In Chrome, tap the symbol left of the address, then Permissions, Camera, Allow.");
  }
  return t("Click the symbol left of the address, allow the camera, and load the page again.");
}
