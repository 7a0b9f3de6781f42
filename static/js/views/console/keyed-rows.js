/**
 * Rows made from a `<template>`, one for each thing, kept and moved by the thing's key: an update
 * touches the rows that changed and no others.
 * @template T
 */
export class KeyedRows {
  #parent;
  #template;
  #keyOf;
  #fill;
  /** @type {Map<string, HTMLElement>} */
  #rows = new Map();

  /**
   * @param {Element} parent holds a `<template>` with one element, and nothing else of ours
   * @param {(thing: T) => string} keyOf
   * @param {(row: HTMLElement, thing: T, isNew: boolean) => void} fill
   */
  constructor(parent, keyOf, fill) {
    const template = parent.querySelector(":scope > template");
    if (!(template instanceof HTMLTemplateElement)) throw new Error("no row template");
    this.#parent = parent;
    this.#template = template;
    this.#keyOf = keyOf;
    this.#fill = fill;
  }

  /** @param {T[]} things in the order to show them */
  update(things) {
    this.#removeOthers(new Set(things.map(this.#keyOf)));
    let place = this.#template.nextElementSibling;
    for (const thing of things) {
      const row = this.#rowOf(thing);
      if (row === place) place = row.nextElementSibling;
      else this.#parent.insertBefore(row, place);
    }
  }

  /** @param {Set<string>} keys */
  #removeOthers(keys) {
    for (const [key, row] of this.#rows) {
      if (keys.has(key)) continue;
      row.remove();
      this.#rows.delete(key);
    }
  }

  /**
   * @param {T} thing
   * @returns {HTMLElement}
   */
  #rowOf(thing) {
    const key = this.#keyOf(thing);
    const known = this.#rows.get(key);
    const row = known ?? this.#makeRow();
    this.#rows.set(key, row);
    this.#fill(row, thing, known === undefined);
    return row;
  }

  /** @returns {HTMLElement} */
  #makeRow() {
    const copy = document.importNode(this.#template.content, true).firstElementChild;
    return /** @type {HTMLElement} */ (copy);
  }
}
