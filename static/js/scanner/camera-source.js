/**
 * Badge texts from a camera: the newest frame goes to the decoder as soon as it is free, and a
 * watch reopens a camera that has silently stopped.
 * Tells: `reading` (Reading), `opened` (MediaStream), `problem` (code, or null when it is over).
 */

import { Emitter } from "../helpers/emitter.js";
import { closeCamera, openCamera } from "./camera.js";
import { PictureWatch } from "./picture-watch.js";

/** @typedef {import("../models/wire-types.js").Reading} Reading */

const WATCH_EVERY_MS = 500;
const HEALTHY_AFTER_MS = 30_000;
const REOPEN_AFTER_MS = 3_000;
const FRAME_WITHOUT_CALLBACK_MS = 50;
const OLDEST_CAPTURE_MS = 1_000;

export class CameraSource extends Emitter {
  #video;
  #decoder;
  #watch = new PictureWatch();
  /** @type {MediaStream | null} */
  #stream = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #watchTimer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #reopenTimer;
  #choice = "front";
  #turn = 0;
  #isWanted = false;
  #isOpening = false;
  #hasReopened = false;
  /** @type {string | null} */
  #problem = null;

  /**
   * @param {HTMLVideoElement} video shows the picture and gives the frames
   * @param {import("./decoder.js").Decoder} decoder
   */
  constructor(video, decoder) {
    super();
    this.#video = video;
    this.#decoder = decoder;
    document.addEventListener("visibilitychange", () => this.#watch.restart(performance.now()));
    navigator.mediaDevices?.addEventListener("devicechange", () => this.#retryIfMissing());
  }

  /** @returns {MediaStream | null} */
  get stream() {
    return this.#stream;
  }

  /**
   * @param {string} choice as for openCamera
   * @returns {Promise<void>} when the picture runs or a `problem` was told
   */
  async start(choice) {
    this.stop();
    this.#choice = choice;
    this.#isWanted = true;
    await this.#open();
    this.#watchTimer = setInterval(() => this.#check(), WATCH_EVERY_MS);
  }

  stop() {
    this.#isWanted = false;
    clearInterval(this.#watchTimer);
    clearTimeout(this.#reopenTimer);
    this.#reopenTimer = undefined;
    this.#release();
    this.#report(null);
  }

  async #open() {
    if (this.#isOpening) return;
    this.#isOpening = true;
    try {
      await this.#show(await openCamera(this.#choice));
    } catch (error) {
      this.#release();
      this.#report(/** @type {{code?: string}} */ (error).code ?? "camera_busy");
      this.#reopenLater();
    } finally {
      this.#isOpening = false;
    }
  }

  /** @param {MediaStream} stream */
  async #show(stream) {
    if (!this.#isWanted) return closeCamera(stream);
    this.#release();
    this.#stream = stream;
    this.#video.srcObject = stream;
    stream.getVideoTracks()[0]?.addEventListener("ended", () => this.#recover("camera_lost"));
    this.#watch.restart(performance.now());
    await this.#video.play().catch(() => {});
    this.emit("opened", stream);
    this.#awaitFrame(stream);
  }

  /** @param {MediaStream} stream */
  #awaitFrame(stream) {
    if (stream !== this.#stream) return;
    const next = (/** @type {number} */ now, /** @type {any} */ frame) => {
      this.#awaitFrame(stream);
      void this.#takeFrame(captureTime(now, frame));
    };
    if ("requestVideoFrameCallback" in this.#video) this.#video.requestVideoFrameCallback(next);
    else setTimeout(() => next(performance.now(), null), FRAME_WITHOUT_CALLBACK_MS);
  }

  /** @param {number} capturedAt */
  async #takeFrame(capturedAt) {
    this.#watch.seeFrame(performance.now());
    if (this.#decoder.isBusy || this.#video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    const picture = await createImageBitmap(this.#video).catch(() => null);
    if (picture === null) return;
    if (this.#decoder.isBusy) return picture.close();
    const decodingAt = performance.now();
    const { text, sample } = await this.#decoder.decode(picture, this.#turn++);
    if (sample !== null) this.#watch.seeSample(sample, performance.now());
    if (text !== null) this.#tell(text, capturedAt, decodingAt);
  }

  /**
   * @param {string} text
   * @param {number} capturedAt
   * @param {number} decodingAt
   */
  #tell(text, capturedAt, decodingAt) {
    const readAt = performance.now();
    const reading = { text, source: "camera", capturedAt, decodingAt, readAt };
    this.emit("reading", /** @type {Reading} */ (reading));
  }

  #check() {
    if (document.hidden || this.#stream === null || this.#isOpening) return;
    const problem = this.#watch.problemAt(performance.now());
    if (problem !== null) this.#recover(problem);
    else if (this.#watch.ranForMs > 0) this.#noteHealth();
  }

  #noteHealth() {
    if (this.#watch.ranForMs > HEALTHY_AFTER_MS) this.#hasReopened = false;
    this.#report(null);
  }

  /**
   * A first hiccup is cured quietly by opening the camera again; only what comes back is told.
   * A picture that stands still is no proof of a fault, so that is all it gets.
   * @param {string} problem
   */
  #recover(problem) {
    if (!this.#isWanted || this.#isOpening) return;
    if (!this.#hasReopened) {
      this.#hasReopened = true;
      void this.#open();
      return;
    }
    if (problem === "camera_frozen") return;
    this.#report(problem);
    if (problem === "camera_lost") this.#reopenLater();
  }

  #reopenLater() {
    this.#reopenTimer ??= setTimeout(() => {
      this.#reopenTimer = undefined;
      if (this.#isWanted) void this.#open();
    }, REOPEN_AFTER_MS);
  }

  #retryIfMissing() {
    if (this.#isWanted && this.#problem !== null) void this.#open();
  }

  /** @param {string | null} problem */
  #report(problem) {
    if (problem === this.#problem) return;
    this.#problem = problem;
    this.emit("problem", problem);
  }

  #release() {
    closeCamera(this.#stream);
    this.#stream = null;
    this.#video.srcObject = null;
  }
}

/**
 * When the camera took the frame, if the browser knows; never longer ago than is plausible.
 * @param {number} now
 * @param {{captureTime?: number} | null} frame
 * @returns {number}
 */
function captureTime(now, frame) {
  const at = frame?.captureTime ?? now;
  return at > now - OLDEST_CAPTURE_MS && at <= now ? at : now;
}
