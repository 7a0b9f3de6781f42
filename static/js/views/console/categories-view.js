/** Categories: who was expected, who came, who is inside. */

import { part, write, writeAttribute } from "./elements.js";
import { KeyedRows } from "./keyed-rows.js";

/** @typedef {import("../../models/attendance-types.js").CategoryNumbers} CategoryNumbers */
/** @typedef {import("./attendance-room.js").Frame} Frame */

const COUNTS = Object.freeze(/** @type {const} */ (["registered", "visitors_today", "inside"]));

export class CategoriesView {
  #rows;
  #frame = /** @type {Frame | null} */ (null);

  /** @param {HTMLElement} root */
  constructor(root) {
    const keyOf = (/** @type {CategoryNumbers} */ category) => category.id;
    this.#rows = new KeyedRows(root, keyOf, this.#fill);
  }

  /** @param {Frame} frame */
  update(frame) {
    this.#frame = frame;
    this.#rows.update(frame.snapshot.categories);
  }

  #fill = (/** @type {HTMLElement} */ row, /** @type {CategoryNumbers} */ category) => {
    const { texts, formats } = /** @type {Frame} */ (this.#frame);
    const came = category.registered ? category.visitors_today / category.registered : 0;
    writeAttribute(row, "data-testid", `category-${category.id}`);
    row.style.setProperty("--category", category.color);
    row.style.setProperty("--came", String(Math.min(1, came)));
    write(part(row, "name"), category.names[texts.lang] || Object.values(category.names).find(Boolean) || "");
    for (const name of COUNTS) {
      const element = part(row, name);
      writeAttribute(element, "data-testid", `category-${category.id}-${name}`);
      write(element, formats.number(category[name]));
    }
  };
}
