/**
 * What lets this tablet work alone: files and storage that stay, a place on the home screen; and
 * what the staff menu says of them.
 */

import { elementById, setShown } from "../helpers/dom.js";
import { mayUpdate } from "../models/update-moment.js";
import { OutboxStore } from "../store/outbox-store.js";
import { OfflineShell } from "../sync/offline-shell.js";

/** @typedef {import("../helpers/i18n.js").Texts["t"]} Translate */
/** @typedef {import("../sync/offline-shell.js").ShellState} ShellState */
/** @typedef {Event & {prompt: () => Promise<unknown>}} InstallEvent not in every browser */
/**
 * @typedef {{
 *   database: import("../store/database.js").KioskDatabase,
 *   settings: import("../store/settings-store.js").SettingsStore,
 * }} Storage
 */

export class ShellRoom {
  #worst;
  #shell;
  /** @type {boolean | null} whether the browser promised to keep what is stored */
  #isKept = null;
  /** @type {Storage | null} */
  #storage = null;
  /** @type {InstallEvent | null} */
  #install = null;

  /**
   * @param {() => string | null} worst the worst problem's code
   * @param {{script: string, scope: string}} [worker] the kiosk's if not said
   */
  constructor(worst, worker) {
    this.#worst = worst;
    this.#shell = new OfflineShell({ isSafe: () => this.#isSafe(), ...(worker && { worker }) });
    window.addEventListener("beforeinstallprompt", (event) => {
      this.#install = /** @type {InstallEvent} */ (event);
      setShown("menu-install", true);
    });
    elementById("menu-install").addEventListener("click", () => void this.#install?.prompt());
    setShown("menu-install-hint", !isInstalled());
  }

  /** @param {Storage} storage open already */
  async open(storage) {
    this.#storage = storage;
    this.#isKept = (await navigator.storage?.persist?.().catch(() => null)) ?? null;
    await this.#shell.start();
  }

  /**
   * @param {Translate} t
   * @returns {Array<[string, string]>} label and value
   */
  listFacts(t) {
    return [
      [t("Opens without network"), wordShell(t, this.#shell.state)],
      [t("Stored scans"), wordKept(t, this.#isKept)],
    ];
  }

  async #isSafe() {
    const state = document.documentElement.dataset.state ?? "";
    const unsent = await this.#countUnsent();
    return mayUpdate({ state, worst: this.#worst(), unsent });
  }

  /** Straight from the store: right after a start nobody has counted yet. */
  async #countUnsent() {
    const { database, settings } = this.#storage ?? {};
    const pairing = await settings?.pairing();
    if (database === undefined || !pairing) return 0;
    return (await new OutboxStore(database, pairing.device_id).count()).waiting;
  }
}

/**
 * @param {Translate} t
 * @param {ShellState} state
 */
function wordShell(t, state) {
  if (state === "ready") return t("Yes");
  return state === "starting" ? t("Not yet") : t("No");
}

/**
 * @param {Translate} t
 * @param {boolean | null} isKept
 */
function wordKept(t, isKept) {
  if (isKept === null) return t("Unknown");
  return isKept ? t("Kept by the browser") : t("The browser may clear them");
}

function isInstalled() {
  const modes = ["fullscreen", "standalone"];
  const isApp = modes.some((mode) => matchMedia(`(display-mode: ${mode})`).matches);
  return isApp || /** @type {{standalone?: boolean}} */ (navigator).standalone === true;
}
