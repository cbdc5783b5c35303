import { expect, it } from "vitest";
import type { DevToolsEntry } from "../observation/observation.ts";
import { pairDevToolsEntries } from "./pair-devtools-entries.ts";

const entry = { method: "GET", timeStamp: 100, endedAt: 150 } as DevToolsEntry;

it("pairs what began at the same time in the order of the ids, which are counted", () => {
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
