/** What the next scan is for, where an exhibitor has more than leads. Tells: `choose` (code). */

import { elementById, makeElement, setShown } from "../../helpers/dom.js";
import { Emitter } from "../../helpers/emitter.js";
import { nameType } from "../../models/booth/booth-configuration.js";
import { makeButton } from "./booth-parts.js";

/** @typedef {import("../../models/booth/booth-configuration.js").ScanType} ScanType */

export class ScanTypesView extends Emitter {
  /**
   * @param {ScanType[]} types
   * @param {string} chosen
   * @param {{texts: import("../../helpers/i18n.js").Texts, counts: Map<string, number>}} how
   */
  fill(types, chosen, { texts, counts }) {
    setShown("scan-types", types.length > 1);
    const chips = types.map((type) => {
      const chip = makeButton("chip", nameType(type, texts.lang), () => this.emit("choose", type.code));
      chip.setAttribute("role", "radio");
      chip.setAttribute("aria-checked", String(type.code === chosen));
      chip.dataset.type = type.code;
      const count = counts.get(type.code) ?? 0;
      if (!type.gives_contact && count > 0) chip.append(makeElement("b", "ltr", String(count)));
      return chip;
    });
    elementById("scan-types").replaceChildren(...chips);
  }
}
