import { expect, it } from "vitest";
import type { SeenByDevTools } from "../observation/observation.ts";
import { pairSightings } from "./pair-sightings.ts";

const seen = { method: "GET", timeStamp: 100, endedAt: 150 } as SeenByDevTools;

it("pairs what began at the same time in the order of the ids, which are counted", () => {
  const sightings = new Map([
    ["2", seen],
    ["1", seen],
  ]);
  const requests = ["10", "9"].map((requestId) => ({ requestId, method: "GET", startedAt: 100 }));
  expect(pairSightings(sightings, requests)).toEqual(
    new Map([
      ["1", "9"],
      ["2", "10"],
    ]),
  );
});
