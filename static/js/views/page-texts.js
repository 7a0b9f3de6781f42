/**
 * Fills every text of the page in one language: elements carry their English source in `data-t`,
 * labels for screen readers in `data-t-label`.
 */

/**
 * @param {Document} page
 * @param {import("../helpers/i18n.js").Texts} texts
 */
export function translatePage(page, texts) {
  page.documentElement.lang = texts.lang;
  page.documentElement.dir = texts.dir;
  for (const element of page.querySelectorAll("[data-t]")) {
    const source = element.getAttribute("data-t") ?? "";
    element.textContent = texts.t(source);
  }
  for (const element of page.querySelectorAll("[data-t-label]")) {
    const source = element.getAttribute("data-t-label") ?? "";
    element.setAttribute("aria-label", texts.t(source));
  }
}
