/** The gates as small pictures on one scale, so that a glance tells which is the busy one. */

import { chooseStretch, drawBars, fillBuckets } from "../../models/arrivals.js";
import { part, show, write, writeAttribute, writeIcon } from "./elements.js";
import { KeyedRows } from "./keyed-rows.js";

/** @typedef {import("../../models/attendance-types.js").GateNumbers} GateNumbers */
/** @typedef {import("../../models/arrivals.js").Bucket} Bucket */
/** @typedef {import("./attendance-room.js").Frame} Frame */

const HEIGHT = 24;
const COUNTS = Object.freeze(/** @type {const} */ (["entries", "exits", "refused"]));

export class GatesView {
  #rows;
  #frame = /** @type {Frame | null} */ (null);
  /** @type {Map<string, Bucket[]>} */
  #bars = new Map();
  #most = 1;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#rows = new KeyedRows(root, (/** @type {GateNumbers} */ gate) => gate.id, this.#fill);
  }

  /** @param {Frame} frame */
  update(frame) {
    this.#frame = frame;
    const { gates, bucket_ms: bucketMs } = frame.snapshot;
    const all = gates.flatMap((gate) => gate.scans).sort(([a], [b]) => a - b);
    const stretch = chooseStretch(all, bucketMs, frame.serverTime);
    this.#bars = new Map(gates.map((g) => [g.id, fillBuckets(g.scans, bucketMs, stretch)]));
    this.#most = Math.max(1, ...all.map(([, count]) => count));
    this.#rows.update(gates);
  }

  #fill = (/** @type {HTMLElement} */ row, /** @type {GateNumbers} */ gate) => {
    writeAttribute(row, "data-testid", `gate-${gate.id}`);
    writeAttribute(row, "data-direction", gate.direction);
    write(part(row, "name"), gate.name);
    writeIcon(part(row, "direction"), gate.direction === "exit" ? "arrow-out" : "arrow-in");
    for (const name of COUNTS) this.#fillCount(part(row, name), gate, name);
    this.#fillList(row, gate);
    this.#draw(part(row, "bars"), this.#bars.get(gate.id) ?? []);
  };

  /**
   * @param {HTMLElement} element
   * @param {GateNumbers} gate
   * @param {"entries" | "exits" | "refused"} name
   */
  #fillCount(element, gate, name) {
    writeAttribute(element, "data-testid", `gate-${gate.id}-${name}`);
    write(element, this.#frame?.formats.number(gate[name]) ?? "");
    const cell = element.closest("div");
    if (cell) writeAttribute(cell, "data-none", String(gate[name] === 0));
  }

  /**
   * A room with a capacity of its own says how many of its places are taken; the fair's are above.
   * @param {HTMLElement} row
   * @param {GateNumbers} gate
   */
  #fillList(row, gate) {
    const { texts, formats } = this.#frame ?? {};
    const list = part(row, "list");
    const hasOwnPlaces = gate.capacity !== null && !gate.counts_attendance;
    show(list, hasOwnPlaces);
    if (!hasOwnPlaces || gate.capacity === null || !texts || !formats) return;
    const params = { inside: formats.number(gate.list_inside), places: formats.number(gate.capacity) };
    write(list, texts.t("%(inside)s of %(places)s places taken", params));
  }

  /**
   * @param {Element} svg
   * @param {Bucket[]} filled
   */
  #draw(svg, filled) {
    writeAttribute(svg, "viewBox", `0 0 ${Math.max(1, filled.length)} ${HEIGHT}`);
    writeAttribute(part(svg, "path"), "d", drawBars(filled, this.#most, HEIGHT));
  }
}
