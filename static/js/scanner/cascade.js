/**
 * How successive camera frames are prepared for the decoder. A badge is held for half a second or
 * more, 15 frames: each frame gets one cheap preparation, and together they read what one alone
 * does not. Chosen by measuring each on rendered badges (small, tilted, dark, blurred, inverted):
 * the middle enlarged twice reads most, and almost everything inverted needs `tryInvert`.
 */

/**
 * `share` of the picture around its middle, drawn `scale` times as large.
 * @typedef {{
 *   share: number,
 *   scale: number,
 *   options: {tryHarder: boolean, tryInvert: boolean, tryDownscale: boolean, tryRotate: boolean},
 * }} Step
 * @typedef {{left: number, top: number, width: number, height: number,
 *   drawnWidth: number, drawnHeight: number}} Cut
 */

/** More pixels than this cost more time than they read. */
const MOST_PIXELS = 2_400_000;

const PLAIN = { tryHarder: false, tryInvert: true, tryDownscale: false, tryRotate: false };
const THOROUGH = { tryHarder: true, tryInvert: true, tryDownscale: true, tryRotate: true };

/** @type {Step} */
const MIDDLE = { share: 0.6, scale: 2, options: PLAIN };
/** @type {Step} */
const WHOLE = { share: 1, scale: 1, options: PLAIN };

/** @type {ReadonlyArray<Step>} */
export const STEPS = Object.freeze([
  MIDDLE,
  WHOLE,
  MIDDLE,
  { share: 1, scale: 1.6, options: THOROUGH },
  MIDDLE,
  { share: 0.45, scale: 2.5, options: PLAIN },
  WHOLE,
  { share: 1, scale: 0.5, options: THOROUGH },
]);

/**
 * @param {number} turn counts frames
 * @returns {Step}
 */
export function stepAt(turn) {
  return STEPS[turn % STEPS.length] ?? MIDDLE;
}

/**
 * Which part of a picture a step looks at, and how large it is drawn. Whole pixels.
 * @param {Step} step
 * @param {number} width
 * @param {number} height
 * @returns {Cut}
 */
export function cutFor(step, width, height) {
  const cut = { width: Math.round(width * step.share), height: Math.round(height * step.share) };
  const most = Math.sqrt(MOST_PIXELS / (cut.width * cut.height));
  const scale = Math.min(step.scale, most);
  return {
    ...cut,
    left: Math.floor((width - cut.width) / 2),
    top: Math.floor((height - cut.height) / 2),
    drawnWidth: Math.round(cut.width * scale),
    drawnHeight: Math.round(cut.height * scale),
  };
}
