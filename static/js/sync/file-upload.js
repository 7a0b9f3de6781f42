/** Sending one file to the server, with progress: fetch tells nothing of how much was sent. */

/** @typedef {{file: File, address: string, token: string}} Sending what goes where, with the page's form token */
/** @typedef {{loaded: number, total: number}} Sent bytes */

const CREATED = 201;
const TOO_LARGE = 413;

/** The server did not take the file; `title` is its reason in the reader's language, or empty. */
export class UploadError extends Error {
  /**
   * @param {string} code
   * @param {string} [title]
   */
  constructor(code, title = "") {
    super(title || code);
    this.name = "UploadError";
    this.code = code;
    this.title = title;
  }
}

/**
 * Send a file. Rejects with UploadError: the server's code, `upload_too_large`, `upload_lost` when
 * the connection broke, `upload_cancelled`.
 * @param {Sending} sending
 * @param {(sent: Sent) => void} onProgress
 * @param {AbortSignal} signal
 * @returns {Promise<string>} the address where the file is looked at
 */
export function sendFile({ file, address, token }, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${address}?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-CSRFToken", token);
    request.upload.addEventListener("progress", onProgress);
    request.addEventListener("load", () => settle(request, resolve, reject));
    request.addEventListener("error", () => reject(new UploadError("upload_lost")));
    request.addEventListener("abort", () => reject(new UploadError("upload_cancelled")));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

/**
 * @param {XMLHttpRequest} request
 * @param {(address: string) => void} resolve
 * @param {(error: UploadError) => void} reject
 */
function settle(request, resolve, reject) {
  const answer = readJson(request.responseText);
  if (request.status === CREATED && answer.address) resolve(answer.address);
  else if (request.status === TOO_LARGE) reject(new UploadError("upload_too_large"));
  else reject(new UploadError(answer.code ?? "upload_lost", answer.title));
}

/**
 * @param {string} text
 * @returns {{address?: string, code?: string, title?: string}}
 */
function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's own error page: nothing in it is for people.
    return {};
  }
}
