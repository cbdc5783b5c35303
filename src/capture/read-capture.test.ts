import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anExchange, anOtherRequester } from "../exchange/exchange.test-builder.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { explain } from "../explanation/explain.ts";
import { aCall, anElement } from "../observation/page-call.test-builder.ts";
import { makeReport, type ReportContext } from "../report/make-report.ts";
import * as failing from "../verdict/failing-exchange.test-builder.ts";
import { FAILING_CODES } from "../verdict/failing-exchange.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import { type CaptureProblem, readCapture } from "./read-capture.ts";

const CONTEXT: ReportContext = {
  includeSecrets: false,
  dropped: 3,
  creatorVersion: "0.1.0",
  browser: { name: "Firefox", version: "153.0" },
  host: null,
  at: new Date("2026-07-31T14:05:01Z"),
};

const judged = (exchange: Exchange) => ({ exchange, verdict: judge(exchange) });

const exported = (
  format: "har" | "markdown",
  exchanges: readonly Exchange[],
  context: Partial<ReportContext> = {},
) => makeReport(format, exchanges.map(judged), { ...CONTEXT, ...context }).text;

function opened(text: string) {
  const file = readCapture(text);
  if ("problem" in file) throw new Error(file.problem);
  return file;
}

/** Exchanges, many of them failing in every possible way, each with a unique id. */
const recordings = fc
  .array(failing.anyHostileExchange(), { maxLength: 6 })
  .map((all) => all.map((exchange, index): Exchange => ({ ...exchange, id: `${index}` })));

/** An exchange with every part that an exchange can have. */
const WHOLE = anExchange({
  id: "7",
  cachedFrom: { exchange: "3", origin: "https://b.test", sharedElsewhere: true },
  requesters: [anOtherRequester({ exchange: "4", storedApart: true })],
  stack: "Error\n    at f (https://app.test/a.js:1:2)",
  call: {
    ...aCall({ headerNames: ["x-a"] }),
    urlLength: 9000,
    methodLength: 9000,
    optionsRefused: true,
  },
  callResult: { result: "rejected", responseType: null, status: null, errorName: "TypeError" },
  violation: {
    effectiveDirective: "img-src",
    blockedUrl: "https://b.test/",
    disposition: "enforce",
  },
  element: anElement({ url: "https://b.test/" }),
  workerScript: "https://app.test/w.js",
  requestHeaders: { "X-Caf\xc3\xa9": "\xc3\xa9\x00\x9f\ud800" },
});

describe("a reopened report", () => {
  it("gives the same verdicts word for word, and the same report except for its date", () => {
    let compared = 0;
    fc.assert(
      fc.property(recordings, fc.boolean(), (exchanges, includeSecrets) => {
        const items = exchanges.map(judged);
        const har = makeReport("har", items, { ...CONTEXT, includeSecrets }).text;
        const { capture, exchanges: again } = opened(har);
        expect(capture).toMatchObject({
          browser: CONTEXT.browser,
          dropped: 3,
          redacted: !includeSecrets,
        });
        const context = { includeSecrets, at: new Date("2027-01-01T00:00:00Z") };
        const itemsAgain = again.map(judged);
        const second = makeReport("har", itemsAgain, { ...CONTEXT, ...context }).text;
        const sameDate = second.replace("2027-01-01T00:00:00.000Z", "2026-07-31T14:05:01.000Z");
        expect(JSON.parse(sameDate)).toEqual(JSON.parse(har));
        expect(makeReport("markdown", itemsAgain, { ...CONTEXT, ...context }).text).toBe(
          makeReport("markdown", items, { ...CONTEXT, includeSecrets }).text,
        );
        compared += exchanges.length;
      }),
      { numRuns: 120 },
    );
    expect(compared).toBeGreaterThan(200);
  });

  it.each(FAILING_CODES)("tells %s as before", (code) => {
    const exchange = { ...failing.FAILING[code]("x"), browser: "chromium" as const };
    const whole = anExchange(exchange);
    const { exchanges } = opened(exported("har", [whole], { includeSecrets: true }));
    expect(exchanges).toEqual([whole]);
    const [again] = exchanges as [Exchange];
    expect(explain(again, judge(again))).toEqual(explain(whole, judge(whole)));
  });

  it("has the same kinds where it was saved without them", () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(recordings, (exchanges) => {
        const har = JSON.parse(exported("har", exchanges, { includeSecrets: true }));
        for (const exchange of har.log._cors.capture.exchanges) delete exchange.kind;
        const again = opened(JSON.stringify(har)).exchanges;
        expect(new Set(again)).toEqual(new Set(exchanges));
        for (const { kind } of again) kinds.add(kind);
      }),
      { numRuns: 60 },
    );
    expect(kinds.size).toBe(3);
  });

  it("is the same where it was saved with members' former names", () => {
    const isRenamed = new Set<string>();
    fc.assert(
      fc.property(recordings, (exchanges) => {
        const before = exported("har", exchanges, { includeSecrets: true }).replaceAll(
          /"(?:linesSeen|requesters)":/g,
          (name) => {
            isRenamed.add(name);
            return name.includes("lines") ? '"linesTold":' : '"otherAskers":';
          },
        );
        expect(new Set(opened(before).exchanges)).toEqual(new Set(exchanges));
      }),
      { numRuns: 60 },
    );
    expect(isRenamed.size).toBe(2);
  });

  it("keeps every part of an exchange, to the byte", () => {
    const text = exported("har", [WHOLE], { includeSecrets: true });
    expect(opened(text).exchanges).toEqual([WHOLE]);
  });

  it("removes exported secrets if they are not wanted again", () => {
    const secret = anExchange({ requestHeaders: { Cookie: "sid=hunter2hunter2" } });
    const { exchanges } = opened(exported("har", [secret], { includeSecrets: true }));
    expect(exported("har", exchanges)).not.toContain("hunter2");
  });
});

const GOOD = exported("har", [anExchange(), WHOLE]);

/** The valid file with one change to its capture. */
function changed(change: (capture: Record<string, unknown>) => void): string {
  const har = JSON.parse(GOOD);
  change(har.log._cors.capture);
  return JSON.stringify(har);
}

const exchangeOf = (capture: Record<string, unknown>) =>
  (capture.exchanges as Record<string, unknown>[])[0] as Record<string, unknown>;

describe("a file that is not a complete report", () => {
  it.each<[CaptureProblem, string, string]>([
    ["no-capture", "empty", ""],
    ["not-json", "truncated", GOOD.slice(0, -10)],
    ["no-capture", "a picture", "\x89PNG\r\n\x1a\n\0\0"],
    ["no-capture", "Markdown", "# 3 requests"],
    ["no-capture", "nested without end", "[".repeat(1_000_000)],
    ["no-capture", "nested deeply", `${"[".repeat(50_000)}${"]".repeat(50_000)}`],
    ["no-capture", "null", "null"],
    ["no-capture", "a HAR of another tool", '{"log":{"version":"1.2","entries":[]}}'],
    ["no-capture", "a report of before there were captures", '{"log":{"_cors":{"version":1}}}'],
    ["no-capture", "an array for a log", '{"log":[]}'],
    ["newer", "of a later version", changed((capture) => Object.assign(capture, { version: 2 }))],
    ["damaged", "of no version", changed((capture) => Object.assign(capture, { version: "1" }))],
    ["damaged", "without exchanges", changed((capture) => delete capture.exchanges)],
    [
      "damaged",
      "without a date",
      changed((capture) => Object.assign(capture, { exportedAt: "x" })),
    ],
    [
      "damaged",
      "an exchange without a request",
      changed((capture) => Object.assign(exchangeOf(capture), { hops: [] })),
    ],
    [
      "damaged",
      "an exchange of an unknown browser",
      changed((capture) => Object.assign(exchangeOf(capture), { browser: "__proto__" })),
    ],
    [
      "damaged",
      "one id twice",
      changed((capture) => (capture.exchanges as unknown[]).push(exchangeOf(capture))),
    ],
    ...(
      [
        ["a result without a call", { callResult: WHOLE.callResult }],
        ["an error without an element", { elementFailed: true }],
        ["a request that was not sent", { ending: { kind: "not-sent" }, kind: "requested" }],
        ["a response to a request that was never made", { kind: "call-never-requested" }],
        ["an unknown kind", { kind: "toString" }],
      ] as const
    ).map(([name, fields]): [CaptureProblem, string, string] => [
      "damaged",
      name,
      changed((capture) => Object.assign(exchangeOf(capture), fields)),
    ]),
    [
      "damaged",
      "a time that is not a number",
      changed((capture) => Object.assign(exchangeOf(capture), { startedAt: "now" })),
    ],
  ])("%s: %s", (problem, _name, text) => {
    expect(readCapture(text)).toEqual({ problem });
  });

  it("is accepted with a byte order mark", () => {
    expect(opened(`\ufeff${GOOD}`).exchanges).toHaveLength(2);
  });

  it("drops members that a recording does not have", () => {
    const text = changed((capture) => Object.assign(exchangeOf(capture), { extra: "x".repeat(9) }));
    expect(opened(text).exchanges).toEqual(opened(GOOD).exchanges);
  });

  it("causes at most an error message, however it was changed", () => {
    const found = new Set<string>();
    fc.assert(
      fc.property(fc.array(damage(), { minLength: 1, maxLength: 3 }), (damages) => {
        let text = GOOD;
        for (const one of damages) text = one(text);
        const file = readCapture(text);
        if ("problem" in file) {
          found.add(file.problem);
          return;
        }
        found.add("opened");
        // Accepted exchanges are judged, explained and exported like recorded ones.
        for (const exchange of file.exchanges) explain(exchange, judge(exchange));
        exported("har", file.exchanges);
        exported("markdown", file.exchanges);
      }),
      { numRuns: 400 },
    );
    expect([...found].sort()).toEqual(["damaged", "newer", "no-capture", "not-json", "opened"]);
  });

  it("is rejected after any change of a text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void readCapture(text)));
    fc.assert(fc.property(fc.json({ maxDepth: 5 }), (text) => void readCapture(text)));
  });
});

/** A way to damage a file: at a position of its text, or at a value in it. */
function damage(): fc.Arbitrary<(text: string) => string> {
  const spot = fc.nat(GOOD.length);
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom<unknown>(null, 1e308, -1, "", "https://[", [], [[]], {}, 2),
  );
  return fc.oneof(
    spot.map((at) => (text: string) => text.slice(0, at)),
    fc.tuple(spot, fc.string({ maxLength: 3 })).map(
      ([at, inserted]) =>
        (text: string) =>
          text.slice(0, at) + inserted + text.slice(at),
    ),
    fc.tuple(spot, fc.nat(30)).map(
      ([at, length]) =>
        (text: string) =>
          text.slice(0, at) + text.slice(at + length),
    ),
    fc.tuple(fc.nat(), value).map(
      ([at, spoilt]) =>
        (text: string) =>
          withValue(text, at, spoilt),
    ),
    fc.constant((text: string) =>
      text.replace('"version": 1,\n        "exp', '"version": 2,\n        "exp'),
    ),
    fc.constant((text: string) => text.replace('"capture"', '"captured"')),
  );
}

/** The JSON with its nth value replaced. */
function withValue(text: string, at: number, value: unknown): string {
  try {
    const count = (JSON.stringify(JSON.parse(text)).match(/[:[,]/g) ?? []).length;
    let left = at % Math.max(1, count);
    return JSON.stringify(JSON.parse(text), (_key, before) => (left-- === 0 ? value : before));
  } catch {
    return text;
  }
}
