/** Small words for the DOM. Texts go in as text, never as markup. */

/**
 * The element with this id, of the class the caller knows it has. Throws when the page and its
 * script disagree.
 * @template {Element} T
 * @param {string} id
 * @param {new (...args: any[]) => T} kind
 * @returns {T}
 */
export function byId(id, kind) {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`no ${kind.name} #${id} on this page`);
  return element;
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function elementById(id) {
  return byId(id, HTMLElement);
}

/**
 * @param {string} id
 * @param {string} text
 */
export function setText(id, text) {
  elementById(id).textContent = text;
}

/**
 * @param {string} id
 * @param {boolean} isShown
 */
export function setShown(id, isShown) {
  elementById(id).hidden = !isShown;
}

/**
 * @param {string} tag
 * @param {string} className
 * @param {string} [text]
 * @returns {HTMLElement}
 */
export function makeElement(tag, className, text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

/**
 * @param {HTMLElement} element
 * @param {() => void} task
 */
export function onEscape(element, task) {
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape") task();
  });
}
