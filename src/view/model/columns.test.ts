import { describe, expect, it, test } from "vitest";
import { withFields } from "../../exchange/exchange.test-builder.ts";
import { cellOf, initiatorsOf, sorted } from "./cells.ts";
import { type Column, nextSort } from "./columns.ts";
import { anExchange, aRow, aVerdict } from "./row.test-builder.ts";
import { rowOf } from "./row.ts";

const ROWS = [
  aRow({
    id: "a",
    method: "PUT",
    url: "https://b.test/",
    status: 401,
    outcome: "blocked",
    code: "csp",
  }),
  aRow({ id: "b", method: "GET", url: "https://a.test/z", status: null }),
  aRow({ id: "c", method: "GET", url: "https://a.test/b", status: 200, resourceType: "image" }),
];
const idsBy = (column: Column, descending = false) =>
  sorted(ROWS, { column, descending })
    .map(({ id }) => id)
    .join("");

describe("the sorted list", () => {
  test.each<[Column, string, string]>([
    // Equal rows keep their order, both ways.
    ["method", "bca", "abc"],
    ["url", "cba", "abc"],
    ["status", "cab", "bac"],
    ["type", "cab", "abc"],
    ["started", "abc", "abc"],
    ["duration", "abc", "abc"],
    ["initiator", "abc", "abc"],
  ])("by %s", (column, upward, downward) => {
    expect(idsBy(column)).toBe(upward);
    expect(idsBy(column, true)).toBe(downward);
  });

  it("has blocked requests first by result", () => {
    expect(idsBy("result")).toBe("abc");
    expect(idsBy("result", true).at(-1)).toBe("a");
  });

  it("is unsorted without an order", () => {
    expect(sorted(ROWS, null)).toBe(ROWS);
  });
});

it("cycles from ascending to descending to none", () => {
  const up = nextSort(null, "url");
  expect(up).toEqual({ column: "url", descending: false });
  const down = nextSort(up, "url");
  expect(down).toEqual({ column: "url", descending: true });
  expect(nextSort(down, "url")).toBeNull();
  expect(nextSort(down, "method")).toEqual({ column: "method", descending: false });
});

it("shows known values in cells", () => {
  const [row] = ROWS as [(typeof ROWS)[0]];
  expect(cellOf("duration", row)).toBe("1 ms");
  expect(cellOf("started", row)).toMatch(/^\d\d:\d\d:\d\d\.\d{3}$/);
  expect(cellOf("initiator", row)).toBe("");
  expect(cellOf("type", row)).toBe("xmlhttprequest");
});

describe("a problem's initiators", () => {
  const callBy = (file: string | null, frameId = 0) => {
    const stack = file === null ? null : `load@https://app.shop.test/${file}:7:2`;
    return rowOf({ ...anExchange({ frameId }), documentId: "d", stack }, aVerdict());
  };

  const byWorker = (workerScript: string) =>
    rowOf(withFields(anExchange(), { documentId: null, workerScript }), aVerdict());

  test.each([
    ["nothing where nothing is known", [callBy(null)], ""],
    ["the line of the page's script", [callBy("cart.js")], "cart.js:7"],
    ["the line of a frame's script", [callBy("pay.js", 3)], "frame pay.js:7"],
    ["a frame without a known line", [callBy(null, 3)], "frame"],
    ["the script of a worker", [byWorker("https://app.shop.test/sync.js?v=1")], "worker sync.js"],
    ["each place once", [callBy("a.js"), callBy("b.js"), callBy("a.js")], "a.js:7, b.js:7"],
    ["as many as fit", ["a", "b", "c", "d"].map((name) => callBy(name)), "a:7, b:7 +2"],
  ])("are %s", (_, rows, short) => {
    expect(initiatorsOf(rows).short).toBe(short);
  });

  it("are all listed in the tooltip", () => {
    const { all } = initiatorsOf(["a", "b", "c"].map((name) => callBy(name)));
    expect(all).toEqual(["a:7", "b:7", "c:7"]);
  });
});
