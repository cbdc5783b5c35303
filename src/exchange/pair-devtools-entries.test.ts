import { expect, it } from "vitest";
import type { DevToolsEntry } from "../observation/observation.ts";
import { pairDevToolsEntries } from "./pair-devtools-entries.ts";

const entry = { method: "GET", timeStamp: 100, endedAt: 150 } as DevToolsEntry;

it("pairs requests that began at the same time in the order of their ids", () => {
  const entries = new Map([
    ["2", entry],
    ["1", entry],
  ]);
  const requests = ["10", "9"].map((requestId) => ({ requestId, method: "GET", startedAt: 100 }));
  expect(pairDevToolsEntries(entries, requests)).toEqual(
    new Map([
      ["1", "9"],
      ["2", "10"],
    ]),
  );
});

// DevTools reports each request that webRequest reports; their clocks differ by no more than was measured.
it.each([
  ["begun meanwhile", "GET", 120, true],
  ["with another method", "POST", 120, false],
  ["that began long before", "GET", -10_000, false],
  ["that began long after", "GET", 10_000, false],
])("pairs a request %s: %s", (_name, method, startedAt, isPair) => {
  const requests = [{ requestId: "9", method, startedAt }];
  expect(pairDevToolsEntries(new Map([["1", entry]]), requests).has("1")).toBe(isPair);
});
