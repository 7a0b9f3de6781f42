/**
 * Unsent scans leave a tablet without a network: as a file, or as codes for another kiosk's camera;
 * and come in here from another. Tells: `exit`.
 */

import { byId, elementById, setText } from "../helpers/dom.js";
import { Emitter } from "../helpers/emitter.js";
import { delay } from "../helpers/timing.js";
import { countRescued } from "../models/rescue.js";
import { FrameCollector, makeFrames } from "../models/rescue-frames.js";
import { rescueUnsent } from "../store/unsent-scans.js";
import { countKeptRescues, handInKept, keepRescue } from "../sync/rescue-keeper.js";
import { drawCode } from "./code-canvas.js";

const FRAME_EVERY_MS = 200;
const TRY_AGAIN_AFTER_MS = 3_000;

export class RescueRoom extends Emitter {
  #stage;
  #texts;
  #openDatabase;
  #canvas = byId("rescue-code", HTMLCanvasElement);
  #file = byId("rescue-file", HTMLInputElement);
  /** @type {FrameCollector | null} while codes are read */
  #collector = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #frameTimer;
  /** Each opening is another visit; what an earlier one left under way says no more. */
  #visit = 0;

  /**
   * @param {{
   *   stage: import("./stage.js").Stage,
   *   texts: () => import("../helpers/i18n.js").Texts,
   *   openDatabase?: import("../store/unsent-scans.js").OpenDatabase,
   * }} parts the kiosk's database if not said
   */
  constructor({ stage, texts, openDatabase }) {
    super();
    this.#openDatabase = openDatabase;
    this.#stage = stage;
    this.#texts = texts;
    this.#onClick("rescue-save", () => this.#save());
    this.#onClick("rescue-show", () => this.#show());
    this.#onClick("rescue-receive", () => this.#receive());
    this.#onClick("rescue-load", () => this.#file.click());
    this.#onClick("rescue-close", () => this.#close());
    this.#file.addEventListener("change", () => void this.#guard(() => this.#load()));
  }

  async open() {
    this.#rest();
    this.#stage.show("rescue");
    await this.#guard(() => this.#sayCount());
  }

  /**
   * @param {string} text what the camera read
   * @returns {boolean} whether it was for this room
   */
  take(text) {
    const collector = this.#collector;
    if (collector === null) return false;
    if (collector.take(text)) this.#sayProgress(collector);
    if (collector.isComplete) void this.#guard(() => this.#finish(collector));
    return true;
  }

  async #sayCount() {
    const { t, tn } = this.#texts();
    const unsent = await rescueUnsent(this.#openDatabase);
    if (unsent === null) return this.#say(t("Pair this device first."));
    const own = unsent.count === 0
      ? t("Every scan has been sent.")
      : tn("%(num)s scan has not been sent.", "%(num)s scans have not been sent.", unsent.count);
    const kept = await countKeptRescues(this.#openDatabase);
    const others = kept === 0 ? "" : tn(
      "Here is %(num)s rescue of another tablet.", "Here are %(num)s rescues of other tablets.", kept,
    );
    this.#say([own, others].filter(Boolean).join(" "));
  }

  async #save() {
    const unsent = await rescueUnsent(this.#openDatabase);
    if (unsent === null) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([unsent.text], { type: "application/x-ndjson" }));
    link.download = `accueil-${new Date().toISOString().slice(0, 16).replace(":", "")}.jsonl`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    this.#say(this.#texts().t("Saved. Open the file on another device of the fair or on the organizer’s page."));
  }

  async #show() {
    const unsent = await rescueUnsent(this.#openDatabase);
    if (unsent === null) return;
    const frames = await makeFrames(unsent.text);
    let turn = 0;
    const draw = () => drawCode(this.#canvas, frames[turn++ % frames.length] ?? "");
    draw();
    this.#canvas.hidden = false;
    this.#frameTimer = setInterval(draw, FRAME_EVERY_MS);
    const words = "Hold this screen up to a device that reads codes, until it has all %(total)s.";
    this.#say(this.#texts().t(words, { total: frames.length }));
  }

  async #receive() {
    this.#collector = new FrameCollector();
    this.#say(this.#texts().t("Hold the other device’s screen up to this camera."));
  }

  /** @param {FrameCollector} collector */
  #sayProgress({ progress }) {
    this.#say(this.#texts().t("%(got)s of %(total)s codes read.", progress));
  }

  /** @param {FrameCollector} collector */
  async #finish(collector) {
    this.#collector = null;
    await this.#handIn((await collector.finish()) ?? "");
  }

  async #load() {
    const [file] = this.#file.files ?? [];
    this.#file.value = "";
    if (file !== undefined) await this.#handIn(await file.text());
  }

  /** @param {string} rescue */
  async #handIn(rescue) {
    const { t, tn } = this.#texts();
    const visit = this.#visit;
    if ((await countRescued(rescue)) === null) {
      return this.#say(t("This is not a complete rescue. Please try again."));
    }
    await keepRescue(rescue, this.#openDatabase);
    const rescued = await this.#persist(visit, () => handInKept(this.#openDatabase));
    if (rescued === null) return;
    const one = "%(num)s scan of %(device)s is on the server.";
    const more = "%(num)s scans of %(device)s are on the server.";
    this.#say(tn(one, more, rescued.count, { device: rescued.name }));
  }

  /**
   * The server may be away too: what was read is not given up for that.
   * @template T
   * @param {number} visit
   * @param {() => Promise<T>} task
   * @returns {Promise<T | null>}
   */
  async #persist(visit, task) {
    while (visit === this.#visit) {
      try {
        return await task();
      } catch (error) {
        if (codeOf(error) !== "unreachable") throw error;
        this.#say(this.#texts().t("Kept on this device. It sends them by itself once it is connected."));
        await delay(TRY_AGAIN_AFTER_MS);
      }
    }
    return null;
  }

  #close() {
    this.#rest();
    this.emit("exit");
  }

  #rest() {
    this.#visit += 1;
    clearInterval(this.#frameTimer);
    this.#collector = null;
    this.#canvas.hidden = true;
  }

  /**
   * @param {string} id
   * @param {() => unknown} task begins anew, whatever was under way
   */
  #onClick(id, task) {
    elementById(id).addEventListener("click", () => {
      this.#rest();
      void this.#guard(task);
    });
  }

  /** @param {() => unknown} task */
  async #guard(task) {
    try {
      await task();
    } catch (error) {
      console.error(error);
      this.#say(this.#texts().t("That did not work (%(code)s).", { code: codeOf(error) }));
    }
  }

  /** @param {string} words */
  #say(words) {
    setText("rescue-words", words);
  }
}

/**
 * @param {unknown} error
 * @returns {string}
 */
function codeOf(error) {
  return /** @type {{code?: string}} */ (error)?.code ?? "unknown";
}
