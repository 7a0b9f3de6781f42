import assert from "node:assert/strict";
import { test } from "node:test";

import { KeyBuffer } from "../../../static/js/scanner/key-buffer.js";

const CODE = "A8PZ5XWYZXAC0G2A34B9TB64BVXEW";
const SHORT = "4RDNH14A";
const QWERTY = "qwertyuiopasdfghjklzxcvbnm";
const AZERTY = "azertyuiopqsdfghjklwxcvbn,";
const ARABIC = "ضصثقفغعهخحشسيبلاتنمئءؤرلاىة";

/**
 * @param {string} code
 * @param {string} key
 * @param {{at: number, shiftKey?: boolean}} more
 */
function key(code, key, { at, shiftKey = false }) {
  return { code, key, shiftKey, ctrlKey: false, altKey: false, metaKey: false, timeStamp: at };
}

/** @param {string} letter */
function positionOf(letter) {
  if (/[0-9]/.test(letter)) return `Digit${letter}`;
  const named = { "-": "Minus", ":": "Semicolon", "/": "Slash", ".": "Period" }[letter];
  return named ?? `Key${letter.toUpperCase()}`;
}

/**
 * A scanner that speaks US presses the keys of `text`; `typed` is what the computer makes of them.
 * @param {KeyBuffer} buffer
 * @param {string} text
 * @param {{gapMs?: number, end?: string, typed?: string}} [more]
 */
function scan(buffer, text, { gapMs = 8, end = "Enter", typed = text } = {}) {
  let at = 1_000;
  Array.from(text).forEach((letter, i) => {
    const shiftKey = /[A-Z:]/.test(letter);
    buffer.press(key(positionOf(letter), Array.from(typed)[i] ?? "", { at, shiftKey }));
    at += gapMs;
  });
  return buffer.press(key(end, end, { at }));
}

test("a hand scanner's keys and Enter make a scan", () => {
  assert.equal(scan(new KeyBuffer(), CODE), CODE);
});

test("Tab and the number pad's Enter end it too", () => {
  assert.equal(scan(new KeyBuffer(), CODE, { end: "Tab" }), CODE);
  assert.equal(scan(new KeyBuffer(), CODE, { end: "NumpadEnter" }), CODE);
});

test("on a French computer the positions are right, whatever letters arrive", () => {
  const typed = Array.from(CODE.toLowerCase(), (c) => AZERTY[QWERTY.indexOf(c)] ?? "&").join("");
  assert.equal(scan(new KeyBuffer(), CODE, { typed }), CODE);
});

test("on an Arabic computer too", () => {
  const typed = Array.from(CODE.toLowerCase(), (c) => ARABIC[QWERTY.indexOf(c)] ?? c).join("");
  assert.equal(scan(new KeyBuffer(), CODE, { typed }), CODE);
});

test("a scanner set to the computer's own layout is right as typed", () => {
  const buffer = new KeyBuffer();
  Array.from(CODE).forEach((letter, i) => {
    const i26 = AZERTY.indexOf(letter.toLowerCase());
    const code = /[0-9]/.test(letter) ? `Digit${letter}` : positionOf(QWERTY[i26] ?? "q");
    buffer.press(key(code, letter, { at: i * 5, shiftKey: true }));
  });
  assert.equal(buffer.press(key("Enter", "Enter", { at: CODE.length * 5 })), CODE);
});

test("a keyboard that gives no positions is taken at its word", () => {
  const buffer = new KeyBuffer();
  Array.from(CODE).forEach((letter, i) => buffer.press(key("Unidentified", letter, { at: i * 5 })));
  assert.equal(buffer.press(key("", "Enter", { at: CODE.length * 5 })), CODE);
});

test("addresses and other systems' codes come through with case and signs", () => {
  assert.equal(scan(new KeyBuffer(), "HTTPS://10.0.0.2/B/A1"), "HTTPS://10.0.0.2/B/A1");
  assert.equal(scan(new KeyBuffer(), "kc82mpw3qz"), "kc82mpw3qz");
});

test("fingers make no scan", () => {
  assert.equal(scan(new KeyBuffer(), "bonjour", { gapMs: 120 }), null);
  assert.equal(scan(new KeyBuffer(), CODE, { gapMs: 900 }), null);
});

test("a slow scanner is believed when the text is plainly a badge's", () => {
  assert.equal(scan(new KeyBuffer(), CODE, { gapMs: 90 }), CODE);
  assert.equal(scan(new KeyBuffer(), SHORT, { gapMs: 90 }), SHORT);
});

test("fewer than six keys are no scan", () => {
  assert.equal(scan(new KeyBuffer(), "A8PZ5"), null);
});

test("keys pressed long before do not get into the scan", () => {
  const buffer = new KeyBuffer();
  buffer.press(key("KeyX", "x", { at: 0 }));
  assert.equal(scan(buffer, CODE), CODE);
});

test("after a scan the buffer is empty", () => {
  const buffer = new KeyBuffer();
  scan(buffer, CODE);
  assert.equal(buffer.press(key("Enter", "Enter", { at: 1_400 })), null);
});

test("keyboard commands and bare modifiers write nothing", () => {
  const buffer = new KeyBuffer();
  buffer.press({ ...key("KeyR", "r", { at: 990 }), ctrlKey: true });
  buffer.press(key("ShiftLeft", "Shift", { at: 995, shiftKey: true }));
  assert.equal(scan(buffer, CODE), CODE);
});

test("it says while a scanner is at work, so that its keys press no buttons", () => {
  const buffer = new KeyBuffer();
  ["a", "b", "c"].forEach((letter, i) => buffer.press(key(positionOf(letter), letter, { at: i * 5 })));
  assert.equal(buffer.isFast, true);
});
