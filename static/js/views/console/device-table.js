/** Every device of the edition with what it reports of itself, and what can be done with it. */

import { wordCamera, wordSteps } from "../../models/camera-words.js";
import { judgeHealth, sortByUrgency, wordHealth } from "../../models/device-health.js";
import { part, show, write, writeAttribute } from "./elements.js";
import { KeyedRows } from "./keyed-rows.js";

/** @typedef {import("../../models/attendance-types.js").DeviceHealth} DeviceHealth */
/** @typedef {import("./attendance-room.js").Frame} Frame */
/** @typedef {{move: (device: DeviceHealth) => void, revoke: (device: DeviceHealth) => void}} Actions */

export class DeviceTable {
  #root;
  #rows;
  #actions;
  #frame = /** @type {Frame | null} */ (null);
  /** @type {Map<string, DeviceHealth>} */
  #devices = new Map();

  /**
   * @param {HTMLElement} root
   * @param {Actions} actions
   */
  constructor(root, actions) {
    this.#root = root;
    this.#actions = actions;
    const keyOf = (/** @type {DeviceHealth} */ device) => device.id;
    this.#rows = new KeyedRows(part(root, "rows"), keyOf, this.#fill);
  }

  /** @param {Frame} frame */
  update(frame) {
    this.#frame = frame;
    const { devices } = frame.snapshot;
    this.#devices = new Map(devices.map((device) => [device.id, device]));
    show(this.#root, devices.length > 0);
    this.#rows.update(sortByUrgency(devices, this.#judge, frame.texts.lang));
  }

  #judge = (/** @type {DeviceHealth} */ device) => {
    const { serverTime, snapshot } = /** @type {Frame} */ (this.#frame);
    return judgeHealth(device, serverTime, snapshot.seen_lately_ms);
  };

  #fill = (
    /** @type {HTMLElement} */ row,
    /** @type {DeviceHealth} */ device,
    /** @type {boolean} */ isNew,
  ) => {
    const { serverTime, texts, formats, snapshot } = /** @type {Frame} */ (this.#frame);
    const health = this.#judge(device);
    if (isNew) this.#arm(row, device.id);
    writeAttribute(row, "data-testid", `device-${device.id}`);
    writeAttribute(row, "data-state", health.state);
    writeAttribute(part(row, "state"), "data-tone", health.tone);
    write(part(row, "name"), device.name);
    const gate = snapshot.gates.find((g) => g.id === device.gate_id);
    write(part(row, "gate"), gate?.name ?? texts.t("No gate"));
    write(part(row, "words"), wordHealth(device, health, serverTime, texts));
    const { camera, pace } = device;
    const said = [wordCamera(camera, texts.t), wordSteps(pace, camera, texts.t)];
    write(part(row, "camera"), said.filter(Boolean).join(" · "));
    write(part(row, "unsent"), formats.number(device.unsent_count ?? 0));
    write(part(row, "seq"), formats.number(device.last_seq));
    write(part(row, "seen"), wordSeen(device, formats));
    for (const name of ["move", "revoke"]) show(part(row, name), !device.is_revoked);
  };

  /**
   * @param {HTMLElement} row
   * @param {string} id
   */
  #arm(row, id) {
    for (const name of /** @type {const} */ (["move", "revoke"])) {
      part(row, name).addEventListener("click", () => {
        const device = this.#devices.get(id);
        if (device) this.#actions[name](device);
      });
    }
  }
}

/**
 * @param {DeviceHealth} device
 * @param {import("../../helpers/venue-formats.js").VenueFormats} formats
 * @returns {string}
 */
function wordSeen({ last_seen_at: at }, formats) {
  return at === null ? "–" : formats.timeWithSeconds(at);
}
