/** What every live page begins with: its texts, its first snapshot, and a view for each part. */

import { byId, elementById } from "../../helpers/dom.js";
import { loadTexts } from "../../helpers/i18n.js";
import { createVenueFormats } from "../../helpers/venue-formats.js";
import { AttendanceRoom } from "./attendance-room.js";
import { RailCount } from "./conflict-notices.js";
import { ConnectionView } from "./connection-view.js";

/** @typedef {import("./attendance-room.js").View} View */

/** @type {Record<string, (root: HTMLElement) => View>} */
const EVERYWHERE = { "rail-conflicts": (root) => new RailCount(root) };

/**
 * Open a page whose snapshot stands in `#snapshot`. A view is made where its element is on the page.
 * @param {Record<string, (root: HTMLElement) => View>} makers by element id
 * @returns {Promise<void>}
 */
export async function openLivePage(makers) {
  const snapshot = JSON.parse(byId("snapshot", HTMLScriptElement).text);
  const texts = await loadTexts(document.documentElement.lang);
  const formats = createVenueFormats(texts.lang, snapshot.timezone);
  const words = elementById("connection-words");
  const views = [
    new ConnectionView(elementById("connection"), words, elementById("sign-in-again")),
    ...Object.entries({ ...EVERYWHERE, ...makers }).flatMap(([id, make]) => {
      const root = document.getElementById(id);
      return root ? [make(root)] : [];
    }),
  ];
  new AttendanceRoom(snapshot, { texts, formats, views }).open();
  document.documentElement.dataset.live = "ready";
}
