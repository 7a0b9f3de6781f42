/**
 * The page's side of the decoder worker: a picture in, a text or null out. A worker that dies is
 * started again; its unanswered questions are misses.
 */

import { Emitter } from "../helpers/emitter.js";

/** @typedef {import("./picture-sample.js").PictureSample} PictureSample */
/** @typedef {{text: string | null, sample: PictureSample | null}} Decoded */
/** @typedef {{id: number} & Partial<Decoded> & {error?: string}} WorkerAnswer */

const MISS = Object.freeze({ text: null, sample: null });
const MOST_ERRORS_IN_A_ROW = 5;

/** Tells: `failed` (message) when the worker cannot read at all, `recovered` when it can again. */
export class Decoder extends Emitter {
  #makeWorker;
  /** @type {Worker | null} */
  #worker = null;
  /** @type {Map<number, (decoded: Decoded) => void>} */
  #pending = new Map();
  #nextId = 1;
  #errors = 0;

  /** @param {() => Worker} [makeWorker] */
  constructor(makeWorker = startWorker) {
    super();
    this.#makeWorker = makeWorker;
  }

  /** Whether a picture is being read: the next one waits to be taken until then. */
  get isBusy() {
    return this.#pending.size > 0;
  }

  /**
   * @param {ImageBitmap} picture handed over: it cannot be used afterwards
   * @param {number} turn
   * @returns {Promise<Decoded>}
   */
  decode(picture, turn) {
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const id = this.#nextId++;
    return new Promise((resolve) => {
      this.#pending.set(id, resolve);
      worker.postMessage({ id, picture, turn }, [picture]);
    });
  }

  close() {
    this.#worker?.terminate();
    this.#worker = null;
    this.#pending.forEach((resolve) => resolve(MISS));
    this.#pending.clear();
  }

  /** @returns {Worker} */
  #start() {
    const worker = this.#makeWorker();
    worker.addEventListener("message", ({ data }) => this.#answer(data));
    worker.addEventListener("error", (event) => this.#crash(event.message));
    return worker;
  }

  /** @param {WorkerAnswer} answer */
  #answer({ id, text = null, sample = null, error }) {
    this.#pending.get(id)?.({ text, sample });
    this.#pending.delete(id);
    if (error !== undefined) this.#countError(error);
    else if (this.#errors > 0) this.#recover();
  }

  /** @param {string} [message] */
  #crash(message = "worker stopped") {
    this.close();
    this.#countError(message);
  }

  /** @param {string} message */
  #countError(message) {
    this.#errors += 1;
    if (this.#errors === MOST_ERRORS_IN_A_ROW) this.emit("failed", message);
  }

  #recover() {
    if (this.#errors >= MOST_ERRORS_IN_A_ROW) this.emit("recovered");
    this.#errors = 0;
  }
}

/** @returns {Worker} */
function startWorker() {
  return new Worker(new URL("./decoder-worker.js", import.meta.url), { type: "module" });
}
