import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadOf } from "../../exchange/loads.ts";
import { BUCKETS, type Bucket } from "../../issues/bucket.ts";
import { type Filter, meetsTerms, parseTerms } from "./filter.ts";
import { issuesOf } from "./issues.ts";
import { aRow, type RowSample } from "./row.test-builder.ts";
import type { Row } from "./row.ts";
import { createTally, type Summary } from "./tally.ts";

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
  return createTally(kinds.map((kind, index) => aRow({ ...SAMPLES[kind], id: `${index}` })));
}

test("keeps the rows' values when it grows beyond its first size", () => {
  const kinds = ["allowed", "same-origin", "blocked"];
  const many = tallyOf(Array.from({ length: 3000 }, (_, index) => kinds[index % 3] as string));
  const { counts, matching, hidden, total } = many.summarise(EVERYTHING);
  expect({ matching, hidden, total }).toEqual({ matching: 2000, hidden: 1000, total: 3000 });
  expect(counts).toMatchObject({ allowed: 1000, blocked: 1000 });
});

describe("summarise", () => {
  const all = tallyOf(Object.keys(SAMPLES));

  test("counts by bucket, without requests unrelated to CORS", () => {
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

  test("counts matches of the text whichever chips are on", () => {
    const { counts } = all.summarise({ ...EVERYTHING, buckets: new Set<Bucket>(["opaque"]) });
    expect(counts.blocked).toBe(1);
  });
});

const loadAt = (at: number) => ({ at, url: "https://app.shop.test/", documentId: null });

describe("the incremental tally", () => {
  const noRow = fc.constant(null);
  const kind = fc.oneof(noRow, fc.constantFrom(...Object.keys(SAMPLES)));
  const words = fc.constantFrom(
    ..."p i u api items -api cause:origin cause: -domain:api domain:b. method:p status:2 blocked".split(
      " ",
    ),
    ..."-frame:7 frame:top context:worker type:image outcome:not outcome:blo origin:app host:shop -".split(
      " ",
    ),
  );
  /** A step between two frames: a row is added, changed or removed, or the filter is edited. */
  const step = fc.oneof(
    fc.record({ id: fc.integer({ min: 0, max: 9 }).map(String), kind }),
    fc.record({ type: fc.oneof(words, fc.constantFrom(..."apiodcn: -")) }),
    fc.record({ erase: fc.integer({ min: 1, max: 20 }) }),
    fc.record({ text: fc.array(words, { maxLength: 3 }).map((some) => some.join(" ")) }),
    fc.record({ sameOriginToo: fc.boolean() }),
    fc.record({ buckets: fc.subarray<Bucket>(["blocked", "pending", "allowed"]) }),
    fc.record({ loads: fc.subarray([loadAt(0), loadAt(3), loadAt(6)]) }),
  );

  test("equals the plain filter's result after any changes and edits", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ step, look: fc.boolean() })), (steps) => {
        const rows = new Map<string, Row>();
        const tally = createTally();
        let filter = EVERYTHING;
        for (const { step, look } of [...steps, { step: { erase: 0 }, look: true }]) {
          if ("id" in step) {
            const { id, kind } = step;
            if (kind === null) {
              rows.delete(id);
              tally.remove(id);
            } else {
              const made = aRow({ ...SAMPLES[kind], id });
              const row = { ...made, exchange: { ...made.exchange, startedAt: Number(id) } };
              rows.set(id, row);
              tally.put(row);
            }
          } else if ("type" in step) filter = { ...filter, text: filter.text + step.type };
          else if ("erase" in step) {
            const { text } = filter;
            filter = { ...filter, text: text.slice(0, Math.max(0, text.length - step.erase)) };
          } else if ("buckets" in step) filter = { ...filter, buckets: new Set(step.buckets) };
          else filter = { ...filter, ...step };
          if (look) expectPlain(tally.summarise(filter), rows, filter);
        }
      }),
    );
  });

  test("equals it after many rows are added and removed", () => {
    const rows = new Map<string, Row>();
    const tally = createTally();
    const filter = { ...EVERYTHING, text: "cause:csp" };
    for (let n = 0; n < 5000; n++) {
      const row = aRow({ ...(n % 3 === 0 ? SAMPLES.csp : SAMPLES.refused), id: `${n}` });
      rows.set(row.id, row);
      tally.put(row);
      if (n < 20) continue;
      rows.delete(`${n - 20}`);
      tally.remove(`${n - 20}`);
      if (n % 100 === 0) expectPlain(tally.summarise(filter), rows, filter);
    }
    expect([...tally.newest([])].map((row) => row.id)).toEqual([...rows.keys()].reverse());
  });

  test.each([
    ["a term of the filter", "cause:csp x", "cause:csp", ["2", "0"]],
    ["a negated term of the filter", "-cause:csp x", "-cause:csp", ["1"]],
    ["a term that the filter lacks", "x", "cause:csp", ["2", "0"]],
    ["no term", "cause:csp", "", ["2", "1", "0"]],
  ])("lists the newest rows that match %s", (_name, text, among, wanted) => {
    const tally = tallyOf(["csp", "allowed", "csp"]);
    tally.summarise({ ...EVERYTHING, text });
    expect([...tally.newest(parseTerms(among))].map(({ id }) => id)).toEqual(wanted);
  });

  test("stays the same object until something changes", () => {
    const tally = tallyOf(["csp", "allowed"]);
    const summary = tally.summarise(EVERYTHING);
    expect(tally.summarise({ ...EVERYTHING })).toBe(summary);
    tally.put(aRow({ id: "1" }));
    expect(tally.summarise(EVERYTHING)).not.toBe(summary);
  });
});

/** Computes the summary from every row anew. */
function expectPlain(summary: Summary, rows: ReadonlyMap<string, Row>, filter: Filter): void {
  const all = [...rows.values()];
  const shown = all.filter((row) => row.relevant || filter.sameOriginToo);
  const matching = shown.filter((row) => meetsTerms(row, parseTerms(filter.text)));
  const { buckets } = filter;
  const visible = matching.filter((row) => buckets.size === 0 || buckets.has(row.bucket));
  const { loads = [] } = filter;
  const isCurrent = ({ exchange }: Row) => loadOf(exchange, loads) === loads.length - 1;
  const current = visible.filter(isCurrent);
  const countsOf = (some: readonly Row[]) =>
    Object.fromEntries(
      BUCKETS.map((bucket) => [bucket, some.filter((row) => row.bucket === bucket).length]),
    );
  expect(summary).toEqual({
    visible,
    current,
    counts: countsOf(matching.filter(isCurrent)),
    earlier: countsOf(matching.filter((row) => !isCurrent(row))),
    matching: matching.length,
    hidden: all.length - shown.length,
    total: all.length,
    frames: new Set(all.map((row) => row.exchange.frameId)).size,
    issues: issuesOf(current, "frequent").length,
  });
}
