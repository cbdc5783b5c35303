import { describe, expect, it } from "vitest";
import {
  callerHeaders,
  corsUnsafeRequestHeaders,
  hasCorsUnsafeByte,
  isCorsResponseHeaderName,
  isForbiddenRequestHeaderName,
  mimeTypeEssence,
  SAFELISTED_NAMES,
  STANDARD_SAFELIST,
  whyUnsafe,
} from "./safelist.ts";

// https://fetch.spec.whatwg.org/#cors-safelisted-request-header;
// vectors: wpt/cors/cors-safelisted-request-header.any.js
describe("whyUnsafe", () => {
  it.each<[string, string, ReturnType<typeof whyUnsafe>]>([
    ["accept", "text/html", null],
    ["ACCEPT", "text/html", null],
    ["accept", 'text/html;q="1"', "value"],
    ["accept", "a".repeat(128), null],
    ["accept", "a".repeat(129), "too-long"],
    ["accept-language", "de-DE,de;q=0.9", null],
    ["accept-language", "de_DE", "value"],
    ["content-language", "en@x", "value"],
    ["content-type", "text/plain;charset=utf-8", null],
    ["content-type", "TEXT/PLAIN", null],
    ["content-type", "application/x-www-form-urlencoded", null],
    ["content-type", "multipart/form-data; boundary=x", null],
    ["content-type", "application/json", "value"],
    ["content-type", "application/json, text/plain", "value"],
    ["content-type", 'text/plain; x="1"', "value"],
    ["range", "bytes=0-", null],
    ["range", "bytes=0-100", null],
    ["range", "bytes=100-0", "value"],
    ["range", "bytes=-100", "value"],
    ["range", "bytes=0-1,4-5", "value"],
    ["range", "bytes= 0-", "value"],
    ["range", "Bytes=0-", "value"],
    ["range", "bytes=5-5", null],
    ["range", "bytes=-", "value"],
    // These numbers exceed a double's exact integers.
    ["range", "bytes=9007199254740993-9007199254740992", "value"],
    ["range", "bytes=99999999999999999999998-99999999999999999999999", null],
    ["accept", "a\u00a0b", null],
    ["accept-language", "de\u00a0", "value"],
    ["content-type", "text/plain\u00a0", "value"],
    ["content-type", "\u00a0text/plain", "value"],
    ["content-type", "text/plain\u00a0;charset=utf-8", "value"],
    ["content-type", "text/plain;charset=\u00e9", null],
    ["content-type", " text/plain\t", null],
    ["content-type", "text/plain \t;charset=utf-8", null],
    ["content-type", "text /plain", "value"],
    ["content-type", "text/ plain", "value"],
    ["content-type", "text/plain x;a=b", "value"],
    ["content-type", "text/plain/x", "value"],
    ["content-type", "text/plain;a=b,c", null],
    ["content-type", "", "value"],
    ["content-type", `text/plain;${"a".repeat(117)}`, null],
    ["content-type", `text/plain;${"a".repeat(118)}`, "too-long"],
    ["dpr", "2", "name"],
    ["x-custom", "1", "name"],
    ["authorization", "Basic x", "name"],
  ])("%s: %s", (name, value, wanted) => {
    expect(whyUnsafe(name, value)).toBe(wanted);
  });
});

// https://wicg.github.io/client-hints-infrastructure/#safelist : Chromium safelists them with valid values.
it.each([
  ["width", "1024", null],
  ["width", "10.5", "value"],
  ["viewport-width", "", "value"],
  ["rtt", "50", null],
  ["device-memory", "0.25", null],
  ["dpr", "1.", "value"],
  ["ect", "4g", null],
  ["ect", "5g", "value"],
  ["save-data", "On", null],
  ["save-data", "off", "value"],
])("as a client hint %s: %s", (name, value, wanted) => {
  expect(whyUnsafe(name, value, { ...STANDARD_SAFELIST, clientHints: true })).toBe(wanted);
});

describe("corsUnsafeRequestHeaders", () => {
  it("names each once, lower-case and sorted", () => {
    const headers = [
      ["X-B", "1"],
      ["x-a", "1"],
      ["x-b", "2"],
      ["Accept", "*/*"],
    ] as const;
    expect(corsUnsafeRequestHeaders(headers).map((h) => h.name)).toEqual(["x-a", "x-b"]);
  });

  // https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names: more than 1024 bytes in total
  it("treats all as unsafe if they are too long together", () => {
    const long = (count: number) =>
      Array.from({ length: count }, () => ["accept", "a".repeat(128)] as const);
    expect(corsUnsafeRequestHeaders(long(8))).toEqual([]);
    expect(corsUnsafeRequestHeaders(long(9))).toEqual([
      { name: "accept", reason: "total-too-long" },
    ]);
  });

  // The same algorithm: individually unsafe headers do not count, nor does whitespace around a value.
  it("counts only safelisted values, as they are sent", () => {
    const long = Array.from({ length: 8 }, () => ["Accept", ` ${"a".repeat(128)}\t`] as const);
    const unsafe = [
      { name: "accept-language", reason: "value" },
      { name: "x-a", reason: "name" },
    ];
    const others = [
      ["X-A", "a".repeat(100)],
      ["Accept-Language", "@"],
    ] as const;
    expect(corsUnsafeRequestHeaders([...long, ...others])).toEqual(unsafe);
    const oneMore = ["Range", "bytes=0-"] as const;
    expect(corsUnsafeRequestHeaders([...long, ...others, oneMore])).toEqual([
      { name: "accept", reason: "total-too-long" },
      unsafe[0],
      { name: "range", reason: "total-too-long" },
      unsafe[1],
    ]);
  });

  it("names a header's own reason, however long all are together", () => {
    const long = Array.from({ length: 9 }, () => ["accept", "a".repeat(128)] as const);
    expect(corsUnsafeRequestHeaders([["Accept", "("], ...long])).toEqual([
      { name: "accept", reason: "value" },
    ]);
  });
});

// https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte
it("treats controls except tab and the standard's delimiters as unsafe bytes", () => {
  const all = Array.from({ length: 0x100 }, (_, code) => String.fromCharCode(code));
  const listed = [...'"():<>?@[\\]{}\x7f'];
  const isListed = (one: string) => (one < " " && one !== "\t") || listed.includes(one);
  expect(all.filter((one) => hasCorsUnsafeByte(`a${one}`))).toEqual(all.filter(isListed));
});

// https://mimesniff.spec.whatwg.org/#parse-a-mime-type
it.each([
  ["text/plain", "text/plain"],
  ["Text/HTML;charset=x;a/b", "text/html"],
  [" \ttext/plain \t;a=b", "text/plain"],
  ["image/svg+xml", "image/svg+xml"],
  ["text", null],
  ["text;/plain", null],
  ["/plain", null],
  ["text/", null],
  ["text/plain/x", null],
  ["te xt/plain", null],
  ["text/pl ain", null],
  ["text/ plain", null],
  ["text/plain,text/html", null],
  ["", null],
])("the essence of %j is %s", (type, essence) => {
  expect(mimeTypeEssence(type)).toBe(essence);
});

// https://fetch.spec.whatwg.org/#forbidden-request-header : exactly the standard's list
it.each([
  "Accept-Charset Accept-Encoding Access-Control-Request-Headers Access-Control-Request-Method",
  "Connection Content-Length Cookie Cookie2 Date DNT Expect Host Keep-Alive Origin Referer",
  "Set-Cookie TE Trailer Transfer-Encoding Upgrade Via Proxy-Authorization Sec-Fetch-Mode",
])("pages cannot set any of %s", (names) => {
  for (const name of names.split(" "))
    expect([name, isForbiddenRequestHeaderName(name)]).toEqual([name, true]);
});

it.each([
  "Accept",
  "Authorization",
  "X-Host",
  "Host-X",
  "Proxy",
  "Sec",
  "User-Agent",
  "Content-Type",
])("a page may set %s", (name) => {
  expect(isForbiddenRequestHeaderName(name)).toBe(false);
});

// Seen in Chromium 156 and Firefox 153: pages did not set these headers, and no preflight lists them.
it("does not count headers that browsers add as the page's", () => {
  const added = [
    ...["Authorization", "Cache-Control", "If-Modified-Since", "If-None-Match", "Last-Event-ID"],
    ...[
      "Pragma",
      "Priority",
      "Purpose",
      "Upgrade-Insecure-Requests",
      "User-Agent",
      "X-Client-Data",
    ],
    ...["Cookie", "Host", "Sec-Fetch-Mode"],
  ];
  const lines = ["X-A", ...added, "Accept"].map((name) => [name, "1"] as const);
  expect(callerHeaders(lines).map(([name]) => name)).toEqual(["X-A", "Accept"]);
  const set = ["user-agent", "cookie"];
  expect(callerHeaders(lines, set).map(([name]) => name)).toEqual(["X-A", "User-Agent", "Accept"]);
});

// https://fetch.spec.whatwg.org/#cors-safelisted-request-header ; client hints as in Chromium 156.
it("lists the names that can be safelisted, including client hints", () => {
  expect([...SAFELISTED_NAMES].sort()).toEqual([
    ...["accept", "accept-language", "content-language", "content-type", "device-memory"],
    ...["downlink", "dpr", "ect", "intervention", "range", "rtt", "save-data"],
    ...["viewport-width", "width"],
  ]);
});

// https://fetch.spec.whatwg.org/#http-responses : the headers with which a server allows; the two others are
// request headers.
it.each([
  ["access-control-allow-origin", true],
  ["access-control-allow-x", true],
  ["access-control-expose-headers", true],
  ["access-control-max-age", true],
  ["access-control-request-method", false],
  ["access-control-request-headers", false],
  ["access-control-max-ages", false],
  ["access-control-expose-headers-x", false],
  ["x-access-control-allow-origin", false],
  ["access-control-allow", false],
  ["vary", false],
])("%s allows something: %s", (name, allows) => {
  expect(isCorsResponseHeaderName(name)).toBe(allows);
});
