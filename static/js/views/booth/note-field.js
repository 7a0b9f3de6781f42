/**
 * The field for a new note. It saves itself when it is left, when the sheet goes, when the page
 * goes; until it is durable a draft is kept, so that not even a dead battery takes the words.
 * Tells: `note` ({captureId, text, done}); `done` is to be called once the note is durable.
 */

import { byId } from "../../helpers/dom.js";
import { Emitter } from "../../helpers/emitter.js";

const DRAFT_AFTER_MS = 400;

export class NoteField extends Emitter {
  #field = byId("sheet-note", HTMLTextAreaElement);
  #keepDraft;
  #captureId = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {(draft: {captureId: string, text: string} | null) => unknown} keepDraft */
  constructor(keepDraft) {
    super();
    this.#keepDraft = keepDraft;
    this.#field.addEventListener("input", () => this.#onInput());
    this.#field.addEventListener("blur", () => this.finish());
    window.addEventListener("pagehide", () => this.#keep());
    document.addEventListener("visibilitychange", () => document.hidden && this.finish());
  }

  /** @param {string} captureId whose lead the next note is about */
  belongTo(captureId) {
    this.#captureId = captureId;
  }

  /** What is written becomes a note. */
  finish() {
    const text = this.#field.value.trim();
    this.#keep();
    this.#field.value = "";
    if (text === "") return;
    const done = () => void this.#keepDraft(null);
    this.emit("note", { captureId: this.#captureId, text, done });
  }

  #onInput() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keep(), DRAFT_AFTER_MS);
  }

  #keep() {
    clearTimeout(this.#timer);
    const text = this.#field.value;
    if (text.trim() !== "") void this.#keepDraft({ captureId: this.#captureId, text });
  }
}
