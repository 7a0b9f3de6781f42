/** What a link's hash brings: a code that pairs a tablet or lets a phone into a team. */

/**
 * The value of `#name=value`, taken out of the address: a code works once, so reloading, or whoever
 * looks at the address later, must not try it again.
 * @param {string} name
 * @returns {string | null} null when the address has none
 */
export function takeFromAddress(name) {
  const prefix = `#${name}=`;
  if (!location.hash.startsWith(prefix)) return null;
  const value = decode(location.hash.slice(prefix.length));
  history.replaceState(null, "", location.pathname + location.search);
  return value === "" ? null : value;
}

/**
 * A damaged link stays as it is: whoever is asked for the code says that it is wrong.
 * @param {string} text
 * @returns {string}
 */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
