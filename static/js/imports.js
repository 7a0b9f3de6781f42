/** The pages of an import: a file is sent, followed, corrected. Each page has some of the parts. */

import { loadTexts } from "./helpers/i18n.js";
import { UploadError, sendFile } from "./sync/file-upload.js";
import { watchChoices } from "./views/console/import-choices.js";
import { followJob } from "./views/console/import-job.js";
import { UploadView } from "./views/console/upload-view.js";

/** @typedef {import("./helpers/i18n.js").Texts} Texts */

/** @param {HTMLFormElement} form */
async function openUpload(form) {
  const texts = await loadTexts(document.documentElement.lang);
  const view = new UploadView(form, texts);
  view.onFile = (file) => void send(form, view, file);
  // Coming back by the browser's arrow shows the page as it was left: sending.
  addEventListener("pageshow", (event) => event.persisted && view.reset());
  form.dataset.ready = "yes";
}

/**
 * @param {HTMLFormElement} form
 * @param {UploadView} view
 * @param {File} file
 */
async function send(form, view, file) {
  if (file.size > Number(form.dataset.mostBytes)) {
    view.refuse(describe(new UploadError("upload_too_large"), form, view.texts));
    return;
  }
  const abort = new AbortController();
  view.onCancel = () => abort.abort();
  view.showSending(file);
  const token = String(new FormData(form).get("csrf_token"));
  try {
    const sending = { file, address: form.action, token };
    const address = await sendFile(sending, (sent) => view.showSent(sent.loaded, sent.total), abort.signal);
    location.assign(address);
  } catch (error) {
    if (!(error instanceof UploadError)) throw error;
    if (error.code === "upload_cancelled") view.reset();
    else view.refuse(describe(error, form, view.texts));
  }
}

/**
 * @param {UploadError} error
 * @param {HTMLFormElement} form
 * @param {Texts} texts
 */
function describe(error, form, { t }) {
  if (error.title) return error.title;
  if (error.code !== "upload_too_large") {
    return t("The connection was lost while sending. Please send the file again.");
  }
  return t(
    "This file is larger than %(limit_mb)s MB. Registration files are much smaller: check that it is the right one.",
    { limit_mb: form.dataset.mostMb ?? "" },
  );
}

const upload = document.getElementById("upload");
const job = document.getElementById("job");
const choices = document.getElementById("choices");
const bar = document.getElementById("action-bar");

if (upload instanceof HTMLFormElement) await openUpload(upload);
if (job) await followJob(job);
if (choices instanceof HTMLFormElement && bar) watchChoices(choices, bar);
