import { describe, expect, it } from "vitest";
import { issuesOf } from "./issues.ts";
import { anExchange, aRow, aVerdict, type RowSample } from "./row.test-builder.ts";
import { type Row, rowOf } from "./row.ts";

const BLOCKED: RowSample = { outcome: "blocked", code: "missing-allow-origin" };

function rowsOf(...samples: RowSample[]): Row[] {
  return samples.map((sample, at) => at0(aRow({ ...sample, id: `${at}` }), at));
}

const at0 = (row: Row, startedAt: number): Row => ({
  ...row,
  exchange: { ...row.exchange, startedAt },
});

describe("issues", () => {
  it.each<[string, RowSample, RowSample, number]>([
    ["the same failure at two paths", { url: "https://a.test/1" }, { url: "https://a.test/2" }, 1],
    ["two servers", { url: "https://a.test/" }, { url: "https://b.test/" }, 2],
    ["two causes", {}, { code: "allow-origin-mismatch" }, 2],
    ["two parameters", { parameter: "x-a" }, { parameter: "x-b" }, 2],
    ["a failure and a pass", {}, { outcome: "allowed" }, 1],
    ["a failure and an unrelated request", {}, { crossOrigin: false }, 1],
  ])("of %s", (_name, one, other, count) => {
    const { code: _, ...passing } = BLOCKED;
    const base = other.outcome === "allowed" ? passing : BLOCKED;
    const rows = rowsOf({ ...BLOCKED, ...one }, { ...base, ...other });
    expect(issuesOf(rows, "frequent")).toHaveLength(count);
  });

  it("distinguish a cached response from the server's", () => {
    const exchange = anExchange(BLOCKED);
    const found = {
      code: "cached-for-another-request",
      stage: "response",
      hop: 0,
      parameter: "7",
      severity: "warning",
      evidence: [],
    } as const;
    const verdict = aVerdict(BLOCKED);
    const { issueKey } = rowOf(exchange, { ...verdict, findings: [found] });
    expect(issueKey).not.toBe(rowOf(exchange, verdict).issueKey);
  });

  it.each<[string, RowSample]>([
    ["allowed", { outcome: "allowed" }],
    ["opaque", { outcome: "opaque", code: "opaque-no-cors" }],
    ["pending", { outcome: "pending" }],
    ["aborted by the page", { outcome: "aborted" }],
    ["same-origin", { ...BLOCKED, crossOrigin: false }],
  ])("do not include: %s", (_name, sample) =>
    expect(issuesOf([aRow(sample)], "frequent")).toEqual([]),
  );

  it("count requests, and keep their identity and representative", () => {
    const rows = rowsOf(BLOCKED, BLOCKED, BLOCKED);
    const issues = issuesOf(rows, "frequent");
    expect(issues).toMatchObject([{ count: 3, speaker: { id: "2" } }]);
    expect(issuesOf([...rows].reverse(), "newest", issues)[0]).toBe(issues[0]);
    expect(issuesOf(rows.slice(0, 2), "frequent", issues)).toMatchObject([
      { count: 2, speaker: { id: "1" } },
    ]);
  });

  it("are sorted in either order, blocked by CORS first", () => {
    const often = { ...BLOCKED, url: "https://often.test/" };
    const network: RowSample = { outcome: "failed", code: "connection-refused" };
    const rows = rowsOf(often, often, BLOCKED, network, network, network);
    const hosts = (order: "frequent" | "newest") =>
      issuesOf(rows, order).map(
        ({ speaker, count }) => `${speaker.exchange.hops[0]?.origin} ×${count}`,
      );
    expect(hosts("frequent")).toEqual([
      "https://often.test ×2",
      "https://api.shop.test ×1",
      "https://api.shop.test ×3",
    ]);
    expect(hosts("newest")).toEqual([
      "https://api.shop.test ×1",
      "https://often.test ×2",
      "https://api.shop.test ×3",
    ]);
  });
});
