// A snapshot as the server pushes it, with what a test cares about changed.

/** @typedef {import("../../../static/js/models/attendance-types.js").Snapshot} Snapshot */
/** @typedef {import("../../../static/js/models/attendance-types.js").DeviceHealth} DeviceHealth */

/**
 * @param {Partial<Snapshot>} changes
 * @returns {Snapshot}
 */
export function makeSnapshot(changes = {}) {
  return {
    v: 1,
    event_id: "event",
    change_number: 1,
    at: 0,
    day: "2024-04-26",
    timezone: "Africa/Casablanca",
    inside: 0,
    capacity: null,
    visitors_today: 0,
    registered: 0,
    arrivals: [],
    bucket_ms: 300_000,
    seen_lately_ms: 15_000,
    gates: [],
    categories: [],
    last_scans: [],
    devices: [],
    parked_scans: 0,
    open_conflicts: 0,
    server_problems: [],
    ...changes,
  };
}

/**
 * @param {Partial<DeviceHealth>} changes
 * @returns {DeviceHealth}
 */
export function makeDevice(changes = {}) {
  return {
    id: "device",
    name: "Porte A 1",
    role: "gate",
    gate_id: "gate",
    paired_at: 0,
    is_revoked: false,
    is_connected: true,
    last_seen_at: 100_000,
    unsent_count: 0,
    clock_offset_ms: 0,
    is_clock_off: false,
    last_seq: 0,
    missing_count: 0,
    missing: [],
    camera: null, pace: null,
    ...changes,
  };
}
