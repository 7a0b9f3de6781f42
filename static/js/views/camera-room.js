/**
 * The camera on the page: opened as staff chose, mirrored, its troubles told.
 * Tells: `reading` (Reading), `problems` (), `use` (whether there is a camera to use at all).
 */

import { byId, elementById } from "../helpers/dom.js";
import { Emitter } from "../helpers/emitter.js";
import { isMirrored } from "../scanner/camera.js";
import { CameraSource } from "../scanner/camera-source.js";
import { Decoder } from "../scanner/decoder.js";

/** The choice that means: hand scanner or typing only. */
export const NO_CAMERA = "none";

export class CameraRoom extends Emitter {
  #decoder = new Decoder();
  #source = new CameraSource(byId("camera", HTMLVideoElement), this.#decoder);
  #readiness;
  #settings;

  /**
   * @param {import("../models/readiness.js").Readiness} readiness
   * @param {() => import("../store/settings-store.js").SettingsStore | null} settings
   */
  constructor(readiness, settings) {
    super();
    this.#readiness = readiness;
    this.#settings = settings;
    this.#source
      .on("reading", (reading) => this.emit("reading", reading))
      .on("opened", (stream) => this.#onOpened(stream))
      .on("problem", (code) => this.#onProblem(code));
    this.#decoder
      .on("failed", () => this.#set("reader_failed", true))
      .on("recovered", () => this.#set("reader_failed", false));
  }

  /** @returns {MediaStream | null} */
  get stream() {
    return this.#source.stream;
  }

  /** Opens what staff chose last, the front camera to begin with. */
  async start() {
    const preferences = await this.#settings()?.preferences();
    const choice = preferences?.camera ?? "front";
    this.stop();
    this.emit("use", choice !== NO_CAMERA);
    if (choice !== NO_CAMERA) await this.#source.start(choice);
  }

  /** @param {string} choice as for openCamera, or NO_CAMERA */
  async choose(choice) {
    await this.#settings()?.setPreferences({ camera: choice });
    await this.start();
  }

  stop() {
    this.#source.stop();
    this.#decoder.close();
    this.#onProblem(null);
  }

  /** @param {MediaStream} stream */
  #onOpened(stream) {
    elementById("lens").dataset.mirrored = String(isMirrored(stream));
  }

  /** @param {string | null} code */
  #onProblem(code) {
    this.#readiness.clear("camera_");
    if (code !== null) this.#readiness.set(code);
    this.emit("problems");
  }

  /**
   * @param {string} code
   * @param {boolean} isThere
   */
  #set(code, isThere) {
    this.#readiness.set(code, isThere);
    this.emit("problems");
  }
}
