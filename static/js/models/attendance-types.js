/**
 * What `server/services/attendance.py` pushes. Moments are milliseconds since 1970 UTC.
 *
 * @typedef {{
 *   id: string, name: string, direction: "entry" | "exit", list_name: string,
 *   counts_attendance: boolean, list_inside: number, capacity: number | null,
 *   entries: number, exits: number, refused: number, scans: [number, number][],
 * }} GateNumbers
 * @typedef {{
 *   id: string, names: Record<string, string>, color: string,
 *   registered: number, inside: number, visitors_today: number,
 * }} CategoryNumbers
 * @typedef {{
 *   scan_id: string, direction: string, corrected_at: number, verdict: string, reason: string,
 *   source: string, gate_name: string, device_name: string, display_name: string,
 *   company: string, category_id: string | null, is_undone: boolean,
 * }} LastScan
 * @typedef {{
 *   id: string, name: string, role: string, gate_id: string | null, paired_at: number,
 *   is_revoked: boolean, is_connected: boolean, last_seen_at: number | null,
 *   unsent_count: number | null, clock_offset_ms: number | null, is_clock_off: boolean,
 *   last_seq: number, missing_count: number, missing: [number, number][],
 *   camera: CameraFigures | null, pace: ScanPace | null,
 * }} DeviceHealth `missing`: the numbers that did not arrive, where they are known
 * @typedef {{
 *   fps: number | null, decode_ms_p50: number | null, decode_ms_p95: number | null,
 *   read_rate: number | null, sharpness: number | null, brightness: number | null,
 *   glare: number | null, hint: string | null,
 *   confirm_ms_p50?: number | null, confirm_ms_p95?: number | null,
 * }} CameraFigures what a station says of its camera, see `domain/camera_figures.py`
 * @typedef {{
 *   capture_ms_p50: number | null, capture_ms_p95: number | null,
 *   decode_ms_p50: number | null, decode_ms_p95: number | null,
 *   decide_ms_p50: number | null, decide_ms_p95: number | null,
 * }} ScanPace how long a device's last scans took, see `server/services/pace.py`
 * @typedef {{
 *   v: number, event_id: string, change_number: number, at: number, day: string,
 *   timezone: string, inside: number, capacity: number | null, visitors_today: number,
 *   registered: number, arrivals: [number, number][], bucket_ms: number, seen_lately_ms: number,
 *   gates: GateNumbers[], categories: CategoryNumbers[], last_scans: LastScan[],
 *   devices: DeviceHealth[], parked_scans: number, open_conflicts: number,
 *   server_problems: string[],
 * }} Snapshot
 * @typedef {{gate_ids: string[], at: number, verdict: string}} ConflictNews
 */

export {};
