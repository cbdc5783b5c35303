import { expect, it } from "vitest";
import type { Text } from "../http/byte-string.ts";
import { headerName } from "./header-name.ts";

// https://www.iana.org/assignments/http-fields lists the registered names in their canonical case.
it.each([
  ["content-type", "Content-Type"],
  ["Content-Type", "Content-Type"],
  ["if-none-match", "If-None-Match"],
  ["x-requested-with", "X-Requested-With"],
  // The authors' spelling of other names is not known.
  ["x-api-key", "x-api-key"],
  ["X-API-Key", "X-API-Key"],
  ["traceparent", "traceparent"],
  ["content-types", "content-types"],
  ["", ""],
])("writes the header name %s as %s", (name, shown) => {
  expect(headerName(name as Text)).toBe(shown);
});
