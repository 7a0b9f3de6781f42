/** The choices of an import: a field stands in one column only, and what was changed is checked
 * before it can be brought in. */

const SEVERAL = new Set(["", "note"]);

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} bar the page's `#action-bar`
 */
export function watchChoices(form, bar) {
  const initial = readForm(form);
  form.addEventListener("change", (event) => {
    if (event.target instanceof HTMLSelectElement) takeFromOthers(form, event.target);
    const isChanged = bar.dataset.unchecked === "yes" || readForm(form) !== initial;
    bar.dataset.changed = isChanged ? "yes" : "no";
    const apply = bar.querySelector("[data-part=apply]");
    if (apply instanceof HTMLButtonElement) apply.disabled = isChanged;
  });
}

/** @param {HTMLFormElement} form */
function readForm(form) {
  const fields = [...new FormData(form)].filter(([name]) => name !== "csrf_token");
  return JSON.stringify(fields);
}

/**
 * Two columns cannot both be the e-mail: the one chosen last is.
 * @param {HTMLFormElement} form
 * @param {HTMLSelectElement} chosen
 */
function takeFromOthers(form, chosen) {
  for (const select of listSelects(form)) {
    const isTaken = select !== chosen && select.value === chosen.value;
    if (isTaken && !SEVERAL.has(chosen.value)) select.value = "";
    markChanged(select);
  }
}

/**
 * @param {HTMLFormElement} form
 * @returns {HTMLSelectElement[]}
 */
function listSelects(form) {
  return [...form.querySelectorAll("select")].filter((select) => select.dataset.part === "field");
}

/** @param {HTMLSelectElement} select */
function markChanged(select) {
  const line = select.closest("tr");
  line?.classList.toggle("columns__line--changed", select.value !== select.dataset.was);
}
