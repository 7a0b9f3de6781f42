/**
 * One camera: opening it with words for what goes wrong, its light, the list of them all.
 */

/** What keeps a camera from opening, as codes of models/readiness.js. */
export class CameraError extends Error {
  /**
   * @param {string} code
   * @param {unknown} [cause]
   */
  constructor(code, cause) {
    super(code, { cause });
    this.name = "CameraError";
    this.code = code;
  }
}

/** Names of DOMException by getUserMedia (MDN, MediaDevices.getUserMedia). */
const CODES = Object.freeze(
  /** @type {Record<string, string>} */ ({
    NotAllowedError: "camera_denied",
    SecurityError: "camera_denied",
    NotFoundError: "camera_missing",
    OverconstrainedError: "camera_missing",
    NotReadableError: "camera_busy",
    AbortError: "camera_busy",
  }),
);

/**
 * @typedef {MediaTrackCapabilities & {torch?: boolean}} Capabilities
 * @typedef {{id: string, label: string}} CameraChoice
 */

/**
 * Opens a camera. Throws CameraError.
 * @param {string} choice a camera's id, `front` or `rear`; an id that is gone gives the front one
 * @param {MediaDevices | undefined} [devices] undefined on pages that are not secure
 * @returns {Promise<MediaStream>}
 */
export async function openCamera(choice, devices = navigator.mediaDevices) {
  if (devices === undefined) throw new CameraError("camera_insecure");
  try {
    return await devices.getUserMedia(wish(choice));
  } catch (error) {
    const code = codeOf(error);
    const isNamed = choice !== "front" && choice !== "rear";
    if (isNamed && code === "camera_missing") return openCamera("front", devices);
    throw new CameraError(code, error);
  }
}

/**
 * @param {MediaDevices | undefined} [devices]
 * @returns {Promise<CameraChoice[]>} labels are empty until a camera was allowed
 */
export async function listCameras(devices = navigator.mediaDevices) {
  const all = (await devices?.enumerateDevices()) ?? [];
  return all
    .filter((device) => device.kind === "videoinput")
    .map(({ deviceId, label }) => ({ id: deviceId, label }));
}

/**
 * Whether the visitor should see himself as in a mirror: with every camera that faces him.
 * @param {MediaStream} stream
 * @returns {boolean}
 */
export function isMirrored(stream) {
  return stream.getVideoTracks()[0]?.getSettings().facingMode !== "environment";
}

/**
 * @param {MediaStream | null} stream
 * @returns {boolean}
 */
export function hasTorch(stream) {
  const track = stream?.getVideoTracks()[0];
  const capabilities = /** @type {Capabilities | undefined} */ (track?.getCapabilities?.());
  return capabilities?.torch === true;
}

/**
 * @param {MediaStream} stream
 * @param {boolean} isOn
 * @returns {Promise<void>}
 */
export async function setTorch(stream, isOn) {
  const light = /** @type {MediaTrackConstraintSet} */ ({ torch: isOn });
  await stream.getVideoTracks()[0]?.applyConstraints({ advanced: [light] });
}

/** @param {MediaStream | null} stream */
export function closeCamera(stream) {
  stream?.getTracks().forEach((track) => track.stop());
}

/**
 * @param {string} choice
 * @returns {MediaStreamConstraints}
 */
function wish(choice) {
  const facing = { front: "user", rear: "environment" }[choice];
  return {
    audio: false,
    video: {
      width: { ideal: 1280 },
      height: { ideal: 720 },
      frameRate: { ideal: 30 },
      ...(facing === undefined
        ? { deviceId: { exact: choice } }
        : { facingMode: { ideal: facing } }),
    },
  };
}

/**
 * @param {unknown} error
 * @returns {string}
 */
function codeOf(error) {
  const name = error instanceof Error ? error.name : "";
  return CODES[name] ?? "camera_busy";
}
