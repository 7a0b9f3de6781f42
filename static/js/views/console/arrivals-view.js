/** Arrivals by five minutes: a chart to see the wave, and the same numbers as a table. */

import uPlot from "../../../vendor/uplot/dist/uPlot.esm.js";
import { chooseStretch, fillBuckets } from "../../models/arrivals.js";
import { part, write } from "./elements.js";
import { KeyedRows } from "./keyed-rows.js";

/** @typedef {import("../../models/arrivals.js").Bucket} Bucket */
/** @typedef {import("./attendance-room.js").Frame} Frame */

export class ArrivalsView {
  #root;
  #frame = /** @type {Frame | null} */ (null);
  /** @type {Bucket[]} */
  #shown = [];
  #plot;
  #rows;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
    const canvas = part(root, "chart");
    this.#plot = new uPlot(this.#makeOptions(canvas), [[], []], canvas);
    new ResizeObserver(() => this.#plot.setSize(sizeOf(canvas))).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#redraw());
    document.fonts.ready.then(() => this.#redraw());
    const table = root.querySelector('[data-part="rows"]');
    this.#rows = table && new KeyedRows(table, (/** @type {Bucket} */ [at]) => String(at), this.#fillRow);
  }

  /** @param {Frame} frame */
  update(frame) {
    this.#frame = frame;
    const { arrivals, bucket_ms: bucketMs } = frame.snapshot;
    const stretch = chooseStretch(arrivals, bucketMs, frame.serverTime);
    const filled = fillBuckets(arrivals, bucketMs, stretch);
    if (isSame(filled, this.#shown)) return;
    this.#shown = filled;
    this.#plot.setData([filled.map(([at]) => at / 1000), filled.map(([, count]) => count)]);
    this.#rows?.update(filled.filter(([, count]) => count > 0).reverse());
    this.#readOut(this.#plot.cursor.idx);
  }

  #fillRow = (/** @type {HTMLElement} */ row, /** @type {Bucket} */ [at, count]) => {
    write(part(row, "time"), this.#wordStretch(at));
    write(part(row, "count"), this.#frame?.formats.number(count) ?? "");
  };

  /**
   * @param {number} at
   * @returns {string} "10:40–10:45"
   */
  #wordStretch(at) {
    if (!this.#frame) return "";
    const { formats, snapshot } = this.#frame;
    return `${formats.time(at)}–${formats.time(at + snapshot.bucket_ms)}`;
  }

  /** @param {number | null | undefined} index of the bar under the pointer; none is the peak */
  #readOut(index) {
    const bucket = this.#shown[index ?? -1] ?? this.#findPeak();
    const { texts, formats } = this.#frame ?? {};
    if (!texts || !formats || !bucket) return;
    const when = { time: `\u2066${this.#wordStretch(bucket[0])}\u2069` };
    const isPeak = index === null || index === undefined;
    const label = isPeak ? texts.t("Busiest: %(time)s", when) : when.time;
    const count = texts.tn("%(num)s arrival", "%(num)s arrivals", bucket[1]);
    write(part(this.#root, "readout"), `${label} · ${count}`);
  }

  get #bucketSeconds() {
    return (this.#frame?.snapshot.bucket_ms ?? 0) / 1000;
  }

  /** @returns {Bucket | undefined} */
  #findPeak() {
    return this.#shown.reduce((best, bucket) => (bucket[1] > best[1] ? bucket : best), [0, 0]);
  }

  #redraw() {
    this.#plot.redraw(false, true);
  }

  /**
   * @param {HTMLElement} canvas
   * @returns {uPlot.Options}
   */
  #makeOptions(canvas) {
    const ink = (/** @type {string} */ name) => () => readToken(canvas, name);
    const { fontSize } = getComputedStyle(canvas);
    const em = parseFloat(fontSize) / 12;
    const axis = { stroke: ink("--text-soft"), font: `${fontSize} ${readToken(canvas, "--font-text")}` };
    const grid = { stroke: ink("--line"), width: 1 };
    const clock = (/** @type {uPlot} */ _, /** @type {number[]} */ splits) =>
      splits.map((at) => this.#frame?.formats.time(at * 1000) ?? "");
    const bars = uPlot.paths.bars?.({ size: [0.82, 28], align: 1, radius: [0.25, 0] });
    return {
      ...sizeOf(canvas),
      padding: [12 * em, 20 * em, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
      // The last bar stands to the right of its own start
      scales: {
        x: { range: (_, first, last) => [first, last + this.#bucketSeconds] },
        y: { range: (_, __, most) => [0, Math.max(4, Math.ceil(most * 1.1))] },
      },
      series: [{}, { fill: ink("--chart"), stroke: ink("--chart"), width: 0, paths: bars, points: { show: false } }],
      axes: [
        { ...axis, grid: { show: false }, ticks: { ...grid, size: 4 }, values: clock, space: 64 * em, size: 32 * em },
        { ...axis, grid, ticks: { show: false }, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500], size: 40 * em, space: 36 * em },
      ],
      hooks: { setCursor: [(plot) => this.#readOut(plot.cursor.idx)] },
    };
  }
}

/**
 * @param {HTMLElement} element
 * @returns {{width: number, height: number}}
 */
function sizeOf(element) {
  return { width: Math.max(200, element.clientWidth), height: Math.max(120, element.clientHeight) };
}

/**
 * @param {HTMLElement} element
 * @param {string} name
 * @returns {string}
 */
function readToken(element, name) {
  return getComputedStyle(element).getPropertyValue(name).trim();
}

/**
 * @param {Bucket[]} buckets
 * @param {Bucket[]} others
 * @returns {boolean}
 */
function isSame(buckets, others) {
  return (
    buckets.length === others.length &&
    buckets.every(([at, count], n) => at === others[n][0] && count === others[n][1])
  );
}
