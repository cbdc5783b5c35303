import fc from "fast-check";

type Line = readonly [name: string, value: string];

/** A value whose length lies about a limit. */
const about = (limit: number, prefix = "") =>
  fc
    .integer({ min: limit - 2, max: limit + 2 })
    .map((length) => prefix + "a".repeat(Math.max(0, length - prefix.length)));

const named = (name: string, ...values: (string | fc.Arbitrary<string>)[]): fc.Arbitrary<Line> =>
  fc
    .oneof(...values.map((value) => (typeof value === "string" ? fc.constant(value) : value)))
    .map((value) => [name, value] as const);

const customName = fc.oneof(
  fc.constantFrom("X-Custom", "x-request-id", "X-Requested-With", "X-CSRF-Token", "x-b3-traceid"),
  fc.stringMatching(/^[A-Za-z]{1,12}(?:-[a-z0-9]{1,8})?$/).map((rest) => `X-${rest}`),
  fc.constantFrom("x_under", "X.dot", "x!bang", "~tilde", "X-Ab", "api-key"),
);

const unsafeByName: fc.Arbitrary<Line> = fc.oneof(
  { weight: 4, arbitrary: customName.map((name) => [name, "1"] as const) },
  { weight: 3, arbitrary: named("Authorization", "Bearer abc", "Basic YTpi") },
  { weight: 1, arbitrary: named("Cache-Control", "no-cache") },
  { weight: 1, arbitrary: named("Pragma", "no-cache") },
  { weight: 1, arbitrary: named("If-None-Match", '"abc"') },
  { weight: 1, arbitrary: named("If-Modified-Since", "Tue, 01 Jan 2030 00:00:00 GMT") },
  { weight: 1, arbitrary: named("User-Agent", "Mine/1.0") },
  { weight: 1, arbitrary: named("Last-Event-ID", "7") },
  { weight: 1, arbitrary: named("Upgrade-Insecure-Requests", "1") },
  { weight: 1, arbitrary: named("X-HTTP-Method-Override", "PUT", "TRACE", "GET, TRACK") },
);

const forbidden: fc.Arbitrary<Line> = fc.constantFrom<Line>(
  ["DNT", "1"],
  ["Cookie2", "x"],
  ["Sec-Mine", "1"],
  ["Proxy-Mine", "1"],
  ["Referer", "http://x.test/"],
);

const byValue: fc.Arbitrary<Line> = fc.oneof(
  named(
    "Accept",
    "application/json",
    "text/html;q=0.9, */*",
    "a(b)",
    'say "hi"',
    "a@b",
    about(128),
  ),
  named("Accept-Language", "en-US,en;q=0.5", "de", "en_US", "en?", about(128)),
  named("Content-Language", "de-DE", "x@y", "a=b; c.d*", about(128)),
  named(
    "Content-Type",
    "application/json",
    "text/plain",
    "TEXT/Plain",
    "text/plain;charset=utf-8",
    "multipart/form-data; boundary=abc",
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=UTF-8",
    "application/json, text/plain",
    "text/plain, application/json",
    'text/plain; charset="utf-8"',
    "text/plain; a={b}",
    "text/html",
    "text/plain ; x",
    "",
    about(128, "text/plain;a="),
  ),
  named(
    "Range",
    "bytes=0-",
    "bytes=0-99",
    "bytes=-5",
    "bytes=0-10,20-30",
    "bytes=10-5",
    "bytes= 0-5",
    "bytes=5-5",
    "Bytes=0-5",
    "items=0-5",
    about(128, "bytes=0-").map((value) => value.replaceAll("a", "1").replace("bytes", "bytes")),
  ),
  named("DPR", "2"),
  named("Save-Data", "on"),
  named("Viewport-Width", "1200"),
  named("Device-Memory", "8"),
  named("RTT", "100"),
  named("Downlink", "1.5"),
  named("ECT", "4g"),
);

const NAMES_WITH_LONG_VALUES = [
  "Accept",
  "Accept-Language",
  "Content-Language",
  "DPR",
  "Save-Data",
  "Viewport-Width",
  "Device-Memory",
  "RTT",
  "Downlink",
];

/** Safelisted values that together come about the limit of 1024 bytes. */
const longTogether: fc.Arbitrary<Line[]> = fc.integer({ min: 1015, max: 1033 }).map((total) =>
  NAMES_WITH_LONG_VALUES.map((name, index) => {
    const length = Math.max(0, Math.min(128, total - index * 128));
    return [name, "a".repeat(length)] as const;
  }).filter(([, value]) => value !== ""),
);

/** Headers that a script sets itself; none in half of the cases. */
export const requestHeaders: fc.Arbitrary<Readonly<Record<string, string>>> = fc
  .oneof(
    { weight: 12, arbitrary: fc.constant<Line[]>([]) },
    {
      weight: 14,
      arbitrary: fc.array(
        fc.oneof(
          { weight: 6, arbitrary: byValue },
          { weight: 6, arbitrary: unsafeByName },
          { weight: 1, arbitrary: forbidden },
        ),
        { minLength: 1, maxLength: 4 },
      ),
    },
    { weight: 1, arbitrary: longTogether },
  )
  .map((lines) => Object.fromEntries(lines));
