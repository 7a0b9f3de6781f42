/**
 * A number whose changed digits roll. The old digit is drawn by the style sheet from `data-before`,
 * so the element's text is the number and nothing else.
 */
export class RollingNumber {
  #element;
  #spoken;
  #shown = "";
  #value = 0;

  /**
   * @param {Element} element seen, hidden from screen readers
   * @param {Element | null} spoken the same number in one piece, for screen readers
   */
  constructor(element, spoken = null) {
    this.#element = element;
    this.#spoken = spoken;
  }

  /**
   * @param {number} value
   * @param {string} text the value as it is written
   */
  show(value, text) {
    if (text === this.#shown) return;
    const before = this.#shown;
    const turn = value > this.#value ? "up" : "down";
    this.#element.replaceChildren(...makeDigits(before, text, turn));
    if (this.#spoken) this.#spoken.textContent = text;
    this.#shown = text;
    this.#value = value;
  }
}

/**
 * @param {string} before
 * @param {string} text
 * @param {string} turn
 * @returns {HTMLElement[]}
 */
function makeDigits(before, text, turn) {
  const old = before.padStart(text.length).slice(-text.length);
  return [...text].map((digit, n) => {
    const element = document.createElement("span");
    element.textContent = digit;
    element.className = "roll__digit";
    if (before !== "" && old[n] !== digit) {
      element.dataset.before = old[n];
      element.dataset.turn = turn;
    }
    return element;
  });
}
