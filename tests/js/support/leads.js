/** A booth's facts and leads, for tests. */

export const DEVICE = "01900000-0000-7000-8000-00000000d001";
const AT = 1_714_122_000_000;

/**
 * @param {number} seq
 * @param {Record<string, any>} [changes]
 * @returns {any} a capture on the wire
 */
export function makeCaptureFact(seq, changes = {}) {
  return {
    kind: "capture",
    fact_id: `01900000-0000-7000-8000-${String(seq).padStart(12, "0")}`,
    device_seq: seq,
    scan_type: "lead",
    badge_code: `BADGE-${seq}`,
    source: "camera",
    device_time: AT + seq * 1_000,
    clock_offset_ms: 0,
    decode_ms: 12,
    training: false,
    manual: null,
    ...changes,
  };
}

/**
 * This phone's own capture, as it keeps it.
 * @param {number} seq
 * @param {Record<string, any>} [changes]
 * @param {Record<string, any>} [fact]
 * @returns {any}
 */
export function makeOwn(seq, changes = {}, fact = {}) {
  const made = makeCaptureFact(seq, fact);
  return {
    capture_id: made.fact_id, fact: made, found: null, verdict: "lead", lead_id: null,
    already: null, change_number: null, ...changes,
  };
}

/**
 * @param {number} seq
 * @param {string} captureId
 * @param {string} field
 * @param {unknown} value
 * @returns {any} an own edit, as the phone keeps it
 */
export function makeOwnEdit(seq, captureId, field, value) {
  const time = `${AT + seq * 1_000}-0000-${DEVICE}`;
  const fact = {
    kind: "edit",
    fact_id: `01900000-0000-7000-8001-${String(seq).padStart(12, "0")}`,
    device_seq: seq,
    capture_id: captureId,
    field,
    value,
    hybrid_time: time,
    device_time: AT + seq * 1_000,
    clock_offset_ms: 0,
  };
  return { edit_id: fact.fact_id, fact, change_number: null };
}

/**
 * A lead of the team's feed.
 * @param {string} id
 * @param {Record<string, any>} [changes]
 * @returns {any}
 */
export function makeFeedLead(id, changes = {}) {
  return {
    lead_id: id,
    attendee_id: `person of ${id}`,
    badge_code: null,
    state: "open",
    merged_into: null,
    is_training: false,
    captured_at: AT,
    last_at: AT,
    contact: { first_name: "Salma", last_name: "El Fassi", company: "Atlas BPO" },
    fold: {
      captures: [{
        capture_id: `capture of ${id}`, at: AT, member: "Nadia", device: "Nadia",
        scan_type: "lead", source: "camera", manual: null,
      }],
      notes: [],
      fields: {},
    },
    n: 1,
    ...changes,
  };
}
