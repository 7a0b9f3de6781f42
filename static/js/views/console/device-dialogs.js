/** Asking before a device is moved or its access ended: one dialog each, filled when opened. */

import { byId } from "../../helpers/dom.js";
import { part, show, write } from "./elements.js";

/** @typedef {import("../../models/attendance-types.js").DeviceHealth} DeviceHealth */
/** @typedef {import("../../helpers/i18n.js").Texts} Texts */

/**
 * @param {string} id
 * @returns {HTMLDialogElement | null} null on a page that has nothing to ask
 */
function findDialog(id) {
  const dialog = document.getElementById(id);
  return dialog instanceof HTMLDialogElement ? dialog : null;
}

/** Let every button marked so open the pairing dialog, and `data-close` close its own. */
export function armDialogs() {
  const pairing = findDialog("pairing-dialog");
  const openers = document.querySelectorAll("#open-pairing, [data-open-pairing]");
  for (const button of openers) button.addEventListener("click", () => pairing?.showModal());
  for (const button of document.querySelectorAll("dialog [data-close]")) {
    button.addEventListener("click", () => button.closest("dialog")?.close());
  }
}

/** @param {DeviceHealth} device */
export function askWhereTo(device) {
  const dialog = openFor("move-dialog", device);
  const choice = byId("move-gate", HTMLSelectElement);
  choice.value = device.gate_id ?? choice.value;
  dialog?.showModal();
}

/**
 * @param {DeviceHealth} device
 * @param {Texts} texts
 */
export function askToRevoke(device, { tn }) {
  const dialog = openFor("revoke-dialog", device);
  if (!dialog) return;
  const unsent = device.unsent_count ?? 0;
  show(part(dialog, "unsent-notice"), unsent > 0);
  const words = tn("It still holds %(num)s scan.", "It still holds %(num)s scans.", unsent);
  write(part(dialog, "unsent-words"), words);
  dialog.showModal();
}

/**
 * @param {string} id
 * @param {DeviceHealth} device
 * @returns {HTMLDialogElement | null}
 */
function openFor(id, device) {
  const dialog = findDialog(id);
  const form = dialog?.querySelector("form");
  if (!dialog || !form) return null;
  form.action = (form.dataset.action ?? "").replace("DEVICE", device.id);
  write(part(dialog, "name"), device.name);
  return dialog;
}
