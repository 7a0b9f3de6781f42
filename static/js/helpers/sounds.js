/**
 * The kiosk's sounds, made on the spot: no files, and each family of verdicts has a melody of its
 * own, told apart without looking.
 */

/**
 * Frequency in hertz, start and length in seconds.
 * @typedef {{hertz: number, at: number, lasts: number, wave?: OscillatorType}} Note
 */

/** @type {Readonly<Record<string, ReadonlyArray<Note>>>} */
const MELODIES = Object.freeze({
  // Up a fifth: come in
  admitted: [
    { hertz: 659.3, at: 0, lasts: 0.12 },
    { hertz: 987.8, at: 0.1, lasts: 0.28 },
  ],
  // Down a fifth: goodbye
  exited: [
    { hertz: 784, at: 0, lasts: 0.12 },
    { hertz: 523.3, at: 0.1, lasts: 0.3 },
  ],
  // The same twice: again
  again: [
    { hertz: 440, at: 0, lasts: 0.14, wave: "triangle" },
    { hertz: 440, at: 0.22, lasts: 0.2, wave: "triangle" },
  ],
  "other-edition": [
    { hertz: 329.6, at: 0, lasts: 0.18, wave: "triangle" },
    { hertz: 311.1, at: 0.2, lasts: 0.3, wave: "triangle" },
  ],
  rule: [{ hertz: 246.9, at: 0, lasts: 0.38, wave: "triangle" }],
  refused: [
    { hertz: 196, at: 0, lasts: 0.2, wave: "triangle" },
    { hertz: 164.8, at: 0.2, lasts: 0.34, wave: "triangle" },
  ],
  // A chime: somebody will help
  desk: [
    { hertz: 523.3, at: 0, lasts: 0.2 },
    { hertz: 659.3, at: 0.14, lasts: 0.2 },
    { hertz: 587.3, at: 0.28, lasts: 0.42 },
  ],
});

const ATTACK_SECONDS = 0.012;
const LOUDEST = 0.5;

export class SoundPlayer {
  /** @type {AudioContext | null} */
  #context = null;
  #volume = 0.6;

  /** @param {number} volume 0 to 1 */
  setVolume(volume) {
    this.#volume = Math.min(Math.max(volume, 0), 1);
  }

  /** Browsers keep silent until somebody has touched the page: call this from a tap. */
  unlock() {
    this.#context ??= "AudioContext" in globalThis ? new AudioContext() : null;
    if (this.#context?.state === "suspended") void this.#context.resume();
  }

  /**
   * @param {string} family of models/verdicts.js; one without a melody is silent
   */
  play(family) {
    const context = this.#context;
    if (context?.state !== "running" || this.#volume === 0) return;
    for (const note of MELODIES[family] ?? []) this.#sound(context, note);
  }

  /**
   * @param {AudioContext} context
   * @param {Note} note
   */
  #sound(context, { hertz, at, lasts, wave = "sine" }) {
    const start = context.currentTime + at;
    const tone = new OscillatorNode(context, { frequency: hertz, type: wave });
    const loudness = new GainNode(context, { gain: 0 });
    loudness.gain.setValueAtTime(0, start);
    loudness.gain.linearRampToValueAtTime(this.#volume * LOUDEST, start + ATTACK_SECONDS);
    loudness.gain.exponentialRampToValueAtTime(0.001, start + lasts);
    tone.connect(loudness).connect(context.destination);
    tone.start(start);
    tone.stop(start + lasts);
  }
}
