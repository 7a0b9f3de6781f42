/**
 * Notices that a camera has silently stopped, as drivers do: no more frames, a black picture, the
 * same picture for ever. Times are milliseconds of one steady clock.
 */

/** @typedef {import("./picture-sample.js").PictureSample} PictureSample */

export const NO_FRAME_MS = 2_000;
export const BLACK_MS = 2_500;
/** Long, because a still life in front of a quiet virtual camera is no fault. */
export const FROZEN_MS = 20_000;

const BLACK_MEAN = 10;
const BLACK_SPREAD = 4;

export class PictureWatch {
  #openedAt = 0;
  #lastFrameAt = 0;
  /** @type {number | null} */
  #blackSince = null;
  #changedAt = 0;
  /** @type {number | null} */
  #print = null;

  /** @param {number} at the camera was opened, or the page became visible again */
  restart(at) {
    this.#openedAt = at;
    this.#lastFrameAt = at;
    this.#changedAt = at;
    this.#blackSince = null;
    this.#print = null;
  }

  /** @param {number} at */
  seeFrame(at) {
    this.#lastFrameAt = at;
  }

  /**
   * @param {PictureSample} sample
   * @param {number} at
   */
  seeSample({ mean, spread, print }, at) {
    const isBlack = mean < BLACK_MEAN && spread < BLACK_SPREAD;
    this.#blackSince = isBlack ? (this.#blackSince ?? at) : null;
    if (print !== this.#print) this.#changedAt = at;
    this.#print = print;
  }

  /** How long the picture has run since it was opened; 0 before its first frame. */
  get ranForMs() {
    return this.#lastFrameAt - this.#openedAt;
  }

  /**
   * @param {number} at
   * @returns {"camera_lost" | "camera_black" | "camera_frozen" | null}
   */
  problemAt(at) {
    if (at - this.#lastFrameAt > NO_FRAME_MS) return "camera_lost";
    if (this.#blackSince !== null && at - this.#blackSince > BLACK_MS) return "camera_black";
    if (at - this.#changedAt > FROZEN_MS) return "camera_frozen";
    return null;
  }
}
