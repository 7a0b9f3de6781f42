/** How many devices are there, and what the page says while there are none. */

import { judgeHealth } from "../../models/device-health.js";
import { part, show, write } from "./elements.js";

/** @typedef {import("./attendance-room.js").Frame} Frame */

const AWAY = Object.freeze(["silent", "never"]);

export class DeviceCount {
  #root;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /** @param {Frame} frame */
  update({ snapshot, serverTime, texts }) {
    const working = snapshot.devices.filter((device) => !device.is_revoked);
    const states = working.map((d) => judgeHealth(d, serverTime, snapshot.seen_lately_ms).state);
    const connected = states.filter((state) => !AWAY.includes(state)).length;
    const count = { connected, all: working.length };
    const words = texts.t("%(connected)s of %(all)s connected", count);
    write(part(this.#root, "connected"), working.length > 0 ? words : "");
  }
}

export class NoDevices {
  #root;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /** @param {Frame} frame */
  update({ snapshot }) {
    show(this.#root, snapshot.devices.length === 0);
  }
}
