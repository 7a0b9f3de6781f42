/**
 * The station's `state` event, in the words of the page.
 */

/** @typedef {import("../models/wire-types.js").Configuration} Configuration */
/** @typedef {import("../models/kiosk-device.js").DeviceFacts} DeviceFacts */
/** @typedef {Configuration["gate"]} Gate */
/**
 * `lane` is the one of this page. Moments in milliseconds by the station's clock.
 * @typedef {{
 *   type: "state",
 *   not_ready: string | null,
 *   problems: string[],
 *   online: boolean | null,
 *   unsent: number,
 *   parked: number,
 *   oldest_unsent_at: number | null,
 *   undos?: number,
 *   roster: {count: number, badges?: number | null, complete: boolean, at: number | null} | null,
 *   clock_offset_ms: number,
 *   lane: {gate: Gate, camera: string, hint: string | null},
 *   configuration: Configuration | null,
 * }} StationState
 */

/** What the lane's camera is, as the page's problems. */
const CAMERA_PROBLEMS = Object.freeze(
  /** @type {Record<string, string>} */ ({
    opening: "camera_opening",
    lost: "camera_lost",
    frozen: "camera_frozen",
    black: "camera_black",
    missing: "camera_missing",
  }),
);

/**
 * Every problem of this page, its own lane's camera and no other's.
 * @param {StationState} state
 * @param {boolean} usesCamera
 * @returns {string[]}
 */
export function listProblems({ not_ready: worst, problems, lane }, usesCamera) {
  const all = [...problems, worst ?? ""];
  const shared = all.filter((code) => code !== "" && !code.startsWith("camera_"));
  const camera = usesCamera ? CAMERA_PROBLEMS[lane.camera] : undefined;
  return [...new Set(camera === undefined ? shared : [...shared, camera])];
}

/**
 * The configuration as this lane has it: its gate may be another than the station's.
 * @param {StationState} state
 * @returns {Configuration | null}
 */
export function configurationOf({ configuration, lane }) {
  return configuration && { ...configuration, gate: lane.gate ?? configuration.gate };
}

/**
 * @param {StationState} state
 * @returns {DeviceFacts}
 */
export function factsOf(state) {
  return {
    configuration: configurationOf(state),
    isReachable: state.online,
    counts: {
      waiting: state.unsent,
      parked: state.parked,
      elsewhere: 0,
      undos: state.undos ?? 0,
      oldestAt: state.oldest_unsent_at,
    },
    offsetMs: state.clock_offset_ms,
    roster: rosterOf(state),
  };
}

/** @param {StationState} state */
function rosterOf({ roster }) {
  if (roster === null) return null;
  const { count, badges = null, complete: isComplete, at: checkedAt } = roster;
  return { count, badges, isComplete, checkedAt };
}

/** @returns {DeviceFacts} before the station has spoken */
export function noFacts() {
  const counts = { waiting: 0, parked: 0, elsewhere: 0, oldestAt: null };
  return { configuration: null, isReachable: null, counts, offsetMs: 0, roster: null };
}
