/** The place where a registration file is dropped, and how far it is sent. */

import { part, show, write } from "./elements.js";

/** @typedef {import("../../helpers/i18n.js").Texts} Texts */

const KIB = 1024;
const DRAGS = new Set(["dragenter", "dragover"]);

/** A view, not a sender: tells `onFile` what was chosen and `onCancel` that it is not wanted. */
export class UploadView {
  /**
   * @param {HTMLElement} root
   * @param {Texts} texts
   */
  constructor(root, texts) {
    this.root = root;
    this.texts = texts;
    this.input = /** @type {HTMLInputElement} */ (part(root, "file"));
    this.zone = part(root, "zone");
    /** @type {(file: File) => void} */
    this.onFile = () => {};
    /** @type {() => void} */
    this.onCancel = () => {};
    this.input.addEventListener("change", () => this.#take(this.input.files));
    part(root, "cancel").addEventListener("click", () => this.onCancel());
    for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
      document.addEventListener(name, (event) => this.#drag(/** @type {DragEvent} */ (event)));
    }
  }

  /**
   * A file dropped anywhere is meant for the zone; elsewhere the browser would open it.
   * @param {DragEvent} event
   */
  #drag(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.zone.classList.toggle("dropzone--over", DRAGS.has(event.type));
    if (event.type === "drop") this.#take(event.dataTransfer.files);
  }

  /** @param {FileList | null} files */
  #take(files) {
    const isFree = this.root.dataset.state !== "sending";
    if (!files?.length || !isFree) return;
    if (files.length > 1) this.refuse(this.texts.t("One file at a time, please."));
    else this.onFile(files[0]);
  }

  /** @param {File} file */
  showSending(file) {
    this.#setState("sending");
    write(part(this.root, "name"), file.name);
    write(part(this.root, "size"), this.#formatSize(file.size));
    this.showSent(0, file.size);
  }

  /**
   * @param {number} sent bytes
   * @param {number} total bytes
   */
  showSent(sent, total) {
    const { t } = this.texts;
    const percent = total ? Math.floor((100 * sent) / total) : 100;
    const bar = /** @type {HTMLProgressElement} */ (part(this.root, "bar"));
    if (percent < 100) bar.value = percent;
    else bar.removeAttribute("value");
    const words = percent < 100 ? t("Sending… %(percent)s %%", { percent }) : t("Reading the file…");
    write(part(this.root, "words"), words);
  }

  /** @param {string} reason */
  refuse(reason) {
    this.#setState("refused");
    write(part(this.root, "refusal-text"), reason);
    this.input.value = "";
  }

  reset() {
    this.#setState("waiting");
    this.input.value = "";
  }

  /** @param {"waiting" | "sending" | "refused"} state */
  #setState(state) {
    this.root.dataset.state = state;
    show(part(this.root, "refusal"), state === "refused");
    show(part(this.root, "sending"), state === "sending");
    show(this.zone, state !== "sending");
  }

  /** @param {number} bytes */
  #formatSize(bytes) {
    const isLarge = bytes >= KIB * KIB;
    const size = isLarge ? bytes / KIB / KIB : bytes / KIB;
    const options = { maximumFractionDigits: isLarge ? 1 : 0, numberingSystem: "latn" };
    const number = new Intl.NumberFormat(this.texts.lang, options).format(Math.max(size, 1));
    const { t } = this.texts;
    return isLarge ? t("%(number)s MB", { number }) : t("%(number)s kB", { number });
  }
}
