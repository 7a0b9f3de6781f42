/** The small pieces of the booth's page: icons, buttons, chips. */

import { elementById, makeElement } from "../../helpers/dom.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * An icon of the sprite, whose address the page's first dynamic icon knows.
 * @param {string} name
 * @param {string} [className]
 * @returns {SVGElement}
 */
export function makeIcon(name, className = "icon") {
  const icon = document.createElementNS(SVG, "svg");
  icon.setAttribute("class", className);
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  const sprite = document.getElementById("flash-icon")?.getAttribute("data-sprite") ?? "";
  use.setAttribute("href", `${sprite}#${name}`);
  icon.append(use);
  return icon;
}

/**
 * @param {string} className
 * @param {string} words
 * @param {() => void} task
 * @returns {HTMLButtonElement}
 */
export function makeButton(className, words, task) {
  const button = /** @type {HTMLButtonElement} */ (makeElement("button", className, words));
  button.type = "button";
  button.addEventListener("click", task);
  return button;
}

/**
 * A choice that is on or off.
 * @param {string} words
 * @param {boolean} isOn
 * @param {() => void} task
 * @returns {HTMLButtonElement}
 */
export function makeChip(words, isOn, task) {
  const chip = makeButton("chip", words, task);
  chip.dir = "auto";
  chip.setAttribute("aria-pressed", String(isOn));
  return chip;
}

/**
 * @param {string} id
 * @param {() => unknown} task
 */
export function onClick(id, task) {
  elementById(id).addEventListener("click", () => void task());
}
