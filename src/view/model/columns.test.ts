import { describe, expect, it, test } from "vitest";
import { cellOf, sorted } from "./cells.ts";
import { type Column, nextSort } from "./columns.ts";
import { aRow } from "./row.test-builder.ts";

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

describe("the list in order", () => {
  test.each<[Column, string, string]>([
    // Equal ones stay as they came, both ways.
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

  it("by result has what was blocked first", () => {
    expect(idsBy("result")).toBe("abc");
    expect(idsBy("result", true).at(-1)).toBe("a");
  });

  it("is as it came without an order", () => {
    expect(sorted(ROWS, null)).toBe(ROWS);
  });
});

it("goes from upward to downward to none", () => {
  const up = nextSort(null, "url");
  expect(up).toEqual({ column: "url", descending: false });
  const down = nextSort(up, "url");
  expect(down).toEqual({ column: "url", descending: true });
  expect(nextSort(down, "url")).toBeNull();
  expect(nextSort(down, "method")).toEqual({ column: "method", descending: false });
});

it("says in a cell what is known", () => {
  const [row] = ROWS as [(typeof ROWS)[0]];
  expect(cellOf("duration", row)).toBe("1 ms");
  expect(cellOf("started", row)).toMatch(/^\d\d:\d\d:\d\d\.\d{3}$/);
  expect(cellOf("initiator", row)).toBe("");
  expect(cellOf("type", row)).toBe("xmlhttprequest");
});
