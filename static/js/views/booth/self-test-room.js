/** The phone's test: twenty seconds, five numbers, one word. Tells: `exit`. */

import { byId, elementById, makeElement, setShown, setText } from "../../helpers/dom.js";
import { Emitter } from "../../helpers/emitter.js";
import { judgeAll, TESTS } from "../../models/booth/self-test.js";
import { nameTest, wordAdvice, wordFitness } from "../../models/booth/test-words.js";
import { DeviceApi } from "../../sync/device-api.js";
import { makeIcon, onClick } from "./booth-parts.js";
import { testCamera, testConnection, testDecoder, testStorage } from "./test-runs.js";

/** @typedef {import("../../models/booth/self-test.js").TestResult} TestResult */
/**
 * @typedef {{
 *   texts: () => import("../../helpers/i18n.js").Texts,
 *   database: () => import("../../store/database.js").KioskDatabase | null,
 *   camera: () => Promise<string>,
 * }} TestParts
 */

/** @type {Readonly<Record<string, string>>} */
const ICONS = Object.freeze({ good: "check", weak: "warning", bad: "close", running: "clock" });

export class SelfTestRoom extends Emitter {
  #parts;
  /** @type {Map<string, TestResult>} */
  #results = new Map();
  /** Each opening is another visit; what an earlier one left under way says no more. */
  #visit = 0;

  /** @param {TestParts} parts */
  constructor(parts) {
    super();
    this.#parts = parts;
    onClick("test-again", () => this.open());
    onClick("test-close", () => this.#close());
  }

  async open() {
    const visit = (this.#visit += 1);
    this.#results.clear();
    this.#draw();
    const take = (/** @type {TestResult} */ result) => {
      if (visit !== this.#visit) return;
      this.#results.set(result.name, result);
      this.#draw();
    };
    const camera = await this.#parts.camera();
    const video = byId("test-camera", HTMLVideoElement);
    const connection = testConnection(new DeviceApi(location.origin)).then((two) => two.forEach(take));
    setShown("test-camera", camera !== "none");
    if (camera !== "none") take(await testCamera({ video, camera }));
    setShown("test-camera", false);
    take(await testDecoder());
    const database = this.#parts.database();
    if (database !== null) take(await testStorage(database));
    await connection;
    if (visit === this.#visit) this.#finish();
  }

  /** The language changed. */
  refresh() {
    this.#draw();
  }

  #close() {
    this.#visit += 1;
    this.emit("exit");
  }

  #finish() {
    const { t } = this.#parts.texts();
    const fitness = judgeAll([...this.#results.values()]);
    elementById("test-verdict").dataset.state = fitness;
    setText("test-verdict", wordFitness(fitness, t));
    setShown("test-again", true);
    setShown("test-progress", false);
  }

  #draw() {
    const { t } = this.#parts.texts();
    elementById("test-verdict").dataset.state = "running";
    setText("test-verdict", t("Testing… about 20 seconds"));
    setShown("test-again", false);
    setShown("test-progress", true);
    const done = this.#results.size / TESTS.length;
    byId("test-progress", HTMLProgressElement).value = Math.max(4, 100 * done);
    elementById("test-list").replaceChildren(...TESTS.map((name) => this.#makeRow(name)));
  }

  /** @param {string} name */
  #makeRow(name) {
    const { t } = this.#parts.texts();
    const result = this.#results.get(name);
    const state = result?.fitness ?? "running";
    const row = makeElement("li", "test");
    row.dataset.state = state;
    row.dataset.test = name;
    row.append(
      makeIcon(ICONS[state] ?? "clock", "icon test__mark"),
      makeElement("span", "test__name", nameTest(name, t)),
      makeElement("span", "test__figure", result?.figure ?? "…"),
      makeElement("span", "test__words", wordAdvice(result?.advice ?? null, t)),
    );
    return row;
  }
}
