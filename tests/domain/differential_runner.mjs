// Answers with the JavaScript core: one JSON line in, `{function, given}`, one JSON line out.
// Ends when its standard input does.

import { createInterface } from "node:readline";

import { callFunction } from "./js_functions.mjs";

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const request = JSON.parse(line);
  const answer = await callFunction(request.function, request.given);
  process.stdout.write(`${JSON.stringify(answer ?? null)}\n`);
}
