/**
 * The platform's own barcode reader, where it is better than ours: on Android and macOS it runs on
 * hardware. Elsewhere Chromium's is absent or a stub, so it must read a test picture first.
 */

const TEST_TEXT = "ACCUEIL";
/** A QR code of version 1 with TEST_TEXT, one row per number, first module in bit 20. */
const TEST_ROWS = Object.freeze([
  0x1fc77f, 0x105d41, 0x17475d, 0x17595d, 0x17495d, 0x105241, 0x1fd57f,
  0x000800, 0x1f72aa, 0x0323cd, 0x015167, 0x17a7cc, 0x1c592b, 0x00152e,
  0x1fd695, 0x104c33, 0x175290, 0x1753e4, 0x175960, 0x105bc5, 0x1fd10c,
]);
const MODULES = 21;
const QUIET = 4;
const MODULE_PIXELS = 6;
const MOST_FAILURES = 3;

/** @typedef {(picture: ImageBitmap) => Promise<string | null>} ReadPicture */

/**
 * A reader that has proved itself, or null.
 * @param {any} [scope] the worker's global object
 * @returns {Promise<ReadPicture | null>}
 */
export async function makeNativeReader(scope = globalThis) {
  if (!isWorthTrying(scope)) return null;
  try {
    const detector = new scope.BarcodeDetector({ formats: ["qr_code"] });
    const found = await detector.detect(drawTestPicture());
    return found[0]?.rawValue === TEST_TEXT ? guard(detector) : null;
  } catch {
    // A detector that throws on an easy picture is none.
    return null;
  }
}

/**
 * @param {any} scope
 * @returns {boolean}
 */
function isWorthTrying(scope) {
  const { navigator } = scope;
  const platform = navigator?.userAgentData?.platform ?? navigator?.userAgent ?? "";
  return "BarcodeDetector" in scope && /Android|mac\s?OS|Macintosh/i.test(platform);
}

/**
 * @param {any} detector
 * @returns {ReadPicture} never rejects; after a few failures it no longer tries
 */
function guard(detector) {
  let failures = 0;
  return async (picture) => {
    if (failures >= MOST_FAILURES) return null;
    try {
      const found = await detector.detect(picture);
      return found[0]?.rawValue || null;
    } catch {
      failures += 1;
      return null;
    }
  };
}

/** @returns {OffscreenCanvas} */
function drawTestPicture() {
  const side = (MODULES + 2 * QUIET) * MODULE_PIXELS;
  const canvas = new OffscreenCanvas(side, side);
  const pen = canvas.getContext("2d");
  if (pen === null) throw new Error("no canvas");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, side, side);
  pen.fillStyle = "#000";
  for (const [x, y] of darkModules()) {
    pen.fillRect((x + QUIET) * MODULE_PIXELS, (y + QUIET) * MODULE_PIXELS, MODULE_PIXELS, MODULE_PIXELS);
  }
  return canvas;
}

/** @returns {Array<[number, number]>} */
export function darkModules() {
  return TEST_ROWS.flatMap((row, y) =>
    Array.from({ length: MODULES }, (_, x) => x)
      .filter((x) => (row >> (MODULES - 1 - x)) & 1)
      .map((x) => /** @type {[number, number]} */ ([x, y])),
  );
}
