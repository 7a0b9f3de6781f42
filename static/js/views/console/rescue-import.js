/** A file of unsent scans, brought from a tablet by hand: chosen here, recorded as that tablet's. */

import { byId, setText } from "../../helpers/dom.js";
import { countRescued } from "../../models/rescue.js";
import { handInRescues } from "../../sync/rescue-post.js";

/** @typedef {import("../../helpers/i18n.js").Texts} Texts */

/** @param {Texts} texts */
export function armRescueImport({ t, tn }) {
  const file = byId("rescue-file", HTMLInputElement);
  byId("open-rescue", HTMLButtonElement).addEventListener("click", () => file.click());
  file.addEventListener("change", async () => {
    const [chosen] = file.files ?? [];
    if (chosen === undefined) return;
    const words = await handIn(await chosen.text(), { t, tn });
    file.value = "";
    setText("rescue-words", words);
    byId("rescue-words", HTMLElement).hidden = false;
  });
}

/**
 * @param {string} rescue
 * @param {Pick<Texts, "t" | "tn">} texts
 * @returns {Promise<string>} what came of it
 */
async function handIn(rescue, { t, tn }) {
  if ((await countRescued(rescue)) === null) {
    return t("This is not a complete rescue. Please try again.");
  }
  const token = document.querySelector("input[name=csrf_token]");
  const proof = { "X-CSRFToken": token instanceof HTMLInputElement ? token.value : "" };
  try {
    const { name: device, count } = await handInRescues(rescue, proof);
    const one = "%(num)s scan of %(device)s is on the server.";
    const more = "%(num)s scans of %(device)s are on the server.";
    return tn(one, more, count, { device });
  } catch (error) {
    const { code = "unknown" } = /** @type {{code?: string}} */ (error);
    return t("That did not work (%(code)s).", { code });
  }
}
