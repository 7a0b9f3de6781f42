/**
 * The field for a new note. It saves itself when it is left, when the sheet goes, when the page
 * goes; until then a draft is kept, so that not even a dead battery takes the words.
 * Tells: `note` ({captureId, text}).
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
    window.addEventListener("pagehide", () => this.finish());
    document.addEventListener("visibilitychange", () => document.hidden && this.finish());
  }

  /** @param {string} captureId whose lead the next note is about */
  belongTo(captureId) {
    this.#captureId = captureId;
  }

  /** What is written becomes a note. */
  finish() {
    clearTimeout(this.#timer);
    const text = this.#field.value.trim();
    this.#field.value = "";
    if (text === "") return;
    this.emit("note", { captureId: this.#captureId, text });
    void this.#keepDraft(null);
  }

  #onInput() {
    clearTimeout(this.#timer);
    const draft = { captureId: this.#captureId, text: this.#field.value };
    this.#timer = setTimeout(() => void this.#keepDraft(draft), DRAFT_AFTER_MS);
  }
}
