/** Devices at a glance: those that need somebody first. */

import { judgeHealth, sortByUrgency, wordHealth } from "../../models/device-health.js";
import { DeviceCount } from "./device-count.js";
import { part, show, write, writeAttribute } from "./elements.js";
import { KeyedRows } from "./keyed-rows.js";

/** @typedef {import("../../models/attendance-types.js").DeviceHealth} DeviceHealth */
/** @typedef {import("./attendance-room.js").Frame} Frame */

export class DevicesView {
  #root;
  #count;
  #rows;
  #frame = /** @type {Frame | null} */ (null);
  /** @type {Map<string, string>} */
  #gates = new Map();

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
    this.#count = new DeviceCount(root);
    const keyOf = (/** @type {DeviceHealth} */ device) => device.id;
    this.#rows = new KeyedRows(part(root, "rows"), keyOf, this.#fill);
  }

  /** @param {Frame} frame */
  update(frame) {
    this.#frame = frame;
    this.#gates = new Map(frame.snapshot.gates.map((gate) => [gate.id, gate.name]));
    this.#count.update(frame);
    show(part(this.#root, "none"), frame.snapshot.devices.length === 0);
    this.#rows.update(sortByUrgency(frame.snapshot.devices, this.#judge, frame.texts.lang));
  }

  #judge = (/** @type {DeviceHealth} */ device) => {
    const { serverTime, snapshot } = /** @type {Frame} */ (this.#frame);
    return judgeHealth(device, serverTime, snapshot.seen_lately_ms);
  };

  #fill = (/** @type {HTMLElement} */ row, /** @type {DeviceHealth} */ device) => {
    const { serverTime, texts } = /** @type {Frame} */ (this.#frame);
    const health = this.#judge(device);
    writeAttribute(row, "data-testid", `device-${device.id}`);
    writeAttribute(row, "data-state", health.state);
    writeAttribute(row, "data-tone", health.tone);
    write(part(row, "name"), device.name);
    write(part(row, "gate"), this.#gates.get(device.gate_id ?? "") ?? texts.t("No gate"));
    write(part(row, "words"), wordHealth(device, health, serverTime, texts));
  };
}
