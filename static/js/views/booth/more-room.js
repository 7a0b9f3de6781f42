/**
 * Everything that is not scanning: language, tests, practice, rescue, camera, leaving.
 * Tells: `self_test`, `practise`, `rescue`, `camera` (choice), `volume` (0-1), `send`, `leave`.
 */

import { byId, elementById, setShown, setText } from "../../helpers/dom.js";
import { Emitter } from "../../helpers/emitter.js";
import { listCameras } from "../../scanner/camera.js";
import { onClick } from "./booth-parts.js";
import { makeFact } from "./counter-view.js";

/** @typedef {import("../../helpers/i18n.js").Texts} Texts */

export class MoreRoom extends Emitter {
  #texts;
  #unsent = 0;
  #camera = byId("more-camera", HTMLSelectElement);
  #volume = byId("more-volume", HTMLInputElement);

  /** @param {() => Texts} texts */
  constructor(texts) {
    super();
    this.#texts = texts;
    onClick("open-self-test", () => this.emit("self_test"));
    onClick("open-training", () => this.emit("practise"));
    onClick("open-rescue", () => this.emit("rescue"));
    onClick("log-out", () => this.#askToLeave());
    onClick("log-out-no", () => setShown("log-out-warning", false));
    onClick("log-out-yes", () => this.emit("leave"));
    onClick("log-out-send", () => this.emit("send"));
    onClick("log-out-rescue", () => this.emit("rescue"));
    this.#camera.addEventListener("change", () => this.emit("camera", this.#camera.value));
    this.#volume.addEventListener("change", () => this.emit("volume", Number(this.#volume.value) / 100));
  }

  /** @param {{camera: string, volume: number}} choices */
  async open({ camera, volume }) {
    setShown("log-out-warning", false);
    this.#volume.value = String(Math.round(volume * 100));
    this.#fillCameras(camera, await listCameras());
  }

  /**
   * @param {Array<[string, string]>} facts label and value
   * @param {number} unsent
   */
  say(facts, unsent) {
    this.#unsent = unsent;
    elementById("more-facts").replaceChildren(...facts.map(([label, value]) => makeFact(label, value)));
    if (!elementById("log-out-warning").hidden) this.#word();
  }

  /** Leaving asks only once; with something unsent it says what would stay behind. */
  #askToLeave() {
    setShown("log-out-warning", true);
    this.#word();
    elementById("log-out-no").focus();
  }

  #word() {
    const { t, tn } = this.#texts();
    const one = "%(num)s entry has not been sent. Leaving now would lose it: send it or rescue it first.";
    const more = "%(num)s entries have not been sent. Leaving now would lose them: send them or rescue them first.";
    const isSafe = this.#unsent === 0;
    setText("log-out-words", isSafe ? t("Everything is sent. To come back you need the access code.") : tn(one, more, this.#unsent));
    setShown("log-out-send", !isSafe);
    setShown("log-out-rescue", !isSafe);
  }

  /**
   * @param {string} chosen
   * @param {import("../../scanner/camera.js").CameraChoice[]} cameras
   */
  #fillCameras(chosen, cameras) {
    const { t } = this.#texts();
    const options = [
      new Option(t("Rear camera"), "rear"),
      new Option(t("Front camera"), "front"),
      ...cameras.filter(({ id }) => id !== "").map(({ id, label }) => new Option(label || id, id)),
      new Option(t("None: hand scanner or typing"), "none"),
    ];
    this.#camera.replaceChildren(...options);
    this.#camera.value = chosen;
  }
}
