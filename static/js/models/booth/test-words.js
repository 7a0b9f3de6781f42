/** What the phone's test calls its parts, and what to do about each weakness. */

/** @typedef {import("../../helpers/i18n.js").Texts["t"]} Translate */

/** @type {Readonly<Record<string, (t: Translate) => string>>} */
const NAMES = Object.freeze({
  camera: (t) => t("Camera"),
  decoder: (t) => t("Code reader"),
  storage: (t) => t("Storage"),
  clock: (t) => t("Clock"),
  connection: (t) => t("Connection"),
});

/** @type {Readonly<Record<string, (t: Translate) => string>>} */
const ADVICE = Object.freeze({
  camera_denied: (t) => t("Allow the camera for this page in the browser’s settings. Codes can be typed meanwhile."),
  camera_missing: (t) => t("No camera was found. A hand scanner and typed codes work."),
  camera_busy: (t) => t("Another app holds the camera: close it, then test again."),
  camera_insecure: (t) => t("Open the page with https, or type the codes."),
  camera_slow: (t) => t("The picture is slow or small: hold badges a little longer."),
  decoder_slow: (t) => t("This phone reads slowly: hold badges still, in good light."),
  reader_failed: (t) => t("The reader did not start: load the page again."),
  storage_blocked: (t) => t("Nothing can be kept here: leave the private window."),
  storage_full: (t) => t("Free some space on this phone."),
  storage_slow: (t) => t("Storage is slow: close other apps."),
  storage_not_kept: (t) => t("Add this page to the home screen, so that the phone never clears it."),
  clock_unknown: (t) => t("It is measured with the next connection."),
  clock_off: (t) => t("Set the phone’s clock to automatic."),
  offline: (t) => t("No answer from the server. Scanning works all the same; details come later."),
  connection_slow: (t) => t("The network is weak here. Scans never wait for it."),
});

/**
 * @param {string} name
 * @param {Translate} t
 */
export function nameTest(name, t) {
  return NAMES[name]?.(t) ?? name;
}

/**
 * @param {string | null} advice
 * @param {Translate} t
 */
export function wordAdvice(advice, t) {
  return advice === null ? "" : (ADVICE[advice]?.(t) ?? advice);
}

/**
 * @param {import("./self-test.js").Fitness} fitness
 * @param {Translate} t
 */
export function wordFitness(fitness, t) {
  if (fitness === "good") return t("This phone is ready");
  return fitness === "weak" ? t("Ready, with remarks") : t("Not ready yet");
}
