import { expect, it } from "vitest";
import {
  isForAnybody,
  mayBeReused,
  mayBeStored,
  variesByOrigin,
  varyWithOrigin,
} from "./caching.ts";
import type { HeaderLine } from "./header-list.ts";

it.each([
  [null, false, "Origin"],
  ["Accept", false, "Accept, Origin"],
  ["Accept, X-Origin", false, "Accept, X-Origin, Origin"],
  ["origin", true, "origin"],
  ["Accept-Encoding,Origin", true, "Accept-Encoding, Origin"],
  ["*", true, "*"],
  ["Accept, *", true, "Accept, *"],
  ["Origin-Agent-Cluster", false, "Origin-Agent-Cluster, Origin"],
])("with Vary: %s", (vary, varies, wanted) => {
  const headers = vary === null ? [] : ([["Vary", vary]] as const);
  expect(variesByOrigin(headers)).toBe(varies);
  expect(varyWithOrigin(headers)).toBe(wanted);
});

/** Header lines as sent, one per line. */
const headersOf = (lines: string) =>
  lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split(/: ?(.*)/, 2) as unknown as HeaderLine);

const NOW = Date.parse("Mon, 02 Nov 2026 10:00:00 GMT");
const RULES = { permanent: /301/, stored: /^(?!401)/, guessed: /20[036]/ };

// https://httpwg.org/specs/rfc9111.html#expiration.model; both browsers agree on each row.
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
  ["Cache-Control: x-no-cache, max-age=60", true],
  ["Cache-Control: no-store", false],
  ["Cache-Control: NO-CACHE, max-age=60", false],
  ['Cache-Control: no-cache="Set-Cookie", max-age=60', false],
  ["Cache-Control: private", false],
  ["Cache-Control: private, max-age=60", true],
  ["Cache-Control: max-age=60x", false],
  ["Cache-Control: max-age=60, max-age=0", true],
  ["Cache-Control: max-age=0, max-age=60", false],
  ["Cache-Control: max-ages=0\nExpires: Mon, 02 Nov 2026 10:00:01 GMT", true],
  ["Cache-Control: x-max-age=60", false],
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
  ["Pragma: a, No-Cache\nCache-Control: max-age=60", false],
  ["Pragma: no-cache , a\nCache-Control: max-age=60", false],
  ["Pragma: no-cache-x\nCache-Control: max-age=60", true],
  ["Pragma: x-no-cache\nCache-Control: max-age=60", true],
  // A tenth of ten hours is one hour; only whole seconds count.
  ["Last-Modified: Mon, 02 Nov 2026 00:00:00 GMT\nAge: 3599", true],
  ["Last-Modified: Mon, 02 Nov 2026 00:00:00 GMT\nAge: 3600", false],
  ["Last-Modified: Mon, 02 Nov 2026 09:59:50 GMT", true],
  ["Last-Modified: Mon, 02 Nov 2026 09:59:51 GMT", false],
  ["Age: 59\nCache-Control: max-age=60", true],
  ["Age: 60\nCache-Control: max-age=60", false],
  ["Age: x\nCache-Control: max-age=60", true],
  ["Age: x60\nCache-Control: max-age=60", true],
  ["Age: 60, 1\nCache-Control: max-age=60", false],
  ["Age: 1, 60\nCache-Control: max-age=60", true],
  ["Age: 1\nAge: 100\nCache-Control: max-age=60", true],
  ["Age: 2000\nExpires: Mon, 02 Nov 2026 10:10:00 GMT", false],
  ["Date: Mon, 02 Nov 2026 09:50:00 GMT\nCache-Control: max-age=60", false],
  ["Date: Mon, 02 Nov 2026 10:50:00 GMT\nCache-Control: max-age=60", true],
])("%s: may be reused: %o", (text, reused) => {
  expect(mayBeReused({ status: 200, headers: headersOf(text) }, NOW, RULES)).toBe(reused);
});

it.each<[number, HeaderLine[], boolean]>([
  [301, [], true],
  [301, [["Cache-Control", "no-cache"]], false],
  [200, [["Last-Modified", "Mon, 02 Nov 2020 10:00:00 GMT"]], true],
  [203, [["Last-Modified", "Mon, 02 Nov 2020 10:00:00 GMT"]], true],
  [206, [["Last-Modified", "Mon, 02 Nov 2020 10:00:00 GMT"]], true],
  [404, [["Last-Modified", "Mon, 02 Nov 2020 10:00:00 GMT"]], false],
  [404, [["Cache-Control", "max-age=60"]], true],
  [301, [["Cache-Control", "max-age=0"]], false],
  [301, [["Expires", "0"]], false],
  [302, [], false],
  [302, [["Cache-Control", "max-age=60"]], true],
  [302, [["Last-Modified", "Mon, 02 Nov 2020 10:00:00 GMT"]], false],
  [401, [["Cache-Control", "max-age=60"]], false],
])("%i with %j: may be reused: %o", (status, headers, reused) => {
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
  ["Cache-Control: no-store=x\nETag: 1", false],
  ["Cache-Control: no-stores\nETag: 1", true],
  ["Cache-Control: x-no-store\nETag: 1", true],
  ["Cache-Control: a, NO-STORE\nETag: 1", false],
  ["Cache-Control: PUBLIC", true],
  ["Cache-Control: x-public", false],
  ['Cache-Control: max-age="60"', true],
  ["Cache-Control: max-age= 060", true],
  ["Cache-Control: max-age=00", false],
  ["Cache-Control: max-age=x1", false],
  ["Cache-Control: max-age", false],
  ["ETag:", false],
  ["Last-Modified:", false],
  ["Expires: 20", false],
])("%j may be stored: %s", (lines, may) => {
  expect(mayBeStored(headersOf(lines))).toBe(may);
});

// https://httpwg.org/specs/rfc9111.html#response.cacheability : what a shared cache may give to anybody
it.each([
  ["", false],
  ["ETag: 1", false],
  ["Cache-Control: public", true],
  ["Cache-Control: Public", true],
  ["Cache-Control: public, max-age=60", true],
  ["Cache-Control: publicly", false],
  ["Cache-Control: x-public", false],
  ["Cache-Control: max-age=60", true],
  ["Cache-Control: s-maxage=060", true],
  ["Cache-Control: max-age=0, s-maxage=60", true],
  ["Cache-Control: max-age=0", false],
  ["Cache-Control: x-max-age=60", false],
  ['Cache-Control: max-age="60"', true],
  ["Cache-Control: max-age= 60", true],
  ["Cache-Control: private, max-age=60", false],
  ['Cache-Control: Private="X-Name", max-age=60', false],
  ["Cache-Control: max-age=60, no-store", false],
  ["Cache-Control: public, no-cache", false],
  ["Cache-Control: public, no-cachex, x-private", true],
  ["Cache-Control: public\nVary: Accept-Encoding", true],
  ["Cache-Control: public\nVary: Accept-Encoding, Cookie", false],
  ["Cache-Control: public\nVary: authorization", false],
  ["Cache-Control: public\nVary: Origin", false],
  ["Cache-Control: public\nVary: *", false],
  ["Cache-Control: public\nVary: X-Origin, Cookie2", true],
  ["Cache-Control: public\nSet-Cookie: a=1", false],
])("%j is public: %s", (lines, is) => {
  expect(isForAnybody(headersOf(lines))).toBe(is);
});
