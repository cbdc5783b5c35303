import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HeaderList } from "../http/header-list.ts";
import type { Browser } from "../observation/observation.ts";
import { aCall } from "../observation/page-call.test-builder.ts";
import type { PageCall, PageCallResult } from "../observation/page-call.ts";
import type { CallTrace } from "./call-trace.ts";
import { anExchange } from "./exchange.test-builder.ts";
import type { Ending, Hop } from "./exchange.ts";
import { type PairableRequest, pairCalls } from "./pair-calls.ts";

const URL = aCall().url;

const aTrace = (overrides: Partial<CallTrace> = {}): CallTrace => ({
  callKey: "call",
  tabId: 1,
  frameId: 0,
  documentId: "D",
  origin: "https://app.test",
  isInitialDocument: false,
  call: aCall(),
  startedAt: 100,
  result: null,
  endedAt: null,
  ...overrides,
});

interface RequestInit extends Partial<PairableRequest> {
  readonly url?: string;
  readonly method?: string;
  readonly headers?: HeaderList;
  readonly respondedAt?: number;
  readonly status?: number;
}

const aRequest = ({
  url,
  method,
  headers,
  respondedAt,
  status,
  ...rest
}: RequestInit): PairableRequest => {
  const [hop] = anExchange({
    url: url ?? URL,
    method: method ?? "GET",
    requestHeaders: headers ?? null,
    response: respondedAt === undefined ? null : { receivedAt: respondedAt, status: status ?? 200 },
  }).hops;
  return {
    requestId: "1",
    frameId: 0,
    documentId: "D",
    initiator: "https://app.test",
    resourceType: "xmlhttprequest",
    hops: [hop as Hop],
    ending: { kind: "pending" },
    startedAt: 101,
    endedAt: null,
    ...rest,
  };
};

const ABORTED: Ending = { kind: "failed", error: "net::ERR_ABORTED" };
const FAILED: Ending = { kind: "failed", error: "net::ERR_FAILED" };
const COMPLETED: Ending = { kind: "completed" };

const ended = (
  errorName: string | null,
  endedAt: number,
  result: PageCallResult["result"] = errorName === null ? "resolved" : "rejected",
): Partial<CallTrace> => ({
  result: { result, responseType: null, status: null, errorName },
  endedAt,
});

/** The request of each call, in the order of the calls. */
function paired(
  calls: readonly Partial<CallTrace>[],
  requests: readonly RequestInit[],
  browser: Browser = "chromium",
): (string | null)[] {
  const traces = calls.map((one, i) => aTrace({ callKey: `${i}`, ...one }));
  const pairing = pairCalls(
    traces,
    requests.map((one, i) => aRequest({ requestId: `${i + 1}`, ...one })),
    browser,
  );
  return traces.map(({ callKey }) => pairing.get(callKey) ?? null);
}

// A preload of the same URL that ended before the call belongs to the call only if there is no other.
it.each([
  [[{ startedAt: 80, endedAt: 90, ending: COMPLETED }, { startedAt: 102 }], "2"],
  [[{ startedAt: 80, endedAt: 100, ending: COMPLETED }, { startedAt: 102 }], "1"],
  [[{ startedAt: 80, endedAt: 90, ending: COMPLETED }], "1"],
])("pairs a call made at 100 with the only possible request of %o", (requests, id) => {
  expect(paired([{}], requests)).toEqual([id]);
});

// Firefox 153 ends the request later, and adds no Sec-Fetch-Storage-Access to a request of no document.
it.each([
  [null, "1"],
  ["D", null],
])(
  "pairs an aborted keepalive call with credentials with a bare request of document %s",
  (documentId, id) => {
    const call = aCall({ keepalive: true, mode: "no-cors", credentials: "include" });
    const request: RequestInit = {
      documentId,
      headers: [["Sec-Fetch-Site", "cross-site"]],
      ending: { kind: "failed", error: "NS_ERROR_NET_ON_RECEIVING_FROM" },
      startedAt: 111,
      endedAt: 212,
    };
    expect(paired([{ call, ...ended("AbortError", 181) }], [request], "gecko")).toEqual([id]);
  },
);

// Firefox 153 reports no documentId for a fetch that may outlive its document.
it.each([
  [true, {}, "1"],
  [false, {}, null],
  [true, { frameId: 7 }, null],
  [true, { documentId: "another" }, null],
] as const)("pairs a call, keepalive %s, with a request of no document %o", (keepalive, of, id) => {
  expect(paired([{ call: aCall({ keepalive }) }], [{ documentId: null, ...of }], "gecko")).toEqual([
    id,
  ]);
});

describe("an aborted call", () => {
  const at = (startedAt: number, endedAt: number, ending: Ending) => ({
    startedAt,
    endedAt,
    ending,
  });

  it.each<[string, Partial<CallTrace>, RequestInit, Browser, string | null]>([
    ["was pending at the abort", ended("AbortError", 150), at(101, 151, ABORTED), "chromium", "1"],
    [
      "is reported late as aborted",
      ended("AbortError", 100.5),
      at(900, 901, ABORTED),
      "chromium",
      "1",
    ],
    ["has no recorded end", ended("AbortError", 150), { startedAt: 101 }, "chromium", "1"],
    [
      "begins after it, without a recorded end",
      ended("AbortError", 100),
      { startedAt: 103 },
      "chromium",
      null,
    ],
    [
      "had ended before the abort",
      ended("AbortError", 150),
      at(101, 149, COMPLETED),
      "chromium",
      "1",
    ],
    // Chromium 156 and Firefox 153 under load process an abort up to 0.7 s late.
    ["completes afterwards", ended("AbortError", 100.5), at(101, 520, COMPLETED), "chromium", "1"],
    [
      "fails by itself afterwards",
      ended("AbortError", 100.5),
      at(101, 520, FAILED),
      "chromium",
      "1",
    ],
    [
      "begins late and completes",
      ended("AbortError", 100.5),
      at(400, 520, COMPLETED),
      "gecko",
      "1",
    ],
    [
      "begins a second after it and completes",
      ended("AbortError", 100.5),
      at(1200, 1210, COMPLETED),
      "chromium",
      null,
    ],
    [
      "completes long after it",
      ended("AbortError", 100.5),
      at(101, 6000, COMPLETED),
      "chromium",
      null,
    ],
    [
      "completes afterwards with cookies that the call excludes",
      { call: aCall({ credentials: "omit" }), ...ended("AbortError", 100.5) },
      { ...at(101, 120, COMPLETED), headers: [["Cookie", "a=b"]] },
      "chromium",
      null,
    ],
    [
      "completes afterwards without credentials that the call includes",
      { call: aCall({ credentials: "include" }), ...ended("AbortError", 100.5) },
      { ...at(101, 120, COMPLETED), headers: [["Sec-Fetch-Site", "cross-site"]] },
      "chromium",
      null,
    ],
    ["began before the call", ended("AbortError", 150), at(90, 151, ABORTED), "chromium", null],
    ["timed out", ended("TimeoutError", 150), at(101, 151, ABORTED), "chromium", "1"],
    [
      "completes after a timeout",
      ended("TimeoutError", 150),
      at(101, 300, COMPLETED),
      "chromium",
      "1",
    ],
  ])("and the request that %s: %#", (_what, call, request, browser, id) => {
    expect(paired([call], [request], browser)).toEqual([id]);
  });

  // Firefox 153 continues the request of an aborted fetch that was redirected.
  it.each([
    ["gecko", "1"],
    ["chromium", null],
  ] as const)(
    "is paired in %s with a redirected request that completes long afterwards: %s",
    (browser, id) => {
      const { hops } = anExchange({ hops: [{ url: URL }, { url: `${URL}?2` }] });
      const request = { hops, startedAt: 101, endedAt: 9000, ending: COMPLETED };
      expect(paired([ended("AbortError", 150)], [request], browser)).toEqual([id]);
    },
  );
});

describe("a call that is repeated at once", () => {
  const first = { startedAt: 100, ...ended("AbortError", 100.4) };
  const again = (end: Partial<CallTrace>) => ({ startedAt: 100.6, ...end });

  it.each<[string, Partial<CallTrace>, readonly RequestInit[], (string | null)[]]>([
    [
      "has the only request where the first had none",
      ended(null, 140),
      [{ startedAt: 110, endedAt: 139, respondedAt: 138, ending: COMPLETED }],
      [null, "1"],
    ],
    ["has the only request also while it is pending", {}, [{ startedAt: 110 }], [null, "1"]],
    [
      "has the one that failed",
      ended("TypeError", 140),
      [{ startedAt: 110, endedAt: 139, ending: FAILED }],
      [null, "1"],
    ],
    [
      "has the second of two",
      ended(null, 140),
      [
        { startedAt: 102, endedAt: 104, ending: ABORTED },
        { startedAt: 103, endedAt: 139, respondedAt: 138, ending: COMPLETED },
      ],
      ["1", "2"],
    ],
    [
      "has the second also where that begins first",
      ended(null, 140),
      [
        { startedAt: 102, endedAt: 139, respondedAt: 138, ending: COMPLETED },
        { startedAt: 103, endedAt: 104, ending: ABORTED },
      ],
      ["2", "1"],
    ],
    [
      "has the one that was not blocked, where the call has a response",
      ended(null, 140),
      [
        { startedAt: 102, endedAt: 139, respondedAt: 138, ending: FAILED },
        { startedAt: 103, endedAt: 139, respondedAt: 138, ending: COMPLETED },
      ],
      ["1", "2"],
    ],
    [
      "has the one that ended when the call was aborted",
      ended("AbortError", 190),
      [{ startedAt: 110, endedAt: 191, ending: ABORTED }],
      [null, "1"],
    ],
    [
      "has the second of two that were blocked alike",
      ended("TypeError", 104),
      [
        { startedAt: 101, endedAt: 101.5, ending: FAILED },
        { startedAt: 102, endedAt: 103, ending: FAILED },
      ],
      ["1", "2"],
    ],
    [
      "has the later of two that were aborted",
      ended("AbortError", 190),
      [
        { startedAt: 102, endedAt: 104, ending: ABORTED },
        { startedAt: 103, endedAt: 191, ending: ABORTED },
      ],
      ["1", "2"],
    ],
  ])("%s", (_what, end, requests, ids) => {
    for (const browser of ["chromium", "gecko"] as const) {
      expect(paired([first, again(end)], requests, browser)).toEqual(ids);
    }
  });
});

// A call whose signal is already aborted makes no request.
// The page's thread may process both responses at the end of a long task (seen in Chromium 156).
describe("two calls made at once", () => {
  const made = (...ends: readonly number[]) =>
    ends.map((at, index) => ({ startedAt: 100 + index / 10, ...ended(null, at) }));
  const sent = (startedAt: number, respondedAt: number): RequestInit => ({
    startedAt,
    respondedAt,
    endedAt: respondedAt + 1,
    ending: COMPLETED,
  });

  it.each<[string, readonly number[], readonly RequestInit[], readonly (string | null)[]]>([
    ["as made", [200, 200.1], [sent(101, 160), sent(102, 198)], ["1", "2"]],
    [
      "as made, of three",
      [200, 200.1, 200.2],
      [sent(101, 150), sent(102, 175), sent(103, 198)],
      ["1", "2", "3"],
    ],
    [
      "by their ends, which the page saw in time",
      [199, 161],
      [sent(101, 160), sent(102, 198)],
      ["2", "1"],
    ],
    [
      "by their ends, if only one fits the other",
      [200, 150],
      [sent(101, 140), sent(102, 198)],
      ["2", "1"],
    ],
    ["by its end, beside an element's request", [200], [sent(101, 160), sent(102, 198)], ["2"]],
  ])("get their requests %s", (_, ends, requests, ids) => {
    expect(paired(made(...ends), requests)).toEqual(ids);
  });
});

it("pairs no request with a call that was aborted before it was made", () => {
  const calls = [
    { startedAt: 100, ...ended("AbortError", 100.4, "thrown") },
    { startedAt: 100.6, ...ended("TypeError", 104) },
    { startedAt: 100.8, ...ended("TypeError", 104.2) },
  ];
  const requests = [
    { startedAt: 101, endedAt: 101.5, ending: FAILED },
    { startedAt: 102, endedAt: 103, ending: FAILED },
  ];
  expect(paired(calls, requests)).toEqual([null, "1", "2"]);
});

// As where a policy refuses requests immediately: only the order shows the pairs, whatever other calls there
// are.
it.each([0, 100])("pairs an aborted call with its request beside %i other calls", (others) => {
  const calls = [
    { startedAt: 100, ...ended("AbortError", 100.4) },
    { startedAt: 100.6, ...ended("TypeError", 104) },
    ...Array.from({ length: others }, (_, n) => ({ startedAt: 5_000 + n, ...ended(null, 9_000) })),
  ];
  const requests = [
    { startedAt: 101, endedAt: 102.9, ending: FAILED },
    { startedAt: 102, endedAt: 103, ending: FAILED },
  ];
  expect(paired(calls, requests).slice(0, 2)).toEqual(["1", "2"]);
});

// The page got an error, so the request that was aborted is not its.
it("leaves to an aborted call the request that was aborted, beside one that failed", () => {
  const calls = [
    { startedAt: 100, ...ended("AbortError", 100.4) },
    { startedAt: 100.6, ...ended("TypeError", 104) },
  ];
  for (const more of [{}, { respondedAt: 102.5 }]) {
    const failed = { startedAt: 101, endedAt: 102.9, ending: FAILED, ...more };
    const aborted = { startedAt: 102, endedAt: 103, ending: ABORTED, ...more };
    expect(paired(calls, [failed, aborted])).toEqual(["2", "1"]);
  }
});

// The page got the failure of a request that has ended.
it("leaves to a call that failed the request that failed, beside one without an ending", () => {
  const calls = [{ startedAt: 100, ...ended("TypeError", 104) }];
  const requests = [{ startedAt: 101 }, { startedAt: 102, endedAt: 103, ending: FAILED }];
  expect(paired(calls, requests)).toEqual(["2"]);
});

describe("consecutive calls, every other one aborted", () => {
  // A busy page processes an end late, and a busy browser an abort: seen in Chromium 156.
  it.each([
    ["resolved", null, COMPLETED],
    ["failed", "TypeError", FAILED],
  ] as const)("have their own requests, where what was not aborted %s", (_what, error, ending) => {
    const pair = (at: number) => ({
      calls: [
        { startedAt: at, ...ended(error, at + 57) },
        { startedAt: at + 62, ...ended("AbortError", at + 62.2) },
      ],
      requests: [
        { startedAt: at + 1, endedAt: at + 6, ending, ...(error ? {} : { respondedAt: at + 5 }) },
        {
          startedAt: at + 63,
          endedAt: at + 66,
          ending,
          ...(error ? {} : { respondedAt: at + 65 }),
        },
      ],
    });
    const pairs = [pair(100), pair(1500)];
    const calls = pairs.flatMap((one) => one.calls);
    const requests = pairs.flatMap((one) => one.requests);
    expect(paired(calls, requests)).toEqual(["1", "2", "3", "4"]);
  });

  it("are paired with a request that was aborted late if no nearer call is", () => {
    const calls = [100, 3000].map((at) => ({ startedAt: at, ...ended("AbortError", at + 0.2) }));
    const late = { startedAt: 3001, endedAt: 3002, ending: ABORTED };
    expect(paired(calls, [late])).toEqual([null, "1"]);
    const own = { startedAt: 101, endedAt: 140, ending: COMPLETED };
    expect(paired(calls, [own, late])).toEqual(["1", "2"]);
    expect(paired(calls.slice(0, 1), [late])).toEqual(["1"]);
  });
});

describe("the sent headers", () => {
  const both = (one: Partial<PageCall>, other: Partial<PageCall>) => [
    { call: aCall(one) },
    { call: aCall(other), startedAt: 100.5 },
  ];
  it.each<[string, Partial<PageCall>, HeaderList]>([
    ["a cookie to another origin", { credentials: "include" }, [["Cookie", "a=b"]]],
    [
      "headers that Chromium adds with credentials",
      { credentials: "include" },
      [["Sec-Fetch-Storage-Access", "active"]],
    ],
    ["another mode", { mode: "no-cors" }, [["Sec-Fetch-Mode", "no-cors"]]],
  ])("distinguish the requests of two calls: %s", (_what, as, headers) => {
    expect(paired(both({}, as), [{ headers }])).toEqual([null, "1"]);
  });

  it("distinguish requests by a header that the page set", () => {
    const call = { call: aCall({ headerNames: ["x-a"] }) };
    expect(paired([call, { startedAt: 100.5 }], [{ headers: [] }])).toEqual([null, "1"]);
  });

  it("do not separate a call from the only request", () => {
    const headers = [["Cookie", "a=b"]] as const;
    expect(paired([{ call: aCall({ credentials: "omit" }) }], [{ headers }])).toEqual(["1"]);
  });
});

// Under load the clocks of page and browser are imprecise: the endings are better evidence.
it.each<[string, Partial<PageCall>, number, string]>([
  ["for CORS", {}, 200, "1"],
  ["for its hash", { hasIntegrity: true }, 200, "2"],
  ["for a redirect", { redirect: "error" }, 200, "2"],
  // https://fetch.spec.whatwg.org/#http-redirect-fetch : an invalid Location is a network error.
  ["for a redirect's invalid URL", {}, 302, "2"],
])("pairs a call that was rejected %s with the request that ended so", (_why, of, status, id) => {
  const requests = [
    { startedAt: 102, endedAt: 135, respondedAt: 130, ending: FAILED },
    { startedAt: 102.4, endedAt: 153, respondedAt: 150, ending: COMPLETED, status },
  ];
  const calls = [
    { call: aCall({ credentials: "include", ...of }), ...ended("TypeError", 155) },
    { startedAt: 100.2, ...ended(null, 152) },
  ];
  expect(paired(calls, requests)).toEqual([id, id === "1" ? "2" : "1"]);
});

describe("a call that throws", () => {
  it.each<[string, Partial<PageCall>, string, PageCallResult["result"], string | null]>([
    ["an invalid fetch", { method: "PUT" }, "TypeError", "thrown", null],
    ["a second send()", { api: "xhr", method: "PUT" }, "InvalidStateError", "thrown", null],
    ["open()", { api: "xhr", method: "PUT" }, "SyntaxError", "thrown", null],
    ["a call aborted before it was made", { method: "PUT" }, "AbortError", "thrown", null],
    [
      "a synchronous call that failed",
      { api: "xhr", method: "PUT" },
      "NetworkError",
      "thrown",
      "1",
    ],
    ["a call that failed", { method: "PUT" }, "TypeError", "rejected", "1"],
  ])("has no request, unless it made one: %s", (_what, of, errorName, result, id) => {
    const request = { method: "PUT", endedAt: 109, ending: FAILED };
    expect(paired([{ call: aCall(of), ...ended(errorName, 110, result) }], [request])).toEqual([
      id,
    ]);
  });
});

describe("the URL", () => {
  const LONG = `${URL}?q=${"x".repeat(9000)}`;
  const cut = { url: LONG.slice(0, 8192), urlLength: LONG.length };
  const user = (url: string) => url.replace("//", "//u:p@");

  it.each<[string, Partial<PageCall>, string, boolean]>([
    ["the call's own URL", {}, URL, true],
    ["user and password that open() was given", {}, user(URL), true],
    ["user and password in the URL", { url: user(URL) }, user(URL), true],
    ["the URL of another user", { url: user(URL) }, user(URL).replace("u:", "v:"), false],
    // https://w3c.github.io/webappsec-upgrade-insecure-requests/#upgrade-request
    ["an upgraded URL", { url: URL.replace("https", "http") }, URL, true],
    ["an upgraded URL of another path", { url: URL.replace("https", "http") }, `${URL}/x`, false],
    ["a URL that was not upgraded but is", {}, URL.replace("https", "http"), false],
    ["a truncated URL, of the same length", cut, LONG, true],
    [
      "a truncated, upgraded URL",
      { ...cut, url: cut.url.replace("https", "http") },
      `${LONG}x`,
      true,
    ],
    ["a truncated URL, with another length", cut, `${LONG}x`, false],
    ["a truncated URL, of another URL", cut, LONG.replace("q=x", "q=y"), false],
    ["a truncated URL, with a password given to open()", cut, user(LONG), true],
    ["a complete URL of the truncated URL's length", cut, cut.url, false],
  ])("%s", (_what, call, url, isPair) => {
    expect(paired([{ call: aCall(call) }], [{ url }])).toEqual([isPair ? "1" : null]);
  });

  it.each([
    ["M".repeat(100), "M".repeat(100), true],
    ["M".repeat(100), "M".repeat(99), false],
    ["M".repeat(100), `${"M".repeat(99)}N`, true],
  ])("matches a truncated method: %#", (called, requested, isPair) => {
    const call = aCall({ method: called.slice(0, 64), methodLength: called.length });
    expect(paired([{ call }], [{ method: requested }])).toEqual([isPair ? "1" : null]);
  });
});

const LOCAL: Ending = {
  kind: "failed",
  error: "net::ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS",
};
const TO_ANOTHER_SITE = ["Sec-Fetch-Site", "cross-site"] as const;
const WITH_CREDENTIALS = ["Sec-Fetch-Storage-Access", "active"] as const;

/** The headers of a call's request with these credentials. */
const headersFor = (credentials: PageCall["credentials"]): HeaderList => [
  ["Sec-CH-UA", '"Chromium";v="156"'],
  ...headersOfWorker(credentials),
];
const headersOfWorker = (credentials: PageCall["credentials"]): HeaderList =>
  credentials === "include" ? [TO_ANOTHER_SITE, WITH_CREDENTIALS] : [TO_ANOTHER_SITE];

/** The course of the request of a call made at 100, if the browser processes an abort late. */
const someCourse = fc
  .record({
    lag: fc.double({ min: 0, max: 900, noNaN: true }),
    lasts: fc.double({ min: 0, max: 3000, noNaN: true }),
    ending: fc.constantFrom(ABORTED, FAILED, COMPLETED, LOCAL),
    isSent: fc.boolean(),
  })
  .map(({ lag, lasts, ending, isSent }) => ({
    ...{ startedAt: 100 + lag, endedAt: 100 + lag + lasts, ending },
    isSent: isSent || ending.kind === "completed",
  }));
const someCredentials = fc.constantFrom<PageCall["credentials"]>("include", "omit", "same-origin");
const someAbort = fc.record({
  errorName: fc.constantFrom("AbortError", "TimeoutError"),
  after: fc.double({ min: 0, max: 500, noNaN: true }),
});
const someBrowser = fc.constantFrom<Browser>("chromium", "gecko");

describe("an aborted call, reported at any time", () => {
  it("has its request, however it ended", () => {
    fc.assert(
      fc.property(
        ...[someCourse, someAbort, someCredentials, someBrowser],
        ({ isSent, ...course }, { errorName, after }, credentials, browser) => {
          const headers = isSent ? headersFor(credentials) : null;
          const call = { call: aCall({ credentials }), ...ended(errorName, 100 + after) };
          const request = { ...course, ...(headers && { headers }) };
          expect(paired([call], [request], browser)).toEqual(["1"]);
        },
      ),
    );
  });

  it("pairs every request, however many calls of one URL are aborted at once", () => {
    const oneOfThem = fc.record({
      apart: fc.integer({ min: 1, max: 60 }),
      lag: fc.integer({ min: 1, max: 900 }),
      lasts: fc.integer({ min: 0, max: 700 }),
      ending: fc.constantFrom(ABORTED, FAILED, COMPLETED, LOCAL, null),
    });
    fc.assert(
      fc.property(fc.array(oneOfThem, { maxLength: 24 }), someBrowser, (all, browser) => {
        let at = 100;
        const traces: CallTrace[] = [];
        const requests: PairableRequest[] = [];
        for (const [i, { apart, lag, lasts, ending }] of all.entries()) {
          at += apart;
          const callKey = `${i}`;
          traces.push(aTrace({ callKey, startedAt: at, ...ended("AbortError", at + 0.1) }));
          // Some calls are aborted before the browser receives them.
          if (ending === null) continue;
          const startedAt = Math.max(at + lag, requests.at(-1)?.startedAt ?? 0);
          if (startedAt > at + 1000) continue;
          const endedAt = startedAt + lasts;
          requests.push(aRequest({ requestId: `${i}`, startedAt, endedAt, ending }));
        }
        expect(pairCalls(traces, requests, browser).size).toBe(requests.length);
      }),
    );
  });

  // Chromium 156 sends client hints with documents' requests, and never with workers'.
  it("is not paired with a worker's request with the same options", () => {
    fc.assert(
      fc.property(
        ...[someCourse, someAbort, someCredentials, fc.boolean()],
        ({ isSent: _, ...course }, { errorName, after }, credentials, isFirst) => {
          fc.pre(course.ending !== ABORTED && course.endedAt > 100 + after + 2);
          const call = { call: aCall({ credentials }), ...ended(errorName, 100 + after) };
          const workers = { ...course, headers: headersOfWorker(credentials) };
          const own = { ...course, headers: headersFor(credentials) };
          expect(paired([call], [workers])).toEqual([null]);
          expect(paired([call], isFirst ? [workers, own] : [own, workers])).toEqual([
            isFirst ? "2" : "1",
          ]);
        },
      ),
    );
  });

  // In Chromium the requests of a document's workers have its id.
  it("is not paired with a worker's request with other credentials that ended by itself after the abort", () => {
    fc.assert(
      fc.property(
        ...[someCourse, fc.option(someCourse), someAbort, fc.boolean(), someBrowser],
        ({ isSent: _, ...course }, own, { errorName, after }, includes, browser) => {
          fc.pre(course.ending !== ABORTED && course.endedAt > 100 + after + 2);
          const [mine, others] = [includes, !includes].map((is) => (is ? "include" : "omit"));
          const headers = headersFor(others as "include" | "omit");
          const call = { call: aCall({ credentials: mine as "include" | "omit" }) };
          const requests: RequestInit[] = [{ ...course, headers }];
          if (own !== null) {
            const { isSent, ...rest } = own;
            const sent = headersFor(mine as "include" | "omit");
            requests.push({ ...rest, ...(isSent ? { headers: sent } : {}) });
          }
          const found = paired([{ ...call, ...ended(errorName, 100 + after) }], requests, browser);
          expect(found).toEqual([own === null ? null : "2"]);
        },
      ),
    );
  });

  // The requests of one document begin in the order of its calls.
  it("is not paired with the request of the next call, made at once with other credentials", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(ABORTED, FAILED, LOCAL, COMPLETED),
        fc.constantFrom(FAILED, LOCAL, COMPLETED),
        fc.tuple(fc.nat(40), fc.nat(40), fc.nat(40)),
        fc.boolean(),
        fc.boolean(),
        someBrowser,
        (ending, nextEnding, [lag, apart, lasts], includesFirst, isSent, browser) => {
          const credentials = [includesFirst, !includesFirst].map((is) =>
            is ? "include" : "omit",
          );
          const [start, next] = [101 + lag, 102 + lag + apart];
          const isSeen = isSent || ending.kind === "completed" || nextEnding.kind === "completed";
          const requests = [
            { startedAt: start, endedAt: start + lasts + 1, ending },
            { startedAt: next, endedAt: next + lasts + 1, ending: nextEnding },
          ].map((one, i) => ({
            ...one,
            ...(isSeen ? { headers: headersFor(credentials[i] as "include" | "omit") } : {}),
            ...(one.ending === COMPLETED ? { respondedAt: one.endedAt } : {}),
          }));
          const error = nextEnding === COMPLETED ? null : "TypeError";
          const calls = [
            { ...ended("AbortError", 100.2) },
            { startedAt: 100.4, ...ended(error, next + lasts + 2) },
          ].map((one, i) => ({
            ...one,
            call: aCall({ credentials: credentials[i] as "include" | "omit" }),
          }));
          expect(paired(calls, requests, browser)).toEqual(["1", "2"]);
        },
      ),
    );
  });
});

const times = fc.record({
  at: fc.integer({ min: 0, max: 40 }),
  lasts: fc.integer({ min: 0, max: 40 }),
});
const someCall = fc.record({
  ...{ times, end: fc.constantFrom("AbortError", "TypeError", null, "pending") },
  credentials: fc.constantFrom("include", "omit"),
});
const someRequest = fc.record({ times, ending: fc.constantFrom(ABORTED, FAILED, COMPLETED, null) });

it("pairs no aborted call with a much later or different request, and no call with two, in any order", () => {
  fc.assert(
    fc.property(
      fc.array(someCall, { maxLength: 6 }),
      fc.array(someRequest, { maxLength: 6 }),
      fc.infiniteStream(fc.nat()),
      fc.constantFrom<Browser>("chromium", "gecko"),
      (calls, requests, keys, browser) => {
        const traces = calls.map(({ times: { at, lasts }, end, credentials }, i) =>
          aTrace({
            ...{ callKey: `${i}`, startedAt: 100 + at },
            call: aCall({ credentials: credentials as PageCall["credentials"] }),
            ...(end === "pending" ? {} : ended(end, 100 + at + lasts)),
          }),
        );
        const all = requests.map(({ times: { at, lasts }, ending }, i) =>
          aRequest({
            ...{ requestId: `${i}`, startedAt: 100 + at },
            ...(ending === null ? {} : { ending, endedAt: 100 + at + lasts }),
          }),
        );
        const pairing = pairCalls(traces, all, browser);
        expect(new Set(pairing.values()).size).toBe(pairing.size);
        for (const trace of traces) {
          const request = all.find((one) => one.requestId === pairing.get(trace.callKey));
          if (trace.result?.errorName !== "AbortError" || request === undefined) continue;
          expect(request.startedAt).toBeGreaterThanOrEqual(trace.startedAt - 2);
          const isUnheard =
            request.ending !== ABORTED && (request.endedAt ?? 0) > (trace.endedAt as number) + 2;
          if (isUnheard) expect(request.startedAt).toBeLessThanOrEqual(trace.startedAt + 1000);
        }
        const shuffled = <T>(list: readonly T[]) =>
          list
            .map((one) => [keys.next().value as number, one] as const)
            .sort(([a], [b]) => a - b)
            .map(([, one]) => one);
        const again = pairCalls(shuffled(traces), shuffled(all), browser);
        expect([...again].sort()).toEqual([...pairing].sort());
      },
    ),
  );
});
