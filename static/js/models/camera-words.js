/** What a station says of its camera, in words for the organizer. */

/** @typedef {import("./attendance-types.js").CameraFigures} CameraFigures */
/** @typedef {import("../helpers/i18n.js").Texts["t"]} Translate */

/** @type {Readonly<Record<string, (t: Translate) => string>>} */
const HINTS = Object.freeze({
  too_dark: (t) => t("too dark"),
  closer: (t) => t("badges are held too far away"),
  tilt: (t) => t("badges reflect light"),
  hold_still: (t) => t("badges are blurred"),
});

/**
 * Empty for a device that says nothing of a camera.
 * @param {CameraFigures | null} camera
 * @param {Translate} t
 * @returns {string}
 */
export function wordCamera(camera, t) {
  if (camera === null) return "";
  return [wordPace(camera, t), wordRate(camera, t), wordHint(camera, t)].filter(Boolean).join(" · ");
}

/**
 * @param {CameraFigures} camera
 * @param {Translate} t
 * @returns {string}
 */
function wordPace({ fps, decode_ms_p50: usual, decode_ms_p95: most }, t) {
  if (fps === null || usual === null || most === null) return "";
  return t("Camera: %(fps)s pictures a second, %(usual)s to %(most)s ms each", {
    fps: Math.round(fps), usual: Math.round(usual), most: Math.round(most),
  });
}

/**
 * @param {CameraFigures} camera
 * @param {Translate} t
 * @returns {string}
 */
function wordRate({ read_rate: rate }, t) {
  if (rate === null) return "";
  return t("codes read in %(share)s of pictures", { share: `${Math.round(rate * 100)}\u00a0%` });
}

/**
 * @param {CameraFigures} camera
 * @param {Translate} t
 * @returns {string}
 */
function wordHint({ hint }, t) {
  return HINTS[hint ?? ""]?.(t) ?? "";
}
