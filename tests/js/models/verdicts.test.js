import assert from "node:assert/strict";
import { test } from "node:test";

import { VERDICTS } from "../../../static/js/domain/admission.js";
import { createTexts } from "../../../static/js/helpers/i18n.js";
import { wordVerdict } from "../../../static/js/models/verdict-words.js";
import { lookOf, shownMsOf, verdictOf } from "../../../static/js/models/verdicts.js";
import { makeReceipt } from "../support/scans.js";

const CARD = {
  display_name: "Fatima Zahra El Alaoui",
  display_name_ar: "فاطمة الزهراء العلوي",
  company: "Atlas BPO",
  category_id: "visitor",
  language: "ar",
  attention: false,
};

/** @param {string} lang */
function speech(lang, day = /** @type {string | null} */ (null)) {
  const { t } = createTexts(lang, { locale: lang, messages: {} });
  return { t, lang, formatMoment: () => ({ time: "10:40", day }) };
}

/** @param {Partial<import("../../../static/js/domain/messages.js").Receipt>} receipt */
function word(receipt, lang = "en", day = /** @type {string | null} */ (null)) {
  return wordVerdict(makeReceipt("scan-1", receipt), speech(lang, day));
}

test("every verdict of the product has its own look and words", () => {
  for (const verdict of VERDICTS) {
    const receipt = makeReceipt("scan-1", { verdict });
    assert.ok(lookOf(receipt).icon, verdict);
    assert.ok(wordVerdict(receipt, speech("en")).headline, verdict);
  }
});

test("colour is never alone: families that mean different things have different icons", () => {
  const icons = new Map(VERDICTS.map((verdict) => {
    const { family, icon } = lookOf(makeReceipt("scan-1", { verdict }));
    return [icon, family];
  }));
  assert.ok(icons.size >= 8);
  assert.equal(new Set(icons.values()).size, 8);
});

test("the times of the verdict table", () => {
  const times = { admitted: 1_500, exited: 1_500, already_inside: 4_000, full: 4_000, needs_desk: 6_000 };
  for (const [verdict, ms] of Object.entries(times)) {
    assert.equal(shownMsOf(makeReceipt("scan-1", { verdict })), ms);
  }
});

test("a greeting has the name as its owner writes it", () => {
  assert.equal(word({ card: CARD }, "ar").name, "فاطمة الزهراء العلوي");
  assert.equal(word({ card: CARD }, "fr").name, "Fatima Zahra El Alaoui");
  assert.equal(word({ card: { ...CARD, display_name_ar: "" } }, "ar").name, "Fatima Zahra El Alaoui");
});

test("a refusal tells nobody who it is or why", () => {
  const words = ["blocked", "cancelled", "revoked"].map((verdict) =>
    word({ verdict, card: CARD, reason: "attendee_blocked" }));
  assert.deepEqual(words[0], words[1]);
  assert.deepEqual(words[0], words[2]);
  assert.equal(words[0]?.name, "");
});

test("somebody inside already reads when and where", () => {
  const earlier = { gate_name: "Porte A", at: 1 };
  const { lines } = word({ verdict: "already_inside", reason: "not_left_yet", earlier });
  assert.match(lines[0] ?? "", /10:40.*Porte A/);
  const yesterday = word({ verdict: "already_inside", earlier }, "en", "Friday 26 April");
  assert.match(yesterday.lines[0] ?? "", /Friday 26 April/);
});

test("another edition is named with its city and year, each once", () => {
  const edition = { name: "SICCAM", city: "Marrakech", year: "2023" };
  assert.match(word({ verdict: "other_edition", edition }).lines[0] ?? "", /SICCAM, Marrakech 2023/);
  const named = { name: "SICCAM Marrakech 2023", city: "Marrakech", year: "2023" };
  assert.match(word({ verdict: "other_edition", edition: named }).lines[0] ?? "", /^\u2068SICCAM Marrakech 2023\u2069$/);
});

test("opening hours: not yet, with the moment if it is known, or over", () => {
  const soon = { verdict: "not_today", reason: "not_open_yet" };
  assert.match(word({ ...soon, opens_at: 1 }).lines[0] ?? "", /10:40/);
  assert.ok(word(soon).lines[0]);
  assert.equal(word({ verdict: "not_today", reason: "closed" }).headline, "Entry is closed");
});

test("what is our fault never looks like a bad badge", () => {
  const faults = [
    makeReceipt("scan-1", { status: "parked", verdict: null, reason: "malformed_scan:gate_id" }),
    makeReceipt("scan-1", { verdict: "a_verdict_of_next_year" }),
    makeReceipt("scan-1", { verdict: "not_ready" }),
  ];
  for (const fault of faults) {
    assert.equal(verdictOf(fault), "not_ready");
    assert.equal(lookOf(fault).family, "not-ready");
  }
});
