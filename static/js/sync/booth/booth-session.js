/** What sets a booth's phone apart from a gate's tablet: facts instead of scans, leads to read. */

import { LeadStore } from "../../store/booth/lead-store.js";
import { DeviceLink } from "../device-link.js";
import { DeviceSession } from "../device-session.js";
import { ScanPost } from "../scan-post.js";
import { BoothApi, FACT_DOOR } from "./booth-api.js";
import { BoothKnowledge } from "./booth-knowledge.js";

/** @typedef {{session: DeviceSession, knowledge: BoothKnowledge, leads: LeadStore}} BoothSession */

/**
 * @param {import("../../models/wire-types.js").Pairing} pairing
 * @param {{
 *   database: import("../../store/database.js").KioskDatabase,
 *   settings: import("../../store/settings-store.js").SettingsStore,
 * }} storage
 * @returns {BoothSession}
 */
export function makeBoothSession(pairing, storage) {
  const [api, link] = [new BoothApi(location.origin), new DeviceLink()];
  const leads = new LeadStore(storage.database);
  const post = new ScanPost(link, api, undefined, FACT_DOOR);
  const knowledge = new BoothKnowledge({
    database: storage.database, eventId: pairing.event_id, api, leads,
  });
  const session = new DeviceSession({
    pairing,
    ...storage,
    api,
    link,
    send: (facts) => post.send(facts),
    makeKnowledge: () => knowledge,
  });
  session.on("leads", (hint) => knowledge.nudgeLeads(hint));
  return { session, knowledge, leads };
}

/** Booths only; a gate's tablet that opens this page is told so. */
export const BOOTH_ROLE = "booth";
