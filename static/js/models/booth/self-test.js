/**
 * Whether a phone is fit for a day at the booth: measured figures in, a judgement each and one over
 * all out.
 */

import { isClockOff } from "../../domain/clock.js";

/** @typedef {"good" | "weak" | "bad"} Fitness */
/**
 * `figure` is what was measured, for the page to write down; `advice` a code of test-words.js.
 * @typedef {{name: string, fitness: Fitness, figure: string, advice: string | null}} TestResult
 */

export const TESTS = Object.freeze(["camera", "decoder", "storage", "clock", "connection"]);

const SLOW_CAMERA_FPS = 10;
const FEW_PIXELS = 640;
const SLOW_DECODE_MS = 150;
const SLOW_WRITE_MS = 100;
const LITTLE_SPACE_MB = 50;
const SLOW_ANSWER_MS = 800;

/**
 * @param {{code: string | null, width: number, height: number, fps: number}} camera `code` is what
 *   kept it from opening
 * @returns {TestResult}
 */
export function judgeCamera({ code, width, height, fps }) {
  if (code !== null) return bad("camera", "–", code);
  const figure = `${width}×${height} · ${Math.round(fps)}/s`;
  const isWeak = fps < SLOW_CAMERA_FPS || Math.max(width, height) < FEW_PIXELS;
  return isWeak ? weak("camera", figure, "camera_slow") : good("camera", figure);
}

/**
 * @param {{reads: number, tries: number, medianMs: number}} decoder
 * @returns {TestResult}
 */
export function judgeDecoder({ reads, tries, medianMs }) {
  if (reads === 0) return bad("decoder", `0/${tries}`, "reader_failed");
  const figure = `${reads}/${tries} · ${Math.round(medianMs)} ms`;
  const isWeak = reads < tries || medianMs > SLOW_DECODE_MS;
  return isWeak ? weak("decoder", figure, "decoder_slow") : good("decoder", figure);
}

/**
 * @param {{medianMs: number | null, freeMb: number | null, isKept: boolean | null}} storage
 *   `medianMs` is null when nothing could be written
 * @returns {TestResult}
 */
export function judgeStorage({ medianMs, freeMb, isKept }) {
  if (medianMs === null) return bad("storage", "–", "storage_blocked");
  const figure = `${Math.round(medianMs)} ms${freeMb === null ? "" : ` · ${Math.round(freeMb)} MB`}`;
  if (freeMb !== null && freeMb < LITTLE_SPACE_MB) return bad("storage", figure, "storage_full");
  if (medianMs > SLOW_WRITE_MS) return weak("storage", figure, "storage_slow");
  return isKept === false ? weak("storage", figure, "storage_not_kept") : good("storage", figure);
}

/**
 * @param {number | null} offsetMs null when the server could not be asked
 * @returns {TestResult}
 */
export function judgeClock(offsetMs) {
  if (offsetMs === null) return weak("clock", "–", "clock_unknown");
  const figure = `${offsetMs > 0 ? "+" : ""}${(offsetMs / 1_000).toFixed(1)} s`;
  return isClockOff(offsetMs) ? weak("clock", figure, "clock_off") : good("clock", figure);
}

/**
 * @param {{answersMs: number[], tries: number}} connection
 * @returns {TestResult}
 */
export function judgeConnection({ answersMs, tries }) {
  if (answersMs.length === 0) return weak("connection", `0/${tries}`, "offline");
  const figure = `${answersMs.length}/${tries} · ${Math.round(median(answersMs))} ms`;
  const isWeak = answersMs.length < tries || median(answersMs) > SLOW_ANSWER_MS;
  return isWeak ? weak("connection", figure, "connection_slow") : good("connection", figure);
}

/**
 * @param {TestResult[]} results
 * @returns {Fitness}
 */
export function judgeAll(results) {
  if (results.some(({ fitness }) => fitness === "bad")) return "bad";
  return results.some(({ fitness }) => fitness === "weak") ? "weak" : "good";
}

/**
 * @param {number[]} values not empty
 * @returns {number}
 */
export function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/**
 * @param {string} name
 * @param {string} figure
 * @returns {TestResult}
 */
function good(name, figure) {
  return { name, fitness: "good", figure, advice: null };
}

/**
 * @param {string} name
 * @param {string} figure
 * @param {string} advice
 * @returns {TestResult}
 */
function weak(name, figure, advice) {
  return { name, fitness: "weak", figure, advice };
}

/**
 * @param {string} name
 * @param {string} figure
 * @param {string} advice
 * @returns {TestResult}
 */
function bad(name, figure, advice) {
  return { name, fitness: "bad", figure, advice };
}
