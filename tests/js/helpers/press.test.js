import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { Press } from "../../../static/js/helpers/press.js";

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

function makePage() {
  const root = new EventTarget();
  const press = new Press(root);
  /** @type {string[]} */
  const drawn = [];
  const happens = (/** @type {string} */ name) => root.dispatchEvent(new Event(name));
  return { press, drawn, happens, draw: () => void drawn.push("drawn") };
}

test("with nothing pressed, a page is drawn at once", () => {
  const { press, drawn, draw } = makePage();
  press.whenOver(draw);
  assert.deepEqual(drawn, ["drawn"]);
});

test("under a press a page stands still, and is drawn once after its click", () => {
  const { press, drawn, happens, draw } = makePage();
  happens("pointerdown");
  mock.timers.tick(1_000);
  press.whenOver(draw);
  press.whenOver(draw);
  happens("pointerup");
  assert.deepEqual(drawn, []);
  happens("click");
  assert.deepEqual(drawn, [], "the click's own listeners come first");
  mock.timers.tick(1);
  assert.deepEqual(drawn, ["drawn"]);
});

for (const [ending, within] of /** @type {Array<[string, number]>} */ ([["pointerup", 200], ["pointercancel", 1]])) {
  test(`a press that ends with ${ending} and no click holds nothing up`, () => {
    const { press, drawn, happens, draw } = makePage();
    happens("pointerdown");
    press.whenOver(draw);
    happens(ending);
    mock.timers.tick(within);
    assert.deepEqual(drawn, ["drawn"]);
  });
}

test("a press whose end is never told ends by itself", () => {
  const { press, drawn, happens, draw } = makePage();
  happens("pointerdown");
  press.whenOver(draw);
  mock.timers.tick(10_000);
  assert.deepEqual(drawn, ["drawn"]);
});

test("what is drawn while the waiting are drawn comes at once", () => {
  const { press, drawn, happens, draw } = makePage();
  happens("pointerdown");
  press.whenOver(() => press.whenOver(draw));
  happens("pointercancel");
  mock.timers.tick(1);
  assert.deepEqual(drawn, ["drawn"]);
});
