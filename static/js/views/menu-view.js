/**
 * The staff menu. Tells: `close`, `camera` (choice), `volume` (0-1), `torch` (boolean), `sound`,
 * `full_screen`, `rescue`, `leave`, `unpair`.
 */

import { byId, elementById, makeElement, onEscape, setShown, setText } from "../helpers/dom.js";
import { Emitter } from "../helpers/emitter.js";

/** @typedef {import("../helpers/i18n.js").Texts} Texts */
/** @typedef {import("../scanner/camera.js").CameraChoice} CameraChoice */

const CLOSES_AFTER_MS = 90_000;
const BUTTONS = Object.freeze({
  "menu-close": "close",
  "menu-sound": "sound",
  "menu-full-screen": "full_screen",
  "menu-rescue": "rescue",
  "menu-leave": "leave",
});

export class MenuView extends Emitter {
  #camera = byId("menu-camera", HTMLSelectElement);
  #volume = byId("menu-volume", HTMLInputElement);
  #torch = byId("menu-torch", HTMLButtonElement);
  #unsent = 0;
  /** @type {Texts | null} */
  #texts = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  constructor() {
    super();
    for (const [id, event] of Object.entries(BUTTONS)) this.#onClick(id, () => this.emit(event));
    this.#onClick("menu-torch", () => this.#toggleTorch());
    this.#onClick("menu-unpair", () => this.#askToUnpair());
    this.#onClick("unpair-yes", () => this.emit("unpair"));
    this.#onClick("unpair-no", () => setShown("unpair-warning", false));
    onEscape(elementById("menu"), () => this.emit("close"));
    this.#camera.addEventListener("change", () => this.emit("camera", this.#camera.value));
    this.#volume.addEventListener("change", () =>
      this.emit("volume", Number(this.#volume.value) / 100),
    );
    for (const event of ["pointerdown", "keydown", "input"]) {
      elementById("menu").addEventListener(event, () => this.#stayOpen());
    }
  }

  /**
   * @param {{
   *   texts: Texts,
   *   cameras: CameraChoice[],
   *   camera: string,
   *   volume: number,
   *   hasTorch: boolean,
   *   hasPin: boolean,
   * }} choices
   */
  open({ texts, cameras, camera, volume, hasTorch, hasPin }) {
    this.#texts = texts;
    this.#fillCameras(texts.t, cameras, camera);
    this.#volume.value = String(Math.round(volume * 100));
    this.#torch.hidden = !hasTorch;
    setShown("menu-no-pin", !hasPin);
    setShown("unpair-warning", false);
    this.#stayOpen();
  }

  close() {
    clearTimeout(this.#timer);
  }

  /**
   * @param {Array<[string, string]>} facts label and value
   * @param {number} unsent
   */
  sayFacts(facts, unsent) {
    this.#unsent = unsent;
    const entries = facts.map(([label, value]) => {
      const entry = document.createElement("div");
      entry.append(makeElement("dt", "", label), makeElement("dd", "", value));
      return entry;
    });
    elementById("menu-facts").replaceChildren(...entries);
  }

  /**
   * @param {Texts["t"]} t
   * @param {CameraChoice[]} cameras
   * @param {string} chosen
   */
  #fillCameras(t, cameras, chosen) {
    const options = [
      new Option(t("Front camera"), "front"),
      new Option(t("Rear camera"), "rear"),
      ...cameras.filter(({ id }) => id !== "").map(({ id, label }) => new Option(label || id, id)),
      new Option(t("None: hand scanner or typing"), "none"),
    ];
    this.#camera.replaceChildren(...options);
    this.#camera.value = chosen;
  }

  #toggleTorch() {
    const isOn = this.#torch.getAttribute("aria-pressed") !== "true";
    this.#torch.setAttribute("aria-pressed", String(isOn));
    this.emit("torch", isOn);
  }

  /** Unpairing with unsent scans leaves them without a way to the server: say so first. */
  #askToUnpair() {
    const { t, tn } = this.#texts ?? {};
    if (t === undefined || tn === undefined) return;
    const words = this.#unsent > 0
      ? tn(
          "%(num)s scan has not been sent and would stay behind on this device.",
          "%(num)s scans have not been sent and would stay behind on this device.",
          this.#unsent,
        )
      : t("This device will need a new pairing code to work again.");
    setText("unpair-words", words);
    setShown("unpair-warning", true);
  }

  /**
   * @param {string} id
   * @param {() => void} task
   */
  #onClick(id, task) {
    elementById(id).addEventListener("click", task);
  }

  #stayOpen() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.emit("close"), CLOSES_AFTER_MS);
  }
}
