/**
 * How a device is doing, in words for the organizer: the worst first, each with what to look at.
 * Judged again every second, because a device that went silent pushes nothing.
 */

import { wordMissing } from "./missing-scans.js";

/** @typedef {import("./attendance-types.js").DeviceHealth} DeviceHealth */
/** @typedef {import("../helpers/i18n.js").Texts} Texts */
/** @typedef {"good" | "warn" | "bad" | "still"} Tone */
/** @typedef {{state: string, tone: Tone}} Health */

const RANK = Object.freeze(["clock_off", "missing", "silent", "unsent", "good", "never", "revoked"]);
const TONES = Object.freeze(
  /** @type {Record<string, Tone>} */ ({
    clock_off: "bad",
    missing: "bad",
    silent: "bad",
    unsent: "warn",
    good: "good",
    never: "still",
    revoked: "still",
  }),
);
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/**
 * @param {DeviceHealth} device
 * @param {number} serverTime
 * @param {number} seenLatelyMs
 * @returns {Health}
 */
export function judgeHealth(device, serverTime, seenLatelyMs) {
  const state = findState(device, serverTime, seenLatelyMs);
  return { state, tone: TONES[state] };
}

/**
 * @param {DeviceHealth} device
 * @param {number} serverTime
 * @param {number} seenLatelyMs
 * @returns {string}
 */
function findState(device, serverTime, seenLatelyMs) {
  if (device.is_revoked) return "revoked";
  if (device.last_seen_at === null) return "never";
  if (device.is_clock_off) return "clock_off";
  if (serverTime - device.last_seen_at > seenLatelyMs) return "silent";
  if (device.missing_count > 0) return "missing";
  return device.unsent_count ? "unsent" : "good";
}

/**
 * What needs somebody first, then by name as people count: Gate 2 before Gate 10.
 * @template {DeviceHealth} D
 * @param {D[]} devices
 * @param {(device: D) => Health} judge
 * @param {string} lang
 * @returns {D[]}
 */
export function sortByUrgency(devices, judge, lang) {
  const names = new Intl.Collator(lang, { numeric: true });
  const rank = (/** @type {D} */ device) => RANK.indexOf(judge(device).state);
  return [...devices].sort((a, b) => rank(a) - rank(b) || names.compare(a.name, b.name));
}

/**
 * @param {DeviceHealth} device
 * @param {Health} health
 * @param {number} serverTime
 * @param {Texts} texts
 * @returns {string}
 */
export function wordHealth(device, { state }, serverTime, texts) {
  const missing = device.missing_count > 0 ? wordMissing(device, texts) : "";
  if (state === "missing") return missing;
  return [wordState(device, state, serverTime, texts), missing].filter(Boolean).join(" · ");
}

/**
 * @param {DeviceHealth} device
 * @param {string} state
 * @param {number} serverTime
 * @param {Texts} texts
 * @returns {string}
 */
function wordState(device, state, serverTime, texts) {
  const { t, tn } = texts;
  const unsent = device.unsent_count ?? 0;
  if (state === "revoked") return t("Access ended");
  if (state === "never") return t("Not connected yet");
  if (state === "clock_off") return wordClock(device.clock_offset_ms ?? 0, texts);
  if (state === "silent") return wordSilence(serverTime - (device.last_seen_at ?? 0), texts);
  if (state === "good") return t("Connected");
  return tn("%(num)s scan not sent yet", "%(num)s scans not sent yet", unsent);
}

/**
 * The offset is what to add to the device's clock: below zero it runs ahead of ours.
 * @param {number} offsetMs
 * @param {Texts} texts
 * @returns {string}
 */
export function wordClock(offsetMs, texts) {
  const span = wordSpan(Math.abs(offsetMs), texts);
  if (offsetMs < 0) return texts.t("Clock %(span)s ahead: set it", { span });
  return texts.t("Clock %(span)s behind: set it", { span });
}

/**
 * @param {number} silentMs
 * @param {Texts} texts
 * @returns {string}
 */
function wordSilence(silentMs, texts) {
  if (silentMs < MINUTE_MS) return texts.t("Silent for less than a minute");
  return texts.t("Silent for %(span)s", { span: wordSpan(silentMs, texts) });
}

/**
 * @param {number} ms
 * @param {Texts} texts
 * @returns {string} whole minutes, from two hours on whole hours
 */
export function wordSpan(ms, { tn }) {
  if (ms < 2 * HOUR_MS) return tn("%(num)s min", "%(num)s min", Math.max(1, Math.round(ms / MINUTE_MS)));
  const hours = Math.round(ms / HOUR_MS);
  if (hours < 48) return tn("%(num)s hour", "%(num)s hours", hours);
  return tn("%(num)s day", "%(num)s days", Math.round(hours / 24));
}
