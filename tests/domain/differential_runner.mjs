// Answers with the JavaScript core: one JSON line in, `{function, shared, cases}`, one JSON line
// out, the answers in order. Ends when its standard input does.

import { createInterface } from "node:readline";

import { callFunction } from "./js_functions.mjs";

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const request = JSON.parse(line);
  const answers = [];
  for (const given of request.cases) {
    answers.push((await callFunction(request.function, { ...request.shared, ...given })) ?? null);
  }
  process.stdout.write(`${JSON.stringify(answers)}\n`);
}
