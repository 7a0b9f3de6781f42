import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { importEditionKey, makeBadgeCode, shortCode } from "../../../static/js/domain/badge-code.js";
import { Gatekeeper } from "../../../static/js/models/gatekeeper.js";
import { LocalJudge } from "../../../static/js/models/local-decision.js";
import { openKioskDatabase } from "../../../static/js/store/database.js";
import { OutboxStore } from "../../../static/js/store/outbox-store.js";
import { RosterStore } from "../../../static/js/store/roster-store.js";
import { makeLastPage, makePresence, sealBadge } from "../support/rosters.js";
import { makeReceipt } from "../support/scans.js";

const NOW = 1_714_122_000_000;
const GATE = /** @type {const} */ ({ id: "gate-a", direction: "entry" });
const EXIT_GATE = /** @type {const} */ ({ id: "gate-x", direction: "exit" });
const LIST = {
  id: "salon",
  name: "Salon",
  entry_rule: "reentry",
  categories: /** @type {string[] | null} */ (null),
  days: [{ starts_at: NOW - 3_600_000, ends_at: NOW + 3_600_000 }],
  opening_spans: /** @type {Array<{starts_at: number, ends_at: number}> | null} */ (null),
  capacity: /** @type {number | null} */ (null),
};
const SECRETS = [1, 2, 3].map((n) => new Uint8Array(12).fill(n));

let name = 0;
let list = LIST;
let isComplete = true;
/** @type {boolean | null} */
let isReachable = true;
/** @type {RosterStore} */
let roster;
/** @type {OutboxStore} */
let outbox;
/** @type {Gatekeeper} */
let gatekeeper;
/** @type {string[]} */
let codes;

beforeEach(async () => {
  list = LIST;
  isComplete = true;
  isReachable = true;
  const database = await openKioskDatabase(`decision ${(name += 1)}`);
  roster = new RosterStore(database, "siccam");
  outbox = new OutboxStore(database, "tablet");
  const key = await importEditionKey(new Uint8Array(32).fill(7));
  const other = { tag: 9, keys: [await importEditionKey(new Uint8Array(32).fill(9))] };
  const keyring = {
    edition: { tag: 42, keys: [key] },
    others: [{ ...other, name: "SICCAM", city: "Fès", year: 2023 }],
  };
  codes = await Promise.all(SECRETS.map((secret) => makeBadgeCode(42, secret, key)));
  codes.push(await makeBadgeCode(9, new Uint8Array(12), /** @type {CryptoKey} */ (other.keys[0])));
  const gates = [{ id: "gate-b", name: "Porte B", list_id: "salon", direction: "entry" }];
  const judge = new LocalJudge({
    roster,
    outbox,
    knowledge: () => ({
      configuration: /** @type {any} */ ({ list, gates }), keyring, isComplete, isReachable,
    }),
    serverNow: () => NOW,
  });
  gatekeeper = new Gatekeeper({
    outbox, offsetMs: () => 0, now: () => NOW, decide: (reading, gate) => judge.decide(reading, gate),
  });
});

/** @param {Partial<import("../../../static/js/store/roster-store.js").ChangesPage>} [changes] */
async function load(changes) {
  const rows = [
    await sealBadge(codes[0] ?? "", 1),
    await sealBadge(codes[1] ?? "", 1, { a: "ahmed", s: "cancelled" }),
    await sealBadge("pretix-secret-42", 1, { a: "lucie", d: "unpaid" }),
  ];
  await roster.takePage(await makeLastPage(rows, changes));
}

/** @param {string | undefined} text */
function scan(text, gate = /** @type {{id: string, direction: "entry" | "exit"}} */ (GATE)) {
  return gatekeeper.admit({ text: text ?? "", source: "hid", capturedAt: 0, readAt: 0 }, gate);
}

/** @param {string | undefined} text */
async function judge(text, gate = /** @type {{id: string, direction: "entry" | "exit"}} */ (GATE)) {
  const { answer } = await scan(text, gate);
  return [answer?.verdict, answer?.reason];
}

test("a known badge is admitted here, by name, and marked as not confirmed", async () => {
  await load();
  const { scan: made, answer } = await scan(codes[0]);
  assert.deepEqual([made.local_verdict, made.local_reason], ["admitted", ""]);
  assert.deepEqual([answer?.status, answer?.scan_id], ["unconfirmed", made.scan_id]);
  assert.deepEqual(answer?.card, {
    display_name: "Imane Diallo", display_name_ar: "", company: "Atlas BPO",
    category_id: "visitor", language: "fr", attention: false,
  });
});

test("the second time it is refused, with the time and gate of the first", async () => {
  await load({ presence: [makePresence({ ea: NOW - 60_000, la: NOW - 60_000 })] });
  const { answer } = await scan(codes[0]);
  assert.deepEqual([answer?.verdict, answer?.reason], ["already_inside", "not_left_yet"]);
  assert.deepEqual(answer?.earlier, { gate_name: "Porte B", at: NOW - 60_000 });
});

test("what this device itself let in counts before the server knows it", async () => {
  await load();
  assert.deepEqual(await judge(codes[0]), ["admitted", ""]);
  assert.deepEqual(await judge(codes[0]), ["already_inside", "not_left_yet"]);
  assert.deepEqual(await judge(codes[0], EXIT_GATE), ["exited", ""]);
});

test("what the server has counted already is not counted twice", async () => {
  await load();
  const { scan: made } = await scan(codes[0]);
  await outbox.settle([makeReceipt(made.scan_id, { change_number: 8 })]);
  assert.deepEqual(await judge(codes[0]), ["already_inside", "not_left_yet"]);
  const left = makePresence({ i: false, x: 1, la: NOW + 1, n: 9 });
  await roster.takePage(await makeLastPage([], { since: 5, to: 9, presence: [left] }));
  assert.deepEqual(await judge(codes[0]), ["admitted", ""]);
});

test("a badge the server refused does not stay inside", async () => {
  await load();
  const { scan: made } = await scan(codes[0]);
  await outbox.settle([makeReceipt(made.scan_id, { status: "conflict", verdict: "blocked" })]);
  assert.deepEqual(await judge(codes[0]), ["admitted", ""]);
});

test("every kind of badge gets the verdict the server would give", async () => {
  await load();
  assert.deepEqual(await judge(codes[1]), ["cancelled", "registration_cancelled"]);
  assert.deepEqual(await judge(codes[2]), ["needs_desk", "genuine_not_listed"]);
  assert.deepEqual(await judge("https://example.com/menu"), ["unknown_badge", "not_listed"]);
  assert.deepEqual(await judge((codes[0] ?? "").slice(0, -1) + "0"), ["bad_code", "misread"]);
  assert.deepEqual(await judge("  "), ["bad_code", "not_a_badge"]);
  assert.deepEqual(await judge(await shortCode(/** @type {any} */ (SECRETS[0]))), ["unknown_badge", "not_listed"]);
});

test("a badge of another fair is told by its name", async () => {
  await load();
  const { answer } = await scan(codes[3]);
  assert.equal(answer?.verdict, "other_edition");
  assert.deepEqual(answer?.edition, { name: "SICCAM", city: "Fès", year: 2023 });
});

test("another system's code is found as it was read", async () => {
  await load();
  assert.deepEqual(await judge("pretix-secret-42"), ["needs_desk", "unpaid"]);
  const looksShort = await shortCode(/** @type {any} */ (SECRETS[0]));
  const written = looksShort.toLowerCase();
  const row = await sealBadge(written, 6, { a: "foreign guest" });
  await roster.takePage(await makeLastPage([row], { since: 5, to: 6 }));
  assert.deepEqual(await judge(written), ["admitted", ""]);
});

test("outside the opening hours it says when the doors open", async () => {
  const opens = NOW + 600_000;
  list = { ...LIST, opening_spans: [{ starts_at: opens, ends_at: opens + 1 }] };
  await load();
  const { answer } = await scan(codes[0]);
  assert.deepEqual([answer?.verdict, answer?.reason, answer?.opens_at], ["not_today", "not_open_yet", opens]);
});

test("a full hall is full with those the server does not know of yet", async () => {
  list = { ...LIST, capacity: 2 };
  await load({ presence: [makePresence({ a: "somebody" })] });
  assert.deepEqual(await judge(codes[0]), ["admitted", ""]);
  const row = await sealBadge(codes[2] ?? "", 6, { a: "third" });
  await roster.takePage(await makeLastPage([row], { since: 5, to: 6 }));
  assert.equal((await judge(codes[2]))[0], "full");
});

test("without all data the server decides; where it cannot be reached, nobody is judged", async () => {
  isComplete = false;
  assert.equal((await scan(codes[0])).answer, null);
  isReachable = false;
  assert.deepEqual(await judge(codes[0]), ["not_ready", "no_data"]);
  assert.equal((await outbox.latest(1))[0]?.scan.local_verdict, "not_ready");
});

test("an entry that is damaged is left to the server", async () => {
  const good = await sealBadge(codes[0] ?? "", 1);
  const other = await sealBadge(codes[1] ?? "", 1);
  await roster.takePage(await makeLastPage([{ ...good, s: other.s }]));
  assert.equal((await scan(codes[0])).answer, null);
});
