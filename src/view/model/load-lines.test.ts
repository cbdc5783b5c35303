import { expect, it } from "vitest";
import type { Load } from "../../exchange/loads.ts";
import { placeOf, withLoadLines } from "./load-lines.ts";
import { aRow } from "./row.test-builder.ts";
import type { Row } from "./row.ts";

const LOADS: readonly Load[] = [
  { at: 1_000, url: "https://app.test/", documentId: null },
  { at: 2_000, url: "https://app.test/cart", documentId: null },
];

function rowAt(startedAt: number): Row {
  const row = aRow({ id: String(startedAt) });
  return { ...row, exchange: { ...row.exchange, startedAt } };
}

it.each<[string, number[], string[]]>([
  ["two pages", [1_100, 1_200, 2_100], ["load:1000", "1100", "1200", "load:2000", "2100"]],
  ["requests before the first known page", [900, 1_100], ["900", "load:1000", "1100"]],
  ["a page without requests", [2_100], ["load:2000", "2100"]],
  ["rows in another order", [2_100, 1_100], ["2100", "1100"]],
  ["nothing", [], []],
])("a list of %s", (_name, times, expected) => {
  expect(withLoadLines(times.map(rowAt), LOADS).map(({ id }) => id)).toEqual(expected);
});

it("names the page without its scheme", () => {
  expect(placeOf(LOADS[1] as Load)).toBe("app.test/cart");
});
