import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Bucket } from "./bucket.ts";
import type { Filter } from "./filter.ts";
import { aRow, type RowSample } from "./row.test-builder.ts";
import type { Row } from "./row.ts";
import { createTally } from "./tally.ts";

const EVERYTHING: Filter = { text: "", buckets: new Set(), sameOriginToo: false };

const SAMPLES: Record<string, RowSample> = {
  allowed: { outcome: "allowed" },
  blocked: { outcome: "blocked", code: "missing-allow-origin" },
  refused: { outcome: "failed", code: "connection-refused", frameId: 7 },
  csp: { outcome: "blocked", code: "csp" },
  pending: { outcome: "pending", status: null },
  opaque: { outcome: "opaque", mode: "no-cors", code: "opaque-no-cors" },
  "same-origin": { crossOrigin: false },
  navigation: { mode: "navigate", resourceType: "main_frame" },
};

function tallyOf(kinds: readonly string[]) {
  const rows = new Map(
    kinds.map((kind, index) => [`${index}`, aRow({ ...SAMPLES[kind], id: `${index}` })]),
  );
  return createTally(rows);
}

describe("summarise", () => {
  const all = tallyOf(Object.keys(SAMPLES));

  test("counts by bucket, without what CORS has no part in", () => {
    const { counts, matching, hidden, total, frames } = all.summarise(EVERYTHING);
    expect(counts).toEqual({
      allowed: 1,
      blocked: 1,
      "not-cors": 2,
      pending: 1,
      opaque: 1,
      unknown: 0,
    });
    expect({ matching, hidden, total, frames }).toEqual({
      matching: 6,
      hidden: 2,
      total: 8,
      frames: 2,
    });
  });

  test.each<[string, Partial<Filter>, string[]]>([
    ["no filter", {}, ["0", "1", "2", "3", "4", "5"]],
    ["same-origin too", { sameOriginToo: true }, ["0", "1", "2", "3", "4", "5", "6", "7"]],
    ["one chip", { buckets: new Set<Bucket>(["not-cors"]) }, ["2", "3"]],
    ["two chips", { buckets: new Set<Bucket>(["blocked", "pending"]) }, ["1", "4"]],
    ["text", { text: "cause:csp" }, ["3"]],
    ["text and chip", { text: "cause:csp", buckets: new Set<Bucket>(["blocked"]) }, []],
  ])("lists: %s", (_, filter, ids) => {
    const { visible } = all.summarise({ ...EVERYTHING, ...filter });
    expect(visible.map((row) => row.id)).toEqual(ids);
  });

  test("counts what meets the text whichever chips are on", () => {
    const { counts } = all.summarise({ ...EVERYTHING, buckets: new Set<Bucket>(["opaque"]) });
    expect(counts.blocked).toBe(1);
  });
});

test("what is kept up row by row is what counting anew gives", () => {
  const change = fc.record({
    id: fc.integer({ min: 0, max: 9 }).map(String),
    kind: fc.constantFrom(null, ...Object.keys(SAMPLES)),
    look: fc.boolean(),
  });
  const filters = fc.constantFrom<Filter>(
    EVERYTHING,
    { ...EVERYTHING, sameOriginToo: true },
    { ...EVERYTHING, buckets: new Set<Bucket>(["blocked", "pending"]) },
    { ...EVERYTHING, text: "cause:origin" },
  );
  fc.assert(
    fc.property(fc.array(change), filters, (changes, filter) => {
      const rows = new Map<string, Row>();
      const tally = createTally(rows);
      tally.summarise(filter);
      for (const { id, kind, look } of changes) {
        const before = rows.get(id);
        const after = kind === null ? undefined : aRow({ ...SAMPLES[kind], id });
        if (after === undefined) rows.delete(id);
        else rows.set(id, after);
        tally.replace(before, after);
        if (look) tally.summarise(filter);
      }
      expect(tally.summarise(filter)).toEqual(createTally(rows).summarise(filter));
    }),
  );
});
