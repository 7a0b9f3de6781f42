/**
 * Keys on glass that type into a field, besides a real keyboard.
 */

import { makeElement } from "../helpers/dom.js";

/** @typedef {{field: HTMLInputElement, root: HTMLElement, letters: string, eraseLabel: string}} KeypadParts */

/**
 * Fills `root` with a key per letter and one to erase; each types into `field` as a keyboard would.
 * @param {KeypadParts} parts
 */
export function fillKeypad({ field, root, letters, eraseLabel }) {
  const keys = Array.from(letters, (letter) => makeKey(letter, () => type(field, field.value + letter)));
  const last = keys.at(-1);
  last?.classList.add("key--last");
  const erase = makeKey("⌫", () => type(field, field.value.replace(/-?.$/, "")));
  erase.classList.add("key--erase");
  erase.setAttribute("data-t-label", eraseLabel);
  root.replaceChildren(...keys, erase);
}

/**
 * @param {string} label
 * @param {() => void} onPress
 * @returns {HTMLElement}
 */
function makeKey(label, onPress) {
  const key = makeElement("button", "key", label);
  key.setAttribute("type", "button");
  // The field keeps the focus, so that a keyboard may go on where fingers stopped.
  key.addEventListener("pointerdown", (event) => event.preventDefault());
  key.addEventListener("click", onPress);
  return key;
}

/**
 * @param {HTMLInputElement} field
 * @param {string} value
 */
function type(field, value) {
  if (field.maxLength > 0 && value.length > field.maxLength) return;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
