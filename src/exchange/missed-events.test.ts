import { describe, expect, it } from "vitest";
import { factsOf } from "../browsers/facts-of.ts";
import {
  completedLife,
  neverSentLife,
  someFacts,
} from "../observation/observation.test-builder.ts";
import type { Browser } from "../observation/observation.ts";
import { anExchange, type HeadersInit, type PreflightInit } from "./exchange.test-builder.ts";
import type { Hop } from "./exchange.ts";
import { type Missed, mayLackPreflight, missedOf } from "./missed-events.ts";
import { type ReadTrace, readTrace, type TraceEvent } from "./request-events.ts";

// https://fetch.spec.whatwg.org/#http-fetch : the requests that need a preflight.
it.each<[string, HeadersInit | null, PreflightInit | null, boolean]>([
  ["PUT", {}, null, true],
  ["PUT", {}, {}, false],
  ["PUT", null, null, false],
  ["GET", {}, null, false],
  ["POST", { "Content-Type": "text/plain" }, null, false],
  ["POST", { "Content-Type": "application/json" }, null, true],
  ["GET", { "X-Token": "1" }, null, true],
  ["GET", { "X-Token": "1" }, {}, false],
  // Browsers add what they remember of HTTP authentication.
  ["GET", { Authorization: "Basic a" }, null, false],
  [
    "GET",
    { Accept: "text/html", Origin: "https://app.test", "Sec-Fetch-Mode": "cors" },
    null,
    false,
  ],
])(
  "a %s with %j and the preflight %j may lack one: %s",
  (method, requestHeaders, preflight, may) => {
    const { hops } = anExchange({ method, requestHeaders, preflight });
    expect(mayLackPreflight(hops[0] as Hop)).toBe(may);
  },
);

const FAILED = "net::ERR_FAILED";

describe("a request during which we were not listening", () => {
  const LIFE = { facts: someFacts(), url: "https://api.test/", method: "PUT", at: 100 };
  const ofKind = (kind: TraceEvent["kind"], error: string, status: number) => {
    const events = [...completedLife({ ...LIFE, status }), ...neverSentLife(LIFE, 103, error)];
    return events.find((event) => event.kind === kind) as TraceEvent;
  };
  const preflight = (error: string | null): ReadTrace => {
    const life = { ...LIFE, method: "OPTIONS" };
    const events = error === null ? completedLife(life) : neverSentLife(life, 101, error);
    return { ...readTrace({ facts: LIFE.facts, events }), startedAt: 101 };
  };
  const missed = (
    browser: Browser,
    [before, after]: readonly [TraceEvent["kind"], TraceEvent["kind"]],
    { error = "net::ERR_FAILED", status = 200, preflights = [] as ReadTrace[] } = {},
  ) => {
    const events = [before, after].map((kind) => ofKind(kind, error, status));
    const trace = { facts: LIFE.facts, events: events as [TraceEvent, TraceEvent], gaps: [1] };
    return missedOf(trace, factsOf(browser), preflights);
  };

  // Firefox reports a request's headers before its preflight, Chromium after it.
  it.each<[Browser, TraceEvent["kind"], TraceEvent["kind"], Missed | undefined]>([
    ["gecko", "started", "headers-sent", undefined],
    ["gecko", "headers-sent", "headers-received", "preflight"],
    ["chromium", "started", "headers-sent", "preflight"],
    ["chromium", "headers-sent", "headers-received", undefined],
    ["chromium", "started", "headers-received", "part"],
    ["chromium", "headers-received", "completed", undefined],
    ["chromium", "headers-sent", "completed", "part"],
    ["chromium", "headers-received", "failed", undefined],
    ["chromium", "headers-sent", "failed", "part"],
    ["chromium", "started", "failed", "part"],
  ])("may lack in %s, between %s and %s: %s", (browser, before, after, what) => {
    expect(missed(browser, [before, after])).toBe(what);
  });

  // A browser may request a redirect's target, or the same URL with credentials.
  it.each([299, 300, 401])(
    "may lack what follows a response, unless that was final: %i",
    (status) => {
      const after = missed("chromium", ["headers-received", "completed"], { status });
      expect(after).toBe(status < 300 ? undefined : "part");
    },
  );

  it.each<[string, TraceEvent["kind"], string, ReadTrace[], Missed | undefined]>([
    ["failed with its preflight", "started", "net::ERR_FAILED", [preflight(FAILED)], undefined],
    ["was blocked after its preflight", "started", "net::ERR_FAILED", [preflight(null)], undefined],
    ["failed after its preflight", "started", "net::ERR_TIMED_OUT", [preflight(null)], "part"],
    ["was aborted once sent", "headers-sent", "net::ERR_ABORTED", [], undefined],
    ["was aborted", "started", "net::ERR_ABORTED", [], "part"],
  ])("lacks nothing, or a part, where it %s", (_name, before, error, preflights, what) => {
    expect(missed("chromium", [before, "failed"], { error, preflights })).toBe(what);
  });

  // Firefox completes a request whose response CORS withholds.
  it("may lack a part where Firefox reports a failure after a preflight", () => {
    const withheld = { error: "NS_ERROR_DOM_BAD_URI", preflights: [preflight(null)] };
    expect(missed("gecko", ["started", "failed"], withheld)).toBe("part");
  });
});
