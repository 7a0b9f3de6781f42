/** Where the keyboard is, while the page around it is drawn anew. */

/**
 * @param {EventTarget | null} target
 * @returns {boolean} whether it brings up a keyboard
 */
export function isField(target) {
  return target instanceof HTMLElement && target.matches("input:not([type=checkbox]), textarea");
}

/**
 * What had the focus was drawn anew: the new one gets it.
 * @param {HTMLElement} root
 * @param {Element | null} focused
 */
export function restoreFocus(root, focused) {
  const key = focused instanceof HTMLElement ? focused.dataset.k : undefined;
  if (key === undefined || focused?.isConnected) return;
  const again = root.querySelector(`[data-k="${CSS.escape(key)}"]`);
  if (again instanceof HTMLElement) again.focus({ preventScroll: true });
}
