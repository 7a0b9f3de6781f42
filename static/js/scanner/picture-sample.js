/**
 * A handful of numbers about a picture: enough to notice a covered lens or a frozen camera.
 */

const WIDTH = 24;
const HEIGHT = 16;

/**
 * Mean brightness and spread of it (0-255), and a number that changes when the picture does.
 * @typedef {{mean: number, spread: number, print: number}} PictureSample
 */

/** @type {OffscreenCanvas | undefined} */
let canvas;

/**
 * @param {ImageBitmap} picture
 * @returns {PictureSample | null}
 */
export function samplePicture(picture) {
  canvas ??= new OffscreenCanvas(WIDTH, HEIGHT);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (pen === null) return null;
  pen.drawImage(picture, 0, 0, WIDTH, HEIGHT);
  return describePixels(pen.getImageData(0, 0, WIDTH, HEIGHT).data);
}

/**
 * @param {Uint8ClampedArray} rgba
 * @returns {PictureSample}
 */
export function describePixels(rgba) {
  const greens = rgba.filter((_, i) => i % 4 === 1);
  const mean = greens.reduce((sum, value) => sum + value, 0) / greens.length;
  const variance = greens.reduce((sum, value) => sum + (value - mean) ** 2, 0) / greens.length;
  const print = rgba.reduce((hash, value) => (Math.imul(hash, 31) + value) | 0, 7);
  return { mean, spread: Math.sqrt(variance), print };
}
