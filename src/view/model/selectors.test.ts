import { describe, expect, test } from "vitest";
import { reportFileName } from "./report-file-name.ts";
import { aRow } from "./row.test-builder.ts";
import { pageHost, rankProblems } from "./selectors.ts";

describe("rankProblems", () => {
  const refused = { outcome: "failed", code: "connection-refused" } as const;
  const noOrigin = { outcome: "blocked", code: "missing-allow-origin" } as const;

  test("groups by what to do, CORS first, most requests first", () => {
    const a = { ...noOrigin, url: "https://api.shop.test/a" };
    const b = { ...noOrigin, url: "https://api.shop.test/b" };
    const rows = [aRow(refused), aRow(refused), aRow(refused), aRow(a), aRow(b), aRow(b)];
    const problems = rankProblems(rows);
    expect(problems.map(({ bucket, count }) => [bucket, count])).toEqual([
      ["blocked", 2],
      ["blocked", 1],
      ["not-cors", 3],
    ]);
  });

  test.each([
    ["allowed", { outcome: "allowed" }],
    ["opaque", { outcome: "opaque", code: "opaque-no-cors" }],
    ["pending", { outcome: "pending" }],
    ["aborted by the page", { outcome: "aborted" }],
    ["same-origin", { ...refused, crossOrigin: false }],
  ] as const)("no problem: %s", (_, sample) => {
    expect(rankProblems([aRow(sample)])).toEqual([]);
  });
});

describe("pageHost", () => {
  test("of the newest navigation", () => {
    const old = aRow({ resourceType: "main_frame", url: "https://old.test/" });
    const current = aRow({ resourceType: "main_frame", url: "https://new.test:8443/x" });
    expect(pageHost([old, aRow(), current, aRow()])).toBe("new.test:8443");
  });
  test("else of who asked", () => expect(pageHost([aRow()])).toBe("app.shop.test"));
  test("null when nothing tells", () => expect(pageHost([])).toBeNull());
});

test.each([
  ["app.shop.test", "crosscheck-app.shop.test-20260731-140501.har"],
  ["localhost:3000", "crosscheck-localhost_3000-20260731-140501.har"],
  ["../..\u202e", "crosscheck-.._.._-20260731-140501.har"],
  [null, "crosscheck-tab-20260731-140501.har"],
])("reportFileName of %j", (host, name) => {
  expect(reportFileName(host, new Date(2026, 6, 31, 14, 5, 1), "har")).toBe(name);
});
