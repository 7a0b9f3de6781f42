/**
 * What the grey screen of a native station says: where a tablet's words would send the team to a
 * browser's settings, these send it to the station.
 */

import { wordProblem } from "../models/problem-words.js";

/** @typedef {import("../models/problem-words.js").ProblemWords} ProblemWords */
/** @typedef {import("../models/problem-words.js").Translate} Translate */

/** @type {Readonly<Record<string, (t: Translate) => ProblemWords>>} */
const WORDINGS = Object.freeze({
  station_lost: (t) => ({
    title: t("The station’s program is not running"),
    what: t("Scans made so far are kept on this station."),
    remedy: t("It starts again and continues by itself. If it does not, restart this computer."),
  }),
  page_refused: (t) => ({
    title: t("This page was not opened by the station"),
    what: t("Only a page that the station opened itself may take scans."),
    remedy: t("Close this window. The station opens its own, or prints the address when it starts."),
  }),
  lane_unknown: (t) => ({
    title: t("The station has no such lane"),
    what: t("The number in this page’s address belongs to no camera."),
    remedy: t("Close this window and restart the station."),
  }),
  not_paired: (t) => ({
    title: t("This station is not paired"),
    what: t("It does not know yet which entrance it stands at."),
    remedy: t("Ask an organizer for a pairing code, then start the station with it once."),
  }),
  storage_blocked: (t) => ({
    title: t("This station cannot write its file"),
    what: t("Scans cannot be kept safe here, so none are taken."),
    remedy: t("Check its disk and the rights to its data folder. It continues by itself."),
  }),
  storage_full: (t) => ({
    title: t("This station’s disk is full"),
    what: t("Scans cannot be kept safe any more, so none are taken. Those made before are safe."),
    remedy: t("Free some space on its disk. It continues by itself."),
  }),
  storage_too_new: (t) => ({
    title: t("This station’s program is too old for its file"),
    what: t("A later version has written it. Scans made before are safe in it."),
    remedy: t("Update the station, then restart it."),
  }),
  station_key_missing: (t) => ({
    title: t("This station’s key is missing"),
    what: t("Without it what the station keeps cannot be read. Nothing is lost."),
    remedy: t("Put the key file back, or plug in what it is on. It continues by itself."),
  }),
  station_key_wrong: (t) => ({
    title: t("This station’s key is not the right one"),
    what: t("Without it what the station keeps cannot be read. Nothing is lost."),
    remedy: t("Put the key file back, or plug in what it is on. It continues by itself."),
  }),
  wrong_version: (t) => ({
    title: t("This station’s program is out of date"),
    what: t("The server was updated. Scans made before are kept."),
    remedy: t("Update the station, then restart it."),
  }),
  device_revoked: (t) => ({
    title: t("This device was withdrawn"),
    what: t("An organizer has revoked it. Scans that were not sent are kept here."),
    remedy: t("Ask an organizer for a pairing code, then start the station with it once."),
  }),
  device_unknown: (t) => ({
    title: t("The server does not know this device"),
    what: t("Its pairing is no longer valid. Scans that were not sent are kept here."),
    remedy: t("Ask an organizer for a pairing code, then start the station with it once."),
  }),
  wrong_role: (t) => ({
    title: t("This device was paired for something else"),
    what: t("Only devices with the role “gate” or “desk” may let visitors in."),
    remedy: t("Ask an organizer for a pairing code, then start the station with it once."),
  }),
  connection_lost: (t) => ({
    title: t("No connection to the server"),
    what: t("Scans made so far are kept on this device and will be sent by themselves."),
    remedy: t("Check the network cable or Wi-Fi, and that the server is running. We keep trying."),
  }),
});

/**
 * @param {string} code
 * @param {Translate} t
 * @returns {ProblemWords}
 */
export function wordStationProblem(code, t) {
  return WORDINGS[code]?.(t) ?? wordProblem(code, t, "");
}
