/** The tablet's screen: kept on, filled. Neither exists everywhere, and nothing depends on it. */

/** Keeps the screen from sleeping while the page is visible. */
export class WakeLock {
  /** @type {WakeLockSentinel | null} */
  #lock = null;
  #isWanted = false;

  constructor() {
    document.addEventListener("visibilitychange", () => void this.#take());
  }

  /** @param {boolean} isWanted */
  async keep(isWanted) {
    this.#isWanted = isWanted;
    if (isWanted) return this.#take();
    await this.#lock?.release();
    this.#lock = null;
  }

  async #take() {
    if (!this.#isWanted || document.hidden || !("wakeLock" in navigator)) return;
    try {
      this.#lock = await navigator.wakeLock.request("screen");
    } catch {
      // Refused on low battery: the tablet's own settings decide then.
      this.#lock = null;
    }
  }
}

/** @returns {boolean} */
export function isFullScreen() {
  return document.fullscreenElement !== null;
}

/** Only works from a tap. */
export async function enterFullScreen() {
  // Refused without a tap, and absent on phones by Apple: the page works without.
  await document.documentElement.requestFullscreen?.({ navigationUI: "hide" }).catch(() => {});
}

export async function leaveFullScreen() {
  if (isFullScreen()) await document.exitFullscreen().catch(() => {});
}
