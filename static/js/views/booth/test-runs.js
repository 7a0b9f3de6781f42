/** The measurements of the phone's test. Each gives a TestResult and leaves nothing behind. */

import { openCamera, closeCamera } from "../../scanner/camera.js";
import { Decoder } from "../../scanner/decoder.js";
import { delay } from "../../helpers/timing.js";
import { TEST_PREFIX } from "../../models/booth/practice.js";
import {
  judgeCamera, judgeClock, judgeConnection, judgeDecoder, judgeStorage, median,
} from "../../models/booth/self-test.js";
import { SETTINGS, STRICT } from "../../store/database.js";
import { drawCode } from "../code-canvas.js";

/** @typedef {import("../../models/booth/self-test.js").TestResult} TestResult */
/** @typedef {{video: HTMLVideoElement, camera: string}} CameraPlace */

const WATCH_MS = 3_000;
const READS = 20;
const WRITES = 20;
const ASKS = 10;
const ASK_EVERY_MS = 300;
const PATIENCE_MS = 3_000;
const TEST_KEY = "self_test";
const BYTES_A_MB = 1_048_576;

/**
 * Opens the camera for three seconds and counts its pictures.
 * @param {CameraPlace} place
 * @returns {Promise<TestResult>}
 */
export async function testCamera({ video, camera }) {
  let stream = null;
  try {
    stream = await openCamera(camera);
    video.srcObject = stream;
    await video.play();
    const fps = await countFrames(video);
    return judgeCamera({ code: null, width: video.videoWidth, height: video.videoHeight, fps });
  } catch (error) {
    const code = /** @type {{code?: string}} */ (error).code ?? "camera_busy";
    return judgeCamera({ code: String(code), width: 0, height: 0, fps: 0 });
  } finally {
    closeCamera(stream);
    video.srcObject = null;
  }
}

/**
 * Reads a code that it draws itself, twenty times.
 * @returns {Promise<TestResult>}
 */
export async function testDecoder() {
  const decoder = new Decoder();
  const text = `${TEST_PREFIX}0`;
  const canvas = drawPicture(text);
  await decoder.decode(await createImageBitmap(canvas), 1); // the first one loads the reader
  const times = [];
  for (let turn = 1; turn <= READS; turn += 1) {
    const startedAt = performance.now();
    const decoded = await decoder.decode(await createImageBitmap(canvas), turn);
    if (decoded.text === text) times.push(performance.now() - startedAt);
  }
  decoder.close();
  return judgeDecoder({ reads: times.length, tries: READS, medianMs: median(times) });
}

/**
 * A camera's picture with a badge's code in its middle.
 * @param {string} text
 * @returns {HTMLCanvasElement}
 */
function drawPicture(text) {
  const [code, picture] = [document.createElement("canvas"), document.createElement("canvas")];
  drawCode(code, text);
  [picture.width, picture.height] = [1280, 720];
  const pen = picture.getContext("2d");
  if (pen === null) return code;
  pen.fillStyle = "#8b9796";
  pen.fillRect(0, 0, picture.width, picture.height);
  pen.drawImage(code, 520, 240, 240, 240);
  return picture;
}

/**
 * Writes as the outbox does, and asks how much room is left.
 * @param {import("../../store/database.js").KioskDatabase} database
 * @returns {Promise<TestResult>}
 */
export async function testStorage(database) {
  const { quota, usage = 0 } = (await navigator.storage?.estimate?.().catch(() => null)) ?? {};
  const isKept = (await navigator.storage?.persisted?.().catch(() => null)) ?? null;
  const freeMb = quota === undefined ? null : (quota - usage) / BYTES_A_MB;
  try {
    const times = [];
    for (let i = 0; i < WRITES; i += 1) times.push(await timeWrite(database));
    await database.delete(SETTINGS, TEST_KEY);
    return judgeStorage({ medianMs: median(times), freeMb, isKept });
  } catch {
    return judgeStorage({ medianMs: null, freeMb, isKept });
  }
}

/**
 * Asks our server ten times; its clock comes with the answers.
 * @param {import("../../sync/device-api.js").DeviceApi} api
 * @returns {Promise<TestResult[]>} of clock and connection
 */
export async function testConnection(api) {
  const answersMs = [];
  /** @type {Array<{ms: number, offset: number}>} */
  const samples = [];
  for (let i = 0; i < ASKS; i += 1) {
    const sentAt = Date.now();
    const answer = await api.getTime(PATIENCE_MS).catch(() => null);
    const ms = Date.now() - sentAt;
    if (answer !== null) {
      answersMs.push(ms);
      samples.push({ ms, offset: answer.server_time - (sentAt + ms / 2) });
    }
    await delay(ASK_EVERY_MS);
  }
  const best = samples.sort((a, b) => a.ms - b.ms)[0];
  return [judgeClock(best?.offset ?? null), judgeConnection({ answersMs, tries: ASKS })];
}

/**
 * @param {HTMLVideoElement} video
 * @returns {Promise<number>} pictures a second
 */
async function countFrames(video) {
  let frames = 0;
  let isOver = false;
  const count = () => {
    frames += 1;
    if (!isOver) video.requestVideoFrameCallback(count);
  };
  if (!("requestVideoFrameCallback" in video)) return 30; // this browser cannot count
  video.requestVideoFrameCallback(count);
  await delay(WATCH_MS);
  isOver = true;
  return frames / (WATCH_MS / 1_000);
}

/** @param {import("../../store/database.js").KioskDatabase} database */
async function timeWrite(database) {
  const startedAt = performance.now();
  const transaction = database.transaction(SETTINGS, "readwrite", STRICT);
  await Promise.all([transaction.store.put("x".repeat(500), TEST_KEY), transaction.done]);
  return performance.now() - startedAt;
}
