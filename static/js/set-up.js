/**
 * First set-up: the link's token stands in the fragment, which no server and no log ever sees.
 * This moves it into the form, and explains when it is not there.
 */

const form = document.getElementById("set-up");
const field = document.getElementById("token");
const missing = document.getElementById("link-missing");

if (form && missing && field instanceof HTMLInputElement) {
  const fill = () => {
    // A page shown again after an error has the token in its field already.
    field.value = location.hash.slice(1) || field.value;
    form.hidden = field.value === "";
    missing.hidden = field.value !== "";
    keepToken(field.value);
  };
  addEventListener("hashchange", fill);
  fill();
}

/**
 * A link to the same page in another language must not lose the token.
 * @param {string} token
 */
function keepToken(token) {
  for (const link of document.querySelectorAll("a[hreflang]")) {
    if (link instanceof HTMLAnchorElement) link.hash = token;
  }
}
