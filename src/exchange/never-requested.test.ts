import { expect, it } from "vitest";
import { reportKeyOf } from "./never-requested.ts";

it.each([
  ["element:0:D1:7:https://api.test/", "0:D1:7:https://api.test/"],
  ["12", null],
  ["call:1", null],
])("finds for the exchange %s the report %s", (id, key) => {
  expect(reportKeyOf(id)).toBe(key);
});
