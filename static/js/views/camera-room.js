/**
 * The camera on the page: opened as staff chose, mirrored, its troubles told.
 * Tells: `reading` (Reading), `problems` ().
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

  /** @param {import("../models/readiness.js").Readiness} readiness */
  constructor(readiness) {
    super();
    this.#readiness = readiness;
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

  /** @param {string} choice as for openCamera, or NO_CAMERA */
  async start(choice) {
    this.stop();
    if (choice !== NO_CAMERA) await this.#source.start(choice);
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
