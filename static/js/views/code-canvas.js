/** Draws QR codes for other devices' cameras. */

import { qrcode } from "../../vendor/qrcode-generator/dist/qrcode.mjs";

const QUIET_MODULES = 4;
const LEAST_PIXELS = 640;

/**
 * @param {HTMLCanvasElement} canvas gets whole pixels for each module
 * @param {string} text ASCII
 */
export function drawCode(canvas, text) {
  const code = qrcode(0, "L");
  code.addData(text, "Byte");
  code.make();
  const count = code.getModuleCount();
  const scale = Math.ceil(LEAST_PIXELS / (count + 2 * QUIET_MODULES));
  canvas.width = canvas.height = (count + 2 * QUIET_MODULES) * scale;
  const pen = canvas.getContext("2d", { alpha: false });
  if (pen === null) return;
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#000000";
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      if (!code.isDark(row, column)) continue;
      pen.fillRect((column + QUIET_MODULES) * scale, (row + QUIET_MODULES) * scale, scale, scale);
    }
  }
}
