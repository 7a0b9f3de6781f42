/**
 * What the kiosk is told over the wire, besides scans and receipts (those: domain/messages.js).
 *
 * @typedef {{device_id: string, token: string, role: string, name: string, event_id: string}} Pairing
 *
 * @typedef {{id: string, code: string, names: Record<string, string>, color: string}} Category
 *
 * @typedef {{salt: string, hash: string, iterations: number}} PinRecord
 *
 * @typedef {{
 *   id: string,
 *   name: string,
 *   city: string,
 *   starts_on: string,
 *   ends_on: string,
 *   timezone: string,
 *   languages: string[],
 *   default_language: string,
 * }} EventDetails
 *
 * @typedef {{starts_at: number, ends_at: number}} WireSpan
 *
 * A check-in list with its rules; null means no limit.
 * @typedef {{
 *   id: string,
 *   name: string,
 *   entry_rule: string,
 *   categories: string[] | null,
 *   days: WireSpan[],
 *   opening_spans: WireSpan[] | null,
 *   capacity: number | null,
 * }} ListRules
 *
 * What a device keeps of it; the keyring that comes with it is kept apart, as keys.
 * @typedef {{
 *   v: number,
 *   server_time: number,
 *   device: {id: string, name: string, role: string},
 *   event: EventDetails,
 *   gate: {id: string, name: string, direction: "entry" | "exit"} | null,
 *   list: ListRules | null,
 *   sealing_key?: string,
 *   gates?: Array<{id: string, name: string, list_id: string, direction: string}>,
 *   categories: Category[],
 *   kiosk: {pin: PinRecord | null, volume: number},
 * }} Configuration
 *
 * @typedef {Configuration & {
 *   keyring?: import("../store/keyring-store.js").WireKeyring,
 * }} WireConfiguration
 *
 * A text that came from a badge, and when (performance.now()).
 * @typedef {{
 *   text: string,
 *   source: "camera" | "hid" | "typed",
 *   capturedAt: number,
 *   decodingAt?: number,
 *   readAt: number,
 * }} Reading
 */

export {};
