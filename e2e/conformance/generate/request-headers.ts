import fc from "fast-check";
import { SAFELIST_LINES } from "../../lab/safelist-values.ts";

type Line = readonly [name: string, value: string];

/** A value whose length is near a limit. */
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
  { weight: 8, arbitrary: customName.map((name) => [name, "1"] as const) },
  { weight: 6, arbitrary: named("Authorization", "Bearer abc", "Basic YTpi") },
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

/** The values of headers that are safelisted by their value. */
const usualByValue: fc.Arbitrary<Line> = fc.oneof(
  named("Accept", "application/json", "text/html;q=0.9, */*", 'say "hi"', about(128)),
  named("Accept-Language", "en-US,en;q=0.5", "de", "en_US", about(128)),
  named("Content-Language", "de-DE", "a=b; c.d*", about(128)),
  named(
    "Content-Type",
    "application/json",
    "text/plain;charset=utf-8",
    "multipart/form-data; boundary=abc",
    "application/json, text/plain",
    "text/plain, application/json",
    'text/plain; charset="utf-8"',
    about(128, "text/plain;a="),
  ),
  named(
    "Range",
    about(128, "bytes=0-").map((value) => value.replaceAll("a", "1")),
  ),
);

/** The pieces for values near a parser's special cases. */
const PIECES: Readonly<Record<string, readonly string[]>> = {
  "Content-Type": [
    ...[
      "text/plain",
      "Text/Plain",
      "multipart/form-data",
      "application/json",
      "text",
      "/",
      "plain",
    ],
    ...[";", ";charset=utf-8", ",", " ", "\t", "\u00a0", "\u0085", "\u00e9", "a=b", "x", '"'],
  ],
  Range: [
    ...["bytes=", "Bytes=", "items=", "0", "5", "99", "-", "=", ",", " ", "\t", "\u00a0", "+", "x"],
    ...["9223372036854775807", "18446744073709551616", "00"],
  ],
  DPR: ["0", "1", "25", ".", "-", "+", "e", "x", " ", ","],
  RTT: ["0", "1", "25", ".", "-", "x", ","],
  ECT: ["4g", "3g", "slow-2g", "2g", "G", "-", "x"],
  "Save-Data": ["on", "On", "off", "1", ","],
  Accept: ["a", "*/*", ",", ";q=1", "(", "@", "\u007e", "\u0080", "\u00ff", '"', "\t"],
  "Accept-Language": ["de", "-", "_", "*", ";q=0.5", ",", "\u00a0", "\t", "/"],
};

const piecedByValue: fc.Arbitrary<Line> = fc
  .constantFrom(...Object.entries(PIECES))
  .chain(([name, pieces]) =>
    fc
      .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 4 })
      .map((chosen) => [name, chosen.join("")] as const),
  );

const byValue: fc.Arbitrary<Line> = fc.oneof(
  { weight: 6, arbitrary: usualByValue },
  { weight: 1, arbitrary: fc.constantFrom(...SAFELIST_LINES) },
  { weight: 1, arbitrary: piecedByValue },
);

/** Hints that are safelisted, in Chromium, only with numeric values. */
const HINTS_OF_DIGITS = /^(?:DPR|Viewport-Width|Device-Memory|RTT|Downlink|Width)$/;

const NAMES_WITH_LONG_VALUES = [
  "Accept",
  "Accept-Language",
  "Content-Language",
  "DPR",
  "Width",
  "Viewport-Width",
  "Device-Memory",
  "RTT",
  "Downlink",
];

/** Safelisted values whose total is near the limit of 1024 bytes. */
const longTogether: fc.Arbitrary<Line[]> = fc.integer({ min: 1015, max: 1033 }).map((total) =>
  NAMES_WITH_LONG_VALUES.map((name, index) => {
    const length = Math.max(0, Math.min(128, total - index * 128));
    return [name, (HINTS_OF_DIGITS.test(name) ? "1" : "a").repeat(length)] as const;
  }).filter(([, value]) => value !== ""),
);

/** Headers that a script sets; none in half of the cases. */
export const requestHeaders: fc.Arbitrary<Readonly<Record<string, string>>> = fc
  .oneof(
    { weight: 48, arbitrary: fc.constant<Line[]>([]) },
    {
      weight: 56,
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
