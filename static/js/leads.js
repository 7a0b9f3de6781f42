/**
 * What helps on the organizer's pages about leads; each works without.
 */

const REFRESH_MS = 60_000;

/** The browser's own print dialog. */
function offerPrinting() {
  for (const button of document.querySelectorAll("[data-action=print]")) {
    button.addEventListener("click", () => window.print());
  }
}

/** The figures are looked at for hours; they are fetched anew while somebody can see them. */
function refreshFigures() {
  if (!document.querySelector("[data-testid=booths]")) return;
  window.setInterval(() => {
    const isReading = document.hidden || (document.activeElement ?? document.body) !== document.body;
    if (!isReading) window.location.reload();
  }, REFRESH_MS);
}

offerPrinting();
refreshFigures();
