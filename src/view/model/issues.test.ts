import { describe, expect, it } from "vitest";
import type { RemedyChange } from "../../verdict/verdict.ts";
import { createIssueIndex, sharedRemedy, targetsOf } from "./issues.ts";
import { anExchange, aRow, aVerdict, type RowSample } from "./row.test-builder.ts";
import { type Row, rowOf } from "./row.ts";

const BLOCKED: RowSample = { outcome: "blocked", code: "missing-allow-origin" };

function indexOf(...samples: RowSample[]) {
  const index = createIssueIndex();
  const rows = samples.map((sample, at) => at0(aRow({ ...sample, id: `${at}` }), at));
  for (const row of rows) index.add(row);
  return {
    count: index.count,
    list: (order: "frequent" | "newest") => index.list(order, rows),
    remove(row: Row) {
      rows.splice(rows.indexOf(row), 1);
      index.remove(row);
    },
    rows,
  };
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
    ["a failure and a request of no concern", {}, { crossOrigin: false }, 1],
  ])("of %s", (_name, one, other, count) => {
    const { code: _, ...passing } = BLOCKED;
    const base = other.outcome === "allowed" ? passing : BLOCKED;
    expect(indexOf({ ...BLOCKED, ...one }, { ...base, ...other }).count()).toBe(count);
  });

  it("tell a stored answer from one that the server gave", () => {
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
  ])("are none: %s", (_name, sample) => expect(indexOf(sample).count()).toBe(0));

  it("count, forget and keep the newest", () => {
    const index = indexOf(BLOCKED, BLOCKED, BLOCKED);
    const [issue] = index.list("frequent");
    expect(issue).toMatchObject({ count: 3, newest: { id: "2" } });
    index.remove(issue?.newest as Row);
    expect(index.list("frequent")[0]).toMatchObject({ count: 2, newest: { id: "1" } });
    for (const row of [...index.rows]) index.remove(row);
    expect(index.list("frequent")).toEqual([]);
  });

  it("stand in either order, what CORS stopped first", () => {
    const often = { ...BLOCKED, url: "https://often.test/" };
    const network: RowSample = { outcome: "failed", code: "connection-refused" };
    const index = indexOf(often, often, BLOCKED, network, network, network);
    const hosts = (order: "frequent" | "newest") =>
      index.list(order).map(({ newest, count }) => `${newest.exchange.hops[0]?.origin} ×${count}`);
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

const change = (more: Partial<RemedyChange> = {}): RemedyChange => ({
  hop: 0,
  stage: "preflight",
  url: "https://api.shop.test/",
  status: null,
  set: [],
  remove: [],
  ...more,
});

const needing = (remedy: readonly RemedyChange[] | null) =>
  rowOf(anExchange(BLOCKED), { ...aVerdict(BLOCKED), remedy });

const headers = (value: string) => ({
  set: [{ name: "Access-Control-Allow-Headers", value }],
});

describe("the one change", () => {
  it("allows what any of them asks for", () => {
    const both = sharedRemedy([
      needing([change(headers("x-a, x-b"))]),
      needing([change({ ...headers("x-b, x-c"), url: "https://api.shop.test/2", status: 204 })]),
    ]);
    expect(both).toEqual([
      {
        stage: "preflight",
        targets: ["OPTIONS https://api.shop.test/", "OPTIONS https://api.shop.test/2"],
        status: 204,
        ...headers("x-a, x-b, x-c"),
        remove: [],
      },
    ]);
  });

  it.each<[string, (readonly RemedyChange[] | null)[]]>([
    ["one cannot be mended", [[change(headers("x-a"))], null]],
    [
      "they want different values",
      ["https://a.test", "https://b.test"].map((value) => [
        change({ set: [{ name: "Access-Control-Allow-Origin", value }] }),
      ]),
    ],
    ["they want different statuses", [[change({ status: 200 })], [change({ status: 204 })]]],
  ])("is none where %s", (_name, remedies) => {
    expect(sharedRemedy(remedies.map(needing))).toBeNull();
  });
});

it("targets are distinct, the most asked for first", () => {
  const rows = ["/1", "/2", "/2"].map((path) => aRow({ url: `https://a.test${path}` }));
  expect(targetsOf(rows).map(({ row, count }) => [row.exchange.hops[0]?.url, count])).toEqual([
    ["https://a.test/2", 2],
    ["https://a.test/1", 1],
  ]);
});
