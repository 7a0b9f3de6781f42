import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiError, DeviceApi } from "../../../static/js/sync/device-api.js";
import { ScanPost } from "../../../static/js/sync/scan-post.js";
import { makeReceipt, makeScan } from "../support/scans.js";

const SCAN = makeScan(1);

/** @param {string} by */
function answer(by) {
  const receipt = makeReceipt(SCAN.scan_id, { reason: by });
  return { v: 1, receipts: [receipt], change_number: 1, server_time: 0 };
}

/**
 * @param {{socket: () => Promise<any>, http: () => Promise<any>, isConnected?: boolean}} ways
 */
function open({ socket, http, isConnected = true }) {
  return new ScanPost({ isConnected, request: socket }, { postScans: http }, 10);
}

const never = () => new Promise(() => {});
const fail = (/** @type {string} */ code) => () => Promise.reject(new ApiError(code, true));

test("the socket is the normal way", async () => {
  const http = () => assert.fail("HTTP was not needed");
  const post = open({ socket: async () => answer("socket"), http });
  assert.equal((await post.send([SCAN]))[0]?.reason, "socket");
});

test("without a socket scans go over HTTP", async () => {
  const post = open({ socket: fail("no"), http: async () => answer("http"), isConnected: false });
  assert.equal((await post.send([SCAN]))[0]?.reason, "http");
});

test("a socket that does not answer is overtaken", async () => {
  const post = open({ socket: never, http: async () => answer("http") });
  assert.equal((await post.send([SCAN]))[0]?.reason, "http");
});

test("the server's own no is told as it is", async () => {
  const post = open({ socket: fail("device_revoked"), http: never });
  await assert.rejects(post.send([SCAN]), { code: "device_revoked" });
});

test("when nothing answers the first way's error is told", async () => {
  const slowly = () => new Promise((_, reject) => setTimeout(reject, 30, new ApiError("slow", true)));
  const post = open({ socket: slowly, http: fail("unreachable") });
  await assert.rejects(post.send([SCAN]), { code: "slow" });
});

test("problem documents become errors with their code", async () => {
  const problem = { code: "pairing_code_expired", status: 410, retryable: false, detail: "too late" };
  const api = new DeviceApi("https://venue", async () => Response.json(problem, { status: 410 }));
  await assert.rejects(api.pair("X"), { code: "pairing_code_expired", retryable: false, message: "too late" });
});

test("a page of HTML where an answer should be is an error too", async () => {
  const api = new DeviceApi("https://venue", async () => new Response("<html>", { status: 502 }));
  await assert.rejects(api.getTime(), { code: "http_502", retryable: true });
});

test("a server that cannot be reached is told as that", async () => {
  const api = new DeviceApi("https://venue", () => Promise.reject(new TypeError("failed to fetch")));
  await assert.rejects(api.getConfiguration(), { code: "unreachable", retryable: true });
});

test("the device's token goes with every request after pairing", async () => {
  /** @type {RequestInit[]} */
  const requests = [];
  const api = new DeviceApi("https://venue", async (_, request) => {
    requests.push(request ?? {});
    return Response.json({ v: 1 });
  });
  await api.getTime();
  api.speakAs("secret");
  await api.postScans({ v: 1, scans: [SCAN] });
  const headers = requests.map((request) => new Headers(request.headers));
  assert.equal(headers[0]?.get("Authorization"), null);
  assert.equal(headers[1]?.get("Authorization"), "Device secret");
  assert.deepEqual(JSON.parse(String(requests[1]?.body)), { v: 1, scans: [SCAN] });
});
