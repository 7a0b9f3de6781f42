/**
 * Every console page: `g` and then a section's letter goes there, `/` goes to the search field.
 */

const WAIT_MS = 1_500;

let isGoing = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const key = event.key.toLowerCase();
  if (isGoing) goTo(key);
  else if (key === "g") listen();
  else if (key === "/") focusSearch(event);
}

function listen() {
  isGoing = true;
  clearTimeout(timer);
  timer = setTimeout(() => (isGoing = false), WAIT_MS);
}

/** @param {string} key */
function goTo(key) {
  isGoing = false;
  for (const link of document.querySelectorAll("a[data-key]")) {
    if (link instanceof HTMLAnchorElement && link.dataset.key === key) link.click();
  }
}

/** @param {KeyboardEvent} event */
function focusSearch(event) {
  const field = document.querySelector('input[type="search"]');
  if (!(field instanceof HTMLInputElement)) return;
  event.preventDefault();
  field.select();
  field.focus();
}

/**
 * @param {EventTarget | null} target
 * @returns {boolean}
 */
function isTyping(target) {
  return target instanceof HTMLElement && target.closest("input, select, textarea, dialog") !== null;
}

/** On a phone the rail is a row of tabs: the open one must be seen. */
function showOpenTab() {
  document.querySelector('.rail [aria-current="page"]')?.scrollIntoView({ block: "nearest", inline: "center" });
}

addEventListener("keydown", onKey);
showOpenTab();
