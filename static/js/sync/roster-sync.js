/**
 * Keeps the roster of this device up with the server: pulls at the start, when nudged, and every
 * half minute, page by page, going on where it stopped.
 * Tells: `state` (RosterState) after every page.
 */

import { Emitter } from "../helpers/emitter.js";

/** @typedef {import("../store/roster-store.js").RosterState} RosterState */
/** @typedef {import("../store/roster-store.js").RosterStore} RosterStore */

const PULL_EVERY_MS = 30_000;
const ROWS_A_PAGE = 1_000;

export class RosterSync extends Emitter {
  #store;
  #api;
  /** @type {RosterState | null} */
  #state = null;
  /** @type {Promise<void> | null} */
  #pulling = null;
  #isNudged = false;
  #isStopped = false;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  /**
   * @param {{
   *   store: Pick<RosterStore, "state" | "takePage" | "clear">,
   *   api: Pick<import("./device-api.js").DeviceApi, "getChanges">,
   * }} parts
   */
  constructor({ store, api }) {
    super();
    this.#store = store;
    this.#api = api;
  }

  /** @returns {RosterState | null} null until it was read */
  get state() {
    return this.#state;
  }

  /** Whether badges can be judged here. */
  get isComplete() {
    return this.#state?.isComplete ?? false;
  }

  /** Reads what was kept; pulling begins, and is not waited for. */
  async start() {
    this.#take(await this.#store.state());
    this.#timer = setInterval(() => void this.pull(), PULL_EVERY_MS);
    void this.pull();
  }

  stop() {
    this.#isStopped = true;
    clearInterval(this.#timer);
  }

  /** Gets all there is. A call while one is under way makes it look once more at the end. */
  pull() {
    this.#isNudged = true;
    this.#pulling ??= this.#pullWhileNudged().finally(() => (this.#pulling = null));
    return this.#pulling;
  }

  /**
   * A hint says how far the server is; what is here already needs no question.
   * @param {number} changeNumber
   */
  nudge(changeNumber) {
    if (changeNumber !== this.#state?.cursor) void this.pull();
  }

  /** The device has no business with the roster any more. */
  async forget() {
    this.stop();
    await this.#store.clear(); // at once: a question may hang for as long as the network does
    await this.#pulling;
    await this.#store.clear(); // of the page that was being stored
    this.#take(await this.#store.state());
  }

  async #pullWhileNudged() {
    try {
      while (this.#isNudged && !this.#isStopped) {
        this.#isNudged = false;
        await this.#pullAll();
      }
    } catch (error) {
      console.warn("the roster could not be pulled", error); // next time goes on from here
    }
  }

  /** What turns out not to be the server's roster is fetched anew, once; the rest is for later. */
  async #pullAll() {
    await this.#pullPages();
    if (this.isComplete || this.#isStopped) return;
    await this.#store.clear();
    await this.#pullPages();
  }

  async #pullPages() {
    const { cursor, feedId } = await this.#store.state();
    let next = this.#isStopped ? null : this.#ask(cursor, feedId);
    while (next !== null) {
      const page = await next;
      if (this.#isStopped) return;
      next = page.more ? this.#ask(page.to, page.feed ?? null) : null;
      this.#take(await this.#store.takePage(page));
    }
  }

  /**
   * A page is on its way while the one before it is being stored. When that fails, nobody hears
   * what becomes of it.
   * @param {number} cursor
   * @param {string | null} feedId
   */
  #ask(cursor, feedId) {
    const page = this.#api.getChanges(cursor, ROWS_A_PAGE, feedId);
    page.catch(() => {});
    return page;
  }

  /** @param {RosterState} state */
  #take(state) {
    this.#state = state;
    this.emit("state", state);
  }
}
