/**
 * A page's service worker, seen from the page: it makes the page open without a network, and
 * brings a new version when the page says that nobody and nothing is in the way.
 */

/** @typedef {"unsupported" | "failed" | "starting" | "ready"} ShellState */

/** The kiosk's; other pages have workers of their own, each over its own addresses. */
const KIOSK_WORKER = Object.freeze({ script: "/service-worker.js", scope: "/" });
const LOOK_EVERY_MS = 2_000;
const ASK_EVERY_MS = 300_000;
/** A quiet moment may be the one before a visitor: it must last. */
const QUIET_LOOKS = 2;

export class OfflineShell {
  #isSafe;
  #reload;
  #worker;
  #workers = navigator.serviceWorker;
  /** @type {ShellState} */
  #state = "unsupported";
  /** @type {ServiceWorkerRegistration | null} */
  #registration = null;
  #quietLooks = 0;
  #mustReload = false;

  /**
   * @param {{
   *   isSafe: () => Promise<boolean>,
   *   reload?: () => void,
   *   worker?: {script: string, scope: string},
   * }} parts `isSafe` tells whether the page may be replaced now
   */
  constructor({ isSafe, reload = () => location.reload(), worker = KIOSK_WORKER }) {
    this.#worker = worker;
    this.#isSafe = isSafe;
    this.#reload = reload;
  }

  get state() {
    return this.#state;
  }

  /** Registers the worker. Without one (old browser, no HTTPS) the kiosk works as ever. */
  async start() {
    if (this.#workers === undefined) return;
    this.#state = "starting";
    const hadWorker = this.#workers.controller !== null;
    this.#workers.addEventListener("controllerchange", () => hadWorker && this.#onReplaced());
    try {
      this.#registration = await this.#workers.register(this.#worker.script, {
        scope: this.#worker.scope,
        updateViaCache: "none",
      });
    } catch (error) {
      console.warn("no service worker", error);
      this.#state = "failed";
      return;
    }
    setInterval(() => void this.#look(), LOOK_EVERY_MS);
    setInterval(() => void this.#ask(), ASK_EVERY_MS);
    await this.#workers.ready;
    this.#state = "ready";
  }

  /** Asks the server for a newer version; no answer means no. */
  async #ask() {
    await this.#registration?.update().catch(() => {});
  }

  /** The running page's files have left with their worker: stay no longer than somebody needs. */
  #onReplaced() {
    this.#mustReload = true;
    this.#quietLooks = QUIET_LOOKS - 1;
    void this.#look();
  }

  async #look() {
    const waiting = this.#registration?.waiting ?? null;
    if (waiting === null && !this.#mustReload) return;
    this.#quietLooks = (await this.#isSafe()) ? this.#quietLooks + 1 : 0;
    if (this.#quietLooks < QUIET_LOOKS) return;
    this.#quietLooks = 0;
    if (this.#mustReload) return this.#reload();
    waiting?.postMessage({ type: "take_over" });
  }
}
