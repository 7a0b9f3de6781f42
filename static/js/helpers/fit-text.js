/**
 * The largest size at which a text fits its box, set as the custom property `--name-size`.
 */

const STEP = 0.94;
const SMALLEST_PX = 18;

/**
 * Goes down from `mostPx` until the text is within `mostLines` lines and no word is wider than the
 * box. Below `leastPx` only where nothing else helps, as for a word of forty letters.
 * @param {HTMLElement} element
 * @param {{leastPx: number, mostPx: number, mostLines: number}} limits
 */
export function fitText(element, { leastPx, mostPx, mostLines }) {
  let size = mostPx;
  const fits = () => isWithin(element, size, size <= leastPx ? mostLines + 1 : mostLines);
  setSize(element, size);
  while (size > SMALLEST_PX && !fits()) {
    size *= STEP;
    setSize(element, size);
  }
}

/**
 * @param {HTMLElement} element
 * @param {number} sizePx
 */
function setSize(element, sizePx) {
  element.style.setProperty("--name-size", `${sizePx.toFixed(1)}px`);
}

/**
 * @param {HTMLElement} element
 * @param {number} sizePx
 * @param {number} mostLines
 * @returns {boolean}
 */
function isWithin(element, sizePx, mostLines) {
  const lineHeight = parseFloat(getComputedStyle(element).lineHeight) || sizePx * 1.2;
  const isNarrow = element.scrollWidth <= element.clientWidth + 1;
  return isNarrow && element.clientHeight <= lineHeight * (mostLines + 0.3);
}
