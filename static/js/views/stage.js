/**
 * Which screen is up. The idle screen always lies underneath, so that the camera's picture never
 * stops; whatever covers it makes it inert.
 */

/**
 * @typedef {"loading" | "pairing" | "start" | "idle" | "code" | "pin" | "menu" | "rescue" | "not-ready"
 *   | "manual" | "leads" | "more" | "self-test"} Screen */

export class Stage {
  #page;
  /** @type {Screen} */
  #screen = "loading";
  /** @type {"checking" | "verdict" | null} */
  #moment = null;

  /** @param {Document} page */
  constructor(page) {
    this.#page = page;
  }

  /** @returns {Screen} */
  get screen() {
    return this.#screen;
  }

  /** @param {Screen} screen */
  show(screen) {
    if (screen === this.#screen) return;
    this.#screen = screen;
    for (const section of this.#page.querySelectorAll("[data-screen]")) {
      const isUp = section.getAttribute("data-screen") === screen;
      /** @type {HTMLElement} */ (section).hidden = !isUp;
      if (isUp) focusFirst(section);
    }
    this.#refresh();
  }

  /**
   * What passes over whichever screen is up.
   * @param {"checking" | "verdict" | null} moment
   */
  setMoment(moment) {
    this.#moment = moment;
    this.#refresh();
  }

  #refresh() {
    const state = this.#moment ?? this.#screen;
    this.#page.documentElement.dataset.state = state;
    const idle = this.#page.getElementById("idle");
    idle?.toggleAttribute("inert", this.#screen !== "idle");
  }
}

/** @param {Element} section */
function focusFirst(section) {
  const first = section.querySelector("input:not([readonly], [data-no-focus])");
  if (first instanceof HTMLElement) first.focus({ preventScroll: true });
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
