import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { takeFromAddress } from "../../../static/js/helpers/address.js";

afterEach(() => {
  Reflect.deleteProperty(globalThis, "location");
  Reflect.deleteProperty(globalThis, "history");
});

/**
 * @param {string} hash
 * @returns {string[]} what the address becomes
 */
function openAt(hash) {
  /** @type {string[]} */
  const addresses = [];
  const replaceState = (/** @type {unknown} */ _, /** @type {string} */ __, /** @type {string} */ to) => void addresses.push(to);
  Object.assign(globalThis, { location: { hash, pathname: "/booth", search: "?a=1" }, history: { replaceState } });
  return addresses;
}

test("a code is taken out of the address", () => {
  const addresses = openAt("#join=AB%2DCD");
  assert.equal(takeFromAddress("join"), "AB-CD");
  assert.deepEqual(addresses, ["/booth?a=1"]);
});

for (const hash of ["", "#", "#pair=ABCD", "#joint=ABCD"]) {
  test(`an address that ends with ${JSON.stringify(hash)} brings none`, () => {
    const addresses = openAt(hash);
    assert.equal(takeFromAddress("join"), null);
    assert.deepEqual(addresses, []);
  });
}

test("a damaged link is a wrong code and no broken page", () => {
  openAt("#join=%zz");
  assert.equal(takeFromAddress("join"), "%zz");
  openAt("#join=");
  assert.equal(takeFromAddress("join"), null);
});
