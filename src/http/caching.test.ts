import { expect, it } from "vitest";
import { mayBeKept, mayBeReused, variesByOrigin, varyWithOrigin } from "./caching.ts";
import type { HeaderLine } from "./header-list.ts";

it.each([
  [null, false, "Origin"],
  ["Accept", false, "Accept, Origin"],
  ["Accept, X-Origin", false, "Accept, X-Origin, Origin"],
  ["origin", true, "origin"],
  ["Accept-Encoding,Origin", true, "Accept-Encoding, Origin"],
  ["*", true, "*"],
])("with Vary: %s", (vary, varies, wanted) => {
  const headers = vary === null ? [] : ([["Vary", vary]] as const);
  expect(variesByOrigin(headers)).toBe(varies);
  expect(varyWithOrigin(headers)).toBe(wanted);
});

const NOW = Date.parse("Mon, 02 Nov 2026 10:00:00 GMT");
const RULES = { permanent: new Set([301]), stores: (status: number) => status !== 401 };

// https://httpwg.org/specs/rfc9111.html#expiration.model; each row as both browsers have it.
it.each([
  ["Cache-Control: max-age=60", true],
  ["Cache-Control: public, Max-Age=60", true],
  ["Cache-Control: max-age= 60", true],
  ["Cache-Control: max-age=0", false],
  ["Cache-Control: max-age=x", false],
  ["Cache-Control: max-age", false],
  ["Cache-Control: max-age\nExpires: Sun, 01 Nov 2099 10:00:00 GMT", false],
  ["Cache-Control: max-age=-1", false],
  ['Cache-Control: max-age="60"', false],
  ["Cache-Control: s-maxage=60", false],
  ["Cache-Control: max-age=60, no-store", false],
  ["Cache-Control: max-age=60, no-store-x", true],
  ["Cache-Control: no-cache", false],
  ["Cache-Control: no-cachex, max-age=60", true],
  ["Cache-Control: private", false],
  ["Expires: Mon, 02 Nov 2026 10:00:01 GMT", true],
  ["Expires: Mon, 02 Nov 2026 10:00:00 GMT", false],
  ["Expires: Mon, 02 Nov 2026 10:10:00 GMT\nDate: Mon, 02 Nov 2026 10:20:00 GMT", false],
  ["Expires: 0", false],
  ["Expires: Sun, 01 Nov 2026 10:00:00 GMT\nCache-Control: max-age=60", true],
  ["Last-Modified: Mon, 02 Nov 2020 10:00:00 GMT", true],
  ["Last-Modified: Mon, 02 Nov 2026 09:59:59 GMT", false],
  ["Last-Modified: Mon, 02 Nov 2026 11:00:00 GMT", false],
  ["Last-Modified: x", false],
  ["ETag: x", false],
  ["Pragma: no-cache\nLast-Modified: Mon, 02 Nov 2020 10:00:00 GMT", false],
  ["Pragma: no-cache\nCache-Control: max-age=60", false],
  ["Pragma: x\nCache-Control: max-age=60", true],
  ["Age: 59\nCache-Control: max-age=60", true],
  ["Age: 60\nCache-Control: max-age=60", false],
  ["Age: x\nCache-Control: max-age=60", true],
  ["Age: 1\nAge: 100\nCache-Control: max-age=60", true],
  ["Age: 2000\nExpires: Mon, 02 Nov 2026 10:10:00 GMT", false],
  ["Date: Mon, 02 Nov 2026 09:50:00 GMT\nCache-Control: max-age=60", false],
  ["Date: Mon, 02 Nov 2026 10:50:00 GMT\nCache-Control: max-age=60", true],
])("%s: may be given out again: %o", (text, reused) => {
  const headers = text.split("\n").map((line) => line.split(": ") as unknown as HeaderLine);
  expect(mayBeReused({ status: 200, headers }, NOW, RULES)).toBe(reused);
});

it.each<[number, HeaderLine[], boolean]>([
  [301, [], true],
  [301, [["Cache-Control", "no-cache"]], false],
  [302, [], false],
  [302, [["Cache-Control", "max-age=60"]], true],
  [302, [["Last-Modified", "Mon, 02 Nov 2020 10:00:00 GMT"]], false],
  [401, [["Cache-Control", "max-age=60"]], false],
])("%i with %j: may be given out again: %o", (status, headers, reused) => {
  expect(mayBeReused({ status, headers }, NOW, RULES)).toBe(reused);
});

// https://httpwg.org/specs/rfc9111.html#response.cacheability
it.each([
  ["", false],
  ["ETag: 1", true],
  ["Last-Modified: Mon, 02 Nov 2020 10:00:00 GMT", true],
  ["Expires: Mon, 02 Nov 2020 10:00:00 GMT", true],
  ["Expires: 0", false],
  ["Expires: -1", false],
  ["Expires: never: 0:00", false],
  ["Cache-Control: public", true],
  ["Cache-Control: immutable", true],
  ["Cache-Control: max-age=60", true],
  ["Cache-Control: max-age=0", false],
  ["Cache-Control: max-age=0\nETag: 1", true],
  ["Cache-Control: s-maxage=60", true],
  ["Cache-Control: stale-while-revalidate=60", true],
  ["Cache-Control: no-cache", false],
  ["Cache-Control: no-store\nETag: 1", false],
  ["Cache-Control: max-age=60, no-store", false],
])("%j may be kept: %s", (lines, may) => {
  const headers = lines.split("\n").map((line) => line.split(": ") as unknown as HeaderLine);
  expect(mayBeKept(lines === "" ? [] : headers)).toBe(may);
});
