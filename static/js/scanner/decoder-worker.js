/**
 * The worker that reads codes out of camera pictures, so that the page never stutters.
 * In: {id, picture: ImageBitmap, turn}. Out: {id, text, sample} or {id, error}.
 */

import { prepareZXingModule, readBarcodes } from "../../vendor/zxing-wasm/dist/es/reader/index.js";
import { cutFor, stepAt } from "./cascade.js";
import { makeNativeReader } from "./native-reader.js";
import { samplePicture } from "./picture-sample.js";

// Import maps do not reach workers, and the package's default is an address on the internet.
const WASM_FOLDER = new URL("../../vendor/zxing-wasm/dist/reader/", import.meta.url);
const SAMPLE_EVERY = 8;

const ready = Promise.all([
  prepareZXingModule({
    overrides: { locateFile: (/** @type {string} */ file) => new URL(file, WASM_FOLDER).href },
    fireImmediately: true,
  }),
  makeNativeReader(),
]);
// Whoever asks first gets the error; until then it is nobody's.
ready.catch(() => {});

const canvas = new OffscreenCanvas(1, 1);
const pen = /** @type {OffscreenCanvasRenderingContext2D} */ (
  canvas.getContext("2d", { willReadFrequently: true, alpha: false })
);

globalThis.addEventListener("message", async ({ data: { id, picture, turn } }) => {
  try {
    const text = await read(picture, turn);
    const sample = turn % SAMPLE_EVERY === 0 ? samplePicture(picture) : null;
    globalThis.postMessage({ id, text, sample });
  } catch (error) {
    globalThis.postMessage({ id, error: String(error) });
  } finally {
    picture.close();
  }
});

/**
 * @param {ImageBitmap} picture
 * @param {number} turn
 * @returns {Promise<string | null>}
 */
async function read(picture, turn) {
  const [, readNatively] = await ready;
  return (await readNatively?.(picture)) ?? readPrepared(picture, turn);
}

/**
 * @param {ImageBitmap} picture
 * @param {number} turn
 * @returns {Promise<string | null>}
 */
async function readPrepared(picture, turn) {
  const step = stepAt(turn);
  const results = await readBarcodes(draw(picture, step), {
    formats: ["QRCode"],
    maxNumberOfSymbols: 1,
    textMode: "Plain",
    ...step.options,
  });
  return results.find((result) => result.isValid)?.text || null;
}

/**
 * @param {ImageBitmap} picture
 * @param {import("./cascade.js").Step} step
 * @returns {ImageData}
 */
function draw(picture, step) {
  const cut = cutFor(step, picture.width, picture.height);
  const { left, top, width, height, drawnWidth, drawnHeight } = cut;
  if (canvas.width !== drawnWidth) canvas.width = drawnWidth;
  if (canvas.height !== drawnHeight) canvas.height = drawnHeight;
  pen.drawImage(picture, left, top, width, height, 0, 0, drawnWidth, drawnHeight);
  return pen.getImageData(0, 0, drawnWidth, drawnHeight);
}
