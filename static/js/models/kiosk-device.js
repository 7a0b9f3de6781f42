/**
 * The seam under the kiosk's page: what runs the scans. Either this browser itself (camera, store,
 * line to the server: views/browser-device.js) or the native station behind the page
 * (station/station-device.js). The page, the verdicts and the sounds do not know which.
 *
 * @typedef {import("../domain/messages.js").Receipt} Receipt
 * @typedef {import("../helpers/i18n.js").Texts["t"]} Translate
 * @typedef {import("../store/settings-store.js").Preferences} Preferences
 * @typedef {import("./wire-types.js").Configuration} Configuration
 * @typedef {import("./wire-types.js").Reading} Reading
 *
 * What staff's menu asks about.
 * @typedef {{
 *   configuration: Configuration | null,
 *   isReachable: boolean | null,
 *   counts: import("../store/outbox-store.js").OutboxCounts,
 *   offsetMs: number,
 *   roster: import("./offline-words.js").RosterState | null,
 * }} DeviceFacts
 *
 * A verdict to show. `isRepeat`: the same badge again, shown without a sound; `isCorrection`: the
 * screen said something else a moment ago.
 * @typedef {{
 *   receipt: Receipt, reading: Reading, isRepeat: boolean, isCorrection: boolean,
 * }} Shown
 *
 * From readings to verdicts, one visitor at a time. Tells: `checking`, `verdict` (Shown),
 * `confirmed` (Receipt) of the verdict on the screen, `idle`, `failed` (error).
 * @typedef {import("../helpers/emitter.js").Emitter & {
 *   take: (reading: Reading) => void,
 *   dismiss: () => void,
 *   setOpen: (isOpen: boolean) => void,
 * }} Flow
 *
 * What staff's list of the last scans needs.
 * @typedef {{
 *   outbox: Pick<import("../store/outbox-store.js").OutboxStore, "latest" | "parkedRows">,
 *   undo: (scanId: string, reason: string) => Promise<unknown>,
 * }} Ledger
 *
 * Parts of the page that only some devices have; the page hides `data-offer` of the others.
 * @typedef {"camera" | "full-screen" | "install" | "pairing" | "rescue"} Offer
 *
 * Tells: `session` (Ledger or null), `configuration` (Configuration or null), `connection`
 * (Connection), `problems` () when `readiness` has changed, `reading` (Reading) of its camera,
 * `use` (whether there is a camera to use at all), `hint` (code or null) for the visitor,
 * `conflict` (Conflict), `failed` (error).
 * @typedef {import("../helpers/emitter.js").Emitter & {
 *   readonly flow: Flow,
 *   readonly facts: DeviceFacts,
 *   readonly isPaired: boolean,
 *   readonly offers: ReadonlyArray<Offer>,
 *   readonly stream: MediaStream | null,
 *   open: () => Promise<void>,
 *   mayStartAlone: () => Promise<boolean>,
 *   start: () => Promise<void>,
 *   stop: () => void,
 *   leave: () => Promise<void>,
 *   retry: (problem: string) => Promise<void>,
 *   chooseCamera: (choice: string) => Promise<void>,
 *   unpair: () => Promise<void>,
 *   preferences: () => Promise<Preferences | null>,
 *   setPreferences: (changes: Partial<Preferences>) => Promise<void>,
 *   setStaffIn: (isStaffIn: boolean) => void,
 *   listFacts: (t: Translate) => Array<[string, string]>,
 *   wordProblem: (code: string, t: Translate) => import("./problem-words.js").ProblemWords,
 * }} KioskDevice
 *
 * @typedef {{readiness: import("./readiness.js").Readiness, t: Translate}} DeviceParts
 */

export {};
