/**
 * What the staff menu says about this device, as label and value.
 */

import { isClockOff } from "../domain/clock.js";
import { wordRoster, wordWaiting } from "./offline-words.js";

/** @typedef {import("./wire-types.js").Configuration} Configuration */
/** @typedef {import("../store/outbox-store.js").OutboxCounts} OutboxCounts */
/** @typedef {import("../helpers/i18n.js").Texts} Texts */
/** @typedef {Texts["t"]} Translate */

/**
 * @param {Texts} texts
 * @param {{
 *   configuration: Configuration | null,
 *   isReachable: boolean | null,
 *   counts: OutboxCounts,
 *   offsetMs: number,
 *   roster: import("./offline-words.js").RosterState | null,
 * }} device
 * @param {(at: number) => string} wordTime
 * @returns {Array<[string, string]>}
 */
export function listDeviceFacts(texts, device, wordTime) {
  const { configuration, isReachable, counts, offsetMs, roster } = device;
  const { t } = texts;
  const gate = configuration?.gate;
  return [
    [t("Device"), configuration?.device.name ?? "–"],
    [t("Gate"), gate?.name ?? "–"],
    [t("Direction"), gate?.direction === "exit" ? t("Exit") : t("Entrance")],
    [t("Check-in list"), configuration?.list?.name ?? "–"],
    [t("Connection"), isReachable === false ? t("No connection") : t("Connected")],
    [t("Attendees on this device"), wordRoster(roster, texts, wordTime) || "–"],
    [t("Scans to send"), wordUnsent(counts, texts)],
    ...listRare(t, counts),
    [t("Clock"), wordClock(t, offsetMs)],
  ];
}

/**
 * @param {OutboxCounts} counts
 * @param {Texts} texts
 * @returns {string}
 */
function wordUnsent({ waiting, oldestAt }, texts) {
  return [String(waiting), wordWaiting(oldestAt, texts, Date.now())].filter(Boolean).join(" · ");
}

/**
 * @param {Translate} t
 * @param {OutboxCounts} counts
 * @returns {Array<[string, string]>}
 */
function listRare(t, { parked, elsewhere, undos = 0 }) {
  /** @type {Array<[string, number]>} */
  const rare = [
    [t("Passages taken back, to send"), undos],
    [t("Scans set aside"), parked],
    [t("Scans of an earlier pairing"), elsewhere],
  ];
  return rare.filter(([, count]) => count > 0).map(([label, count]) => [label, String(count)]);
}

/**
 * @param {Translate} t
 * @param {number} offsetMs
 * @returns {string}
 */
function wordClock(t, offsetMs) {
  if (!isClockOff(offsetMs)) return t("On time");
  return t("Off by %(seconds)s s: please set it", { seconds: Math.round(offsetMs / 1000) });
}
