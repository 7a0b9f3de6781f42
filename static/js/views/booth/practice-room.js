/**
 * Training: everything that is scanned is marked and counts nowhere; a coach leads through a first
 * lead. Tells: `change` () when training begins or ends, `reading` (Reading) of a test badge.
 */

import { Emitter } from "../../helpers/emitter.js";
import { TEST_PREFIX } from "../../models/booth/practice.js";
import { onClick } from "./booth-parts.js";
import { CoachView } from "./coach-view.js";

/**
 * @typedef {{
 *   place: import("./booth-place.js").BoothPlace,
 *   texts: () => import("../../helpers/i18n.js").Texts,
 *   settings: () => import("../../store/settings-store.js").SettingsStore | null,
 *   toast: (words: string) => void,
 * }} PracticeParts
 */

export class PracticeRoom extends Emitter {
  #parts;
  #coach;

  /** @param {PracticeParts} parts */
  constructor(parts) {
    super();
    this.#parts = parts;
    const { texts, toast } = parts;
    this.#coach = new CoachView(texts);
    this.#coach
      .on("test_badge", () => this.#scanTestBadge())
      .on("done", () => toast(texts().t("Well done. Leave training when you are ready.")));
    onClick("training-leave", () => this.set(false));
  }

  /** @param {boolean} isTraining */
  set(isTraining) {
    const { place, settings } = this.#parts;
    place.isTraining = isTraining;
    void settings()?.setPreferences({ isTraining });
    if (isTraining) this.#coach.start();
    else this.#coach.stop();
    this.emit("change");
  }

  /** @param {string} step that was taken, whoever was watching */
  mark(step) {
    this.#coach.mark(step);
  }

  /** The language changed. */
  refresh() {
    this.#coach.refresh();
  }

  #scanTestBadge() {
    const readAt = performance.now();
    const text = `${TEST_PREFIX}${Math.floor(readAt) % 2}`;
    this.emit("reading", { text, source: "typed", capturedAt: readAt, readAt });
  }
}
