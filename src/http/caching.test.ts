import { expect, it } from "vitest";
import { mayBeReused, variesByOrigin, varyWithOrigin } from "./caching.ts";

it.each([
  [null, false, "Origin"],
  ["Accept", false, "Accept, Origin"],
  ["Accept, X-Origin", false, "Accept, X-Origin, Origin"],
  ["origin", true, "origin, Origin"],
  ["Accept-Encoding,Origin", true, "Accept-Encoding, Origin, Origin"],
  ["*", true, "*, Origin"],
])("with Vary: %s", (vary, varies, wanted) => {
  const headers = vary === null ? [] : ([["Vary", vary]] as const);
  expect(variesByOrigin(headers)).toBe(varies);
  expect(varyWithOrigin(headers)).toBe(wanted);
});

const NOW = Date.parse("Mon, 02 Nov 2026 10:00:00 GMT");

it.each([
  ["Cache-Control: max-age=60", true],
  ["Cache-Control: public, Max-Age=60", true],
  ["Cache-Control: max-age=0", false],
  ["Cache-Control: max-age=x", false],
  ["Cache-Control: max-age=60, no-store", false],
  ["Cache-Control: no-cache", false],
  ["Cache-Control: private", false],
  ["Expires: Mon, 02 Nov 2026 10:00:01 GMT", true],
  ["Expires: Mon, 02 Nov 2026 10:00:00 GMT", false],
  ["Expires: 0", false],
  ["Last-Modified: Mon, 02 Nov 2020 10:00:00 GMT", true],
  ["ETag: x", false],
])("%s: may be given out again: %o", (line, reused) => {
  const [name, value] = line.split(": ") as [string, string];
  expect(mayBeReused([[name, value]], NOW)).toBe(reused);
});
