/** Waiting, deadlines and time as pages need them. */

/**
 * @param {number} ms
 * @returns {Promise<void>}
 */
export function delay(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** @returns {Promise<number>} when the browser is about to paint */
export function nextPaint() {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

/** Something took longer than it may. */
export class TimeoutError extends Error {
  /** @param {string} what */
  constructor(what) {
    super(`${what} took too long`);
    this.name = "TimeoutError";
    this.code = "timeout";
  }
}

/**
 * The promise's value, or TimeoutError after `ms`.
 * @template T
 * @param {Promise<T>} promise
 * @param {number} ms
 * @param {string} what
 * @returns {Promise<T>}
 */
export async function withTimeout(promise, ms, what) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new TimeoutError(what)), ms);
  });
  try {
    return /** @type {T} */ (await Promise.race([promise, late]));
  } finally {
    clearTimeout(timer);
  }
}
