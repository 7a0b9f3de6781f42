/** What a device says of its camera and of how long its scans take, in words for the organizer. */

/** @typedef {import("./attendance-types.js").CameraFigures} CameraFigures */
/** @typedef {import("./attendance-types.js").ScanPace} ScanPace */
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
 * How long a device's last scans took, from p50 to p95; steps nobody measured are left out.
 * @param {ScanPace | null} pace
 * @param {CameraFigures | null} camera
 * @param {Translate} t
 * @returns {string}
 */
export function wordSteps(pace, camera, t) {
  const steps = [
    wordStep(pace?.capture_ms_p50, pace?.capture_ms_p95, (span) =>
      t("waiting %(usual)s to %(most)s ms", span)),
    wordStep(pace?.decode_ms_p50, pace?.decode_ms_p95, (span) =>
      t("reading %(usual)s to %(most)s ms", span)),
    wordStep(pace?.decide_ms_p50, pace?.decide_ms_p95, (span) =>
      t("deciding %(usual)s to %(most)s ms", span)),
    wordStep(camera?.confirm_ms_p50, camera?.confirm_ms_p95, (span) =>
      t("confirmed after %(usual)s to %(most)s ms", span)),
  ].filter(Boolean);
  return steps.length === 0 ? "" : t("Last scans: %(steps)s", { steps: steps.join(" · ") });
}

/**
 * @param {number | null | undefined} usual
 * @param {number | null | undefined} most
 * @param {(span: {usual: number, most: number}) => string} word
 * @returns {string}
 */
function wordStep(usual, most, word) {
  if (usual == null || most == null) return "";
  return word({ usual: Math.round(usual), most: Math.round(most) });
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
