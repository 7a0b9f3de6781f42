/**
 * The scanner on the booth's page: the camera rests when nobody scans, and a tap wakes it.
 * Tells: `reading` (Reading).
 */

import { elementById, setShown, setText } from "../../helpers/dom.js";
import { Emitter } from "../../helpers/emitter.js";
import { wordProblem } from "../../models/problem-words.js";
import { hasTorch, setTorch } from "../../scanner/camera.js";
import { CameraRoom, NO_CAMERA } from "../camera-room.js";

/** @typedef {import("../../helpers/i18n.js").Texts} Texts */

/** A camera left on empties a phone by noon. */
export const RESTS_AFTER_MS = 90_000;

export class ViewerRoom extends Emitter {
  #camera;
  #readiness;
  #texts;
  #hasCamera = true;
  #isAwake = false;
  #isWanted = false;
  /** Whether the camera may go on without a tap. */
  mayStartAlone = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #restTimer;

  /**
   * @param {{
   *   readiness: import("../../models/readiness.js").Readiness,
   *   settings: () => import("../../store/settings-store.js").SettingsStore | null,
   *   texts: () => Texts,
   * }} parts
   */
  constructor({ readiness, settings, texts }) {
    super();
    this.#readiness = readiness;
    this.#texts = texts;
    this.#camera = new CameraRoom(readiness, settings);
    this.#camera
      .on("reading", (reading) => this.#take(reading))
      .on("use", (hasCamera) => this.#setCamera(hasCamera))
      .on("problems", () => this.refresh());
    elementById("wake-camera").addEventListener("click", () => void this.wake());
    elementById("torch").addEventListener("click", () => void this.#toggleTorch());
    document.addEventListener("visibilitychange", () => document.hidden && this.rest());
    document.addEventListener("pointerdown", () => this.#stayAwake());
  }

  /** Whether the scanner's room is in front. @param {boolean} isWanted */
  follow(isWanted) {
    if (isWanted === this.#isWanted) return;
    this.#isWanted = isWanted;
    if (!isWanted) this.rest();
    else if (this.mayStartAlone) void this.wake();
    else this.refresh();
  }

  async wake() {
    this.mayStartAlone = true;
    this.#isAwake = true;
    this.refresh();
    this.#stayAwake();
    await this.#camera.start();
    this.refresh();
  }

  /** The camera's light goes out. */
  rest() {
    clearTimeout(this.#restTimer);
    this.#isAwake = false;
    this.#camera.stop();
    this.refresh();
  }

  /** @param {string} choice as for openCamera, or NO_CAMERA */
  async choose(choice) {
    await this.#camera.choose(choice);
    if (!this.#isWanted) this.rest();
  }

  /** Says anew what is in the picture's place. */
  refresh() {
    const code = this.#readiness.worst;
    const state = !this.#hasCamera ? "none" : this.#isAwake && !isTrouble(code) ? "on" : "asleep";
    elementById("lens").dataset.camera = state;
    setShown("wake-camera", state !== "on");
    setShown("torch", state === "on" && hasTorch(this.#camera.stream));
    setText("wake-words", this.#word(state, code));
  }

  /**
   * @param {string} state
   * @param {string | null} code
   */
  #word(state, code) {
    const { t } = this.#texts();
    if (state === "none") return t("Scan with the hand scanner, or type the code");
    if (!this.#isAwake || code === null || !isTrouble(code)) return t("Tap to scan");
    const words = wordProblem(code, t, navigator.userAgent);
    return `${words.title}. ${words.remedy}`;
  }

  /** @param {import("../../models/wire-types.js").Reading} reading */
  #take(reading) {
    this.#stayAwake();
    this.emit("reading", reading);
  }

  #stayAwake() {
    clearTimeout(this.#restTimer);
    if (this.#isAwake) this.#restTimer = setTimeout(() => this.rest(), RESTS_AFTER_MS);
  }

  /** @param {boolean} hasCamera */
  #setCamera(hasCamera) {
    this.#hasCamera = hasCamera;
    this.refresh();
  }

  async #toggleTorch() {
    const button = elementById("torch");
    const isOn = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(isOn));
    const { stream } = this.#camera;
    // A light that does not come on is nothing anybody needs words for: they see it.
    if (stream !== null) await setTorch(stream, isOn).catch(() => {});
  }
}

export { NO_CAMERA };

/**
 * @param {string | null} code
 * @returns {boolean}
 */
function isTrouble(code) {
  return code !== null && (code.startsWith("camera_") || code === "reader_failed");
}
