/** The server's HTTP door for phones of a booth: besides what every device asks, leads. */

import { PROTOCOL_VERSION } from "../../domain/messages.js";
import { DeviceApi } from "../device-api.js";

const PAGE_WAIT_MS = 30_000;

/**
 * What joining answers.
 * @typedef {{
 *   device_id: string,
 *   token: string,
 *   access: "full" | "scan_only",
 *   exhibitor: {id: string, name: string},
 *   event_id: string,
 * }} Joined
 */

export class BoothApi extends DeviceApi {
  /**
   * Throws ApiError.
   * @param {string} code
   * @param {string} memberName
   * @returns {Promise<Joined>}
   */
  join(code, memberName) {
    const platform = navigator.userAgent.slice(0, 200);
    const message = { v: PROTOCOL_VERSION, code, member_name: memberName, platform };
    return this.request("POST", "/api/v1/booth/join", message);
  }

  /**
   * @override
   * @returns {Promise<any>} a BoothConfiguration
   */
  getConfiguration() {
    return this.request("GET", "/api/v1/booth");
  }

  /**
   * @param {{v: number, facts: unknown[]}} batch
   * @returns {Promise<any>}
   */
  postFacts(batch) {
    return this.request("POST", "/api/v1/facts", batch);
  }

  /**
   * One page of the leads that changed after number `since`.
   * @param {number} since
   * @param {number} limit
   * @returns {Promise<any>}
   */
  getLeadChanges(since, limit) {
    const path = `/api/v1/leads/changes?since=${since}&limit=${limit}`;
    return this.request("GET", path, undefined, PAGE_WAIT_MS);
  }
}

/** How facts go to the server. @type {import("../scan-post.js").Door} */
export const FACT_DOOR = Object.freeze({
  event: "facts",
  makeBatch: (facts) => ({ v: PROTOCOL_VERSION, facts }),
  post: (api, batch) => api.postFacts(batch),
});
