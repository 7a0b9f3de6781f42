/** Writing to the page only what changed: a screen with a hundred devices is updated four times a
 * second. */

/**
 * @param {Element} element
 * @param {string} text
 */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * @param {Element} element
 * @param {string} name
 * @param {string} value
 */
export function writeAttribute(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/**
 * @param {Element} element
 * @param {boolean} isShown
 */
export function show(element, isShown) {
  if (element.hasAttribute("hidden") === isShown) element.toggleAttribute("hidden", !isShown);
}

/**
 * Show an icon of the sprite; the page's first <use> of the element says where the sprite is.
 * @param {Element} element an element around, or, an <svg><use>
 * @param {string} name
 */
export function writeIcon(element, name) {
  const use = element.querySelector("use");
  const sprite = use?.getAttribute("href")?.split("#")[0];
  if (use) writeAttribute(use, "href", `${sprite}#${name}`);
}

/**
 * The part of a row or page that `data-part` names. Throws when template and script disagree.
 * @param {ParentNode} root
 * @param {string} name
 * @returns {HTMLElement}
 */
export function part(root, name) {
  const found = root.querySelector(`[data-part="${name}"]`);
  if (!(found instanceof Element)) throw new Error(`no part ${name} in this template`);
  return /** @type {HTMLElement} */ (found);
}
