/**
 * The station's camera in the frame where a tablet shows its own: a canvas in the video's place,
 * filled with small pictures. The next one is asked for when the last one is drawn, so a slow
 * screen gets fewer pictures, never late ones.
 */

import { elementById } from "../helpers/dom.js";
import { delay } from "../helpers/timing.js";

/** At most ten pictures a second: the station has badges to read. */
const LEAST_GAP_MS = 100;
const EMPTY_GAP_MS = 500;

export class StationPicture {
  #line;
  #canvas = document.createElement("canvas");
  #isWanted = false;
  #isRunning = false;

  /** @param {import("./station-line.js").StationLine} line */
  constructor(line) {
    this.#line = line;
    this.#canvas.className = "lens__picture";
    this.#canvas.setAttribute("aria-hidden", "true");
    elementById("camera").replaceWith(this.#canvas);
    // The station turns its pictures itself, if at all.
    elementById("lens").dataset.mirrored = "false";
  }

  /** @param {boolean} isWanted */
  show(isWanted) {
    this.#isWanted = isWanted;
    if (isWanted && !this.#isRunning) void this.#run();
  }

  async #run() {
    this.#isRunning = true;
    while (this.#isWanted) {
      const isDrawn = !document.hidden && (await this.#draw().catch(() => false));
      await delay(isDrawn ? LEAST_GAP_MS : EMPTY_GAP_MS);
    }
    this.#isRunning = false;
  }

  /** @returns {Promise<boolean>} whether there was a picture */
  async #draw() {
    const jpeg = await this.#line.preview();
    if (jpeg === null) return false;
    const picture = await createImageBitmap(jpeg);
    if (this.#canvas.width !== picture.width) this.#canvas.width = picture.width;
    if (this.#canvas.height !== picture.height) this.#canvas.height = picture.height;
    this.#canvas.getContext("2d")?.drawImage(picture, 0, 0);
    picture.close();
    return true;
  }
}
