import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HeaderList } from "../http/header-list.ts";
import {
  aNavigation,
  completedLife,
  neverSentLife,
  preflightLife,
  someFacts,
} from "../observation/observation.test-builder.ts";
import type { Browser, Observation } from "../observation/observation.ts";
import { aCall, aFailure, anElement } from "../observation/page-call.test-builder.ts";
import type { Exchange, OtherRequester } from "./exchange.ts";
import { ExchangeLog } from "./exchange-log.ts";
import { exchangesOf } from "./exchanges-of.test-builder.ts";

const API = "https://api.test/items/42";
const GET = { url: API, method: "GET" };
const DATE = "Fri, 02 Jan 2026 03:04:05 GMT";
const FROM = {
  tabId: 1,
  frameId: 0,
  documentId: "D1",
  origin: "https://app.test",
  isInitialDocument: false,
};

function recorded(...observations: readonly Observation[]): Exchange[] {
  return recordedIn("chromium", observations);
}

function recordedIn(browser: Browser, observations: readonly Observation[]): Exchange[] {
  const log = new ExchangeLog(browser);
  for (const observation of observations) log.apply(observation);
  return exchangesOf(log, 1);
}

const REJECTED = {
  result: "rejected",
  responseType: null,
  status: null,
  errorName: "TypeError",
} as const;

function madeCall(callId: string, at: number, endsAt: number, errorName: string): Observation[] {
  const result = { ...REJECTED, errorName };
  return [
    { kind: "call-started", ...FROM, callId, timeStamp: at, call: aCall(GET) },
    { kind: "call-ended", ...FROM, callId, timeStamp: endsAt, result },
  ];
}

describe("an aborted call", () => {
  const late = (error: string) =>
    neverSentLife({ facts: someFacts(), ...GET, at: 400 }, 410, error);

  it.each([
    ["is paired with a request that is reported late", "AbortError", "net::ERR_ABORTED", 1],
    [
      "is paired with a request that failed by itself afterwards",
      "AbortError",
      "net::ERR_FAILED",
      1,
    ],
    [
      "is not paired with a request that failed where the call did too",
      "TypeError",
      "net::ERR_FAILED",
      2,
    ],
  ])("%s", (_name, errorName, error, count) => {
    expect(recorded(...madeCall("a", 100, 101, errorName), ...late(error))).toHaveLength(count);
  });

  it("is one exchange with its request, in any order of events", () => {
    const request = { facts: someFacts(), ...GET, at: 101 };
    fc.assert(
      fc.property(
        fc.constantFrom(
          neverSentLife(request, 400),
          neverSentLife(request, 400, "net::ERR_ABORTED"),
          completedLife({ ...request, step: 90 }),
        ),
        fc.constantFrom(100, 102, 150, 900),
        fc.infiniteStream(fc.nat()),
        (life, endsAt, keys) => {
          const observations = [...madeCall("a", 100, endsAt, "AbortError"), ...life]
            .map((one) => [keys.next().value as number, one] as const)
            .sort(([a], [b]) => a - b)
            .map(([, one]) => one);
          const found = recorded(...observations);
          expect(found.map((it) => [it.id, it.callResult?.errorName])).toEqual([
            ["1", "AbortError"],
          ]);
        },
      ),
    );
  });

  it("does not take the request of the next call", () => {
    const next = neverSentLife({ facts: someFacts({ requestId: "2" }), ...GET, at: 201 }, 210);
    const exchanges = recorded(
      ...madeCall("a", 100, 101, "AbortError"),
      ...madeCall("b", 200, 211, "TypeError"),
      ...next,
    );
    expect(exchanges.map((it) => [it.id, it.callResult?.errorName])).toEqual([
      ["call:0:D1:a", "AbortError"],
      ["2", "TypeError"],
    ]);
  });

  it("has a preflight that began after the request", () => {
    const put = { ...GET, method: "PUT" };
    const begin = (at: number) =>
      recorded(
        ...neverSentLife({ facts: someFacts(), ...put, at: 100 }, 101),
        ...preflightLife({ facts: someFacts({ requestId: "2" }), ...put, requests: "PUT", at }),
      );
    expect(begin(150).map((it) => it.hops[0]?.preflight?.requestId)).toEqual(["2"]);
    expect(begin(900)).toHaveLength(2);
  });

  it("is part of a trial if one of its events, or of its preflight's, is", () => {
    const put = { ...GET, method: "PUT" };
    const request = neverSentLife({ facts: someFacts(), ...put, at: 100 }, 170);
    const of = { facts: someFacts({ requestId: "2" }), ...put, requests: "PUT", at: 150 };
    const preflight = preflightLife(of);
    const tried = (events: readonly Observation[]) =>
      events.map((event): Observation => ({ ...event, trial: true }) as Observation);
    const all = [
      [...request, ...preflight],
      [...tried(request.slice(0, 1)), ...request.slice(1), ...preflight],
      [...request, ...preflight.slice(0, 1), ...tried(preflight.slice(1))],
    ];
    expect(all.map((events) => recorded(...events).map(({ trial }) => trial))).toEqual([
      [undefined],
      [true],
      [true],
    ]);
  });

  it("has one request and one preflight, with or without user and password", () => {
    const user = (url: string) => url.replace("//", "//u:p@");
    const put = { ...GET, method: "PUT" };
    const requesting = completedLife({
      facts: someFacts(),
      ...put,
      url: user(API),
      at: 100,
      step: 10,
    });
    const preflight = preflightLife({
      ...{ facts: someFacts({ requestId: "2" }), ...put, requests: "PUT", at: 102 },
    });
    const call = aCall({ ...put, api: "xhr" });
    const result = {
      result: "resolved",
      responseType: null,
      status: 200,
      errorName: null,
    } as const;
    const exchanges = recorded(
      { kind: "call-started", ...FROM, callId: "a", timeStamp: 99, call },
      ...requesting.slice(0, 1),
      ...preflight,
      ...requesting.slice(1),
      { kind: "call-ended", ...FROM, callId: "a", timeStamp: 140, result },
    );
    expect(exchanges.map(({ id, call }) => [id, call?.api])).toEqual([["1", "xhr"]]);
    expect(exchanges[0]?.hops[0]?.preflight?.requestId).toBe("2");
  });
});

describe("an OPTIONS without its request", () => {
  const put = { ...GET, method: "PUT" };
  const options = preflightLife({
    ...{ facts: someFacts({ requestId: "2" }), ...put, requests: "PUT", at: 150 },
  });

  it.each([
    ["whole", options],
    ["without its beginning", options.slice(2)],
    ["without its headers", options.filter(({ kind }) => kind !== "headers-sent")],
  ])("may be a preflight: %s", (_what, events) => {
    const [one] = recorded(...events);
    expect(one?.completeness).toBe("orphan-preflight");
  });

  it("is not a preflight where it had one itself", () => {
    const own = { facts: someFacts(), ...GET, method: "OPTIONS" };
    const [started, , received, completed] = completedLife({ ...own, at: 100, step: 10 });
    const of = { ...own, facts: someFacts({ requestId: "2" }), requests: "OPTIONS", at: 101 };
    const all = [started, ...preflightLife(of), received, completed] as Observation[];
    expect(recorded(...all).map(({ completeness }) => completeness)).toEqual(["complete"]);
  });

  const navigated = aNavigation({ documentId: "D2", timeStamp: 120 });
  const pending = neverSentLife({ facts: someFacts(), ...put, at: 100 }, 300).slice(0, 1);

  it.each([
    ["begun before", [...pending, ...options, navigated]],
    [
      "begun after and reported before",
      [...pending, ...options.slice(0, 2), navigated, ...options.slice(2)],
    ],
    ["begun and reported after", [...pending, navigated, ...options]],
  ])("is removed with its request at a navigation: %s", (_what, observations) => {
    const log = new ExchangeLog("chromium");
    const stored = new Set<string>();
    for (const observation of observations) {
      for (const change of log.apply(observation)) {
        for (const id of change.touched) stored.add(id);
        for (const id of change.forgotten) stored.delete(id);
      }
    }
    expect(exchangesOf(log, 1)).toEqual([]);
    // The committed document stays known.
    expect([...stored].filter((id) => !id.startsWith("document:"))).toEqual([]);
  });
});

describe("the exchange that a cached response came from", () => {
  const response = [
    ["Cache-Control", "max-age=600"],
    ["Set-Cookie", "a=b"],
    ["Connection", "keep-alive"],
  ] as const;
  const stored = completedLife({ facts: someFacts(), ...GET, at: 100, responseHeaders: response });
  const blocked = (headers: readonly (readonly [string, string])[]) => {
    const facts = someFacts({ requestId: "2" });
    const life = completedLife({ facts, ...GET, at: 200, responseHeaders: headers });
    const [, failed] = neverSentLife({ facts, ...GET, at: 200 }, 203);
    return [...life.slice(0, 3), failed as Observation];
  };
  const behind = (headers: readonly (readonly [string, string])[]) =>
    recorded(...stored, ...blocked(headers)).find(({ id }) => id === "2")?.cachedFrom;

  // A stored response lacks the headers that net::HttpResponseInfo::Persist drops. Chromium shares responses
  // that Firefox stores by credentials; Firefox shares Chromium's only where the credentials are certain.
  // biome-ignore format: a table is read by its columns.
  it.each<[string, Browser, string, string, readonly string[], boolean]>([
    ["a call's response for a call with the same credentials", "chromium", "xmlhttprequest", "xmlhttprequest", ["Cookie"], true],
    ["a call's response for a call with unknown credentials", "chromium", "xmlhttprequest", "xmlhttprequest", [], false],
    ["an element's response for a call", "chromium", "script", "xmlhttprequest", ["Cookie"], false],
    ["an element's response for another element", "chromium", "style", "script", ["Cookie"], true],
    ["a preload's response, which may be a call's in Firefox", "chromium", "other", "script", ["Cookie"], false],
    ["a response to a request without CORS", "gecko", "xmlhttprequest", "xmlhttprequest", [], true],
    ["a response to a request with CORS that Chromium may have blocked", "gecko", "xmlhttprequest", "xmlhttprequest", ["Origin"], false],
  ])(
    "knows whether another browser's cache serves it too: %s",
    (_name, browser, first, second, names, is) => {
      const headers = [["Cache-Control", "max-age=600"]] as const;
      const requestHeaders = names.map((name) => [name, "a=b"] as const);
      const life = (requestId: string, at: number, fromCache: boolean, resourceType: string) =>
        completedLife({
          facts: someFacts({ requestId, resourceType }),
          ...{ ...GET, at, responseHeaders: headers, requestHeaders },
        }).map((it) => ("fromCache" in it ? { ...it, fromCache } : it));
      const all = recordedIn(browser, [...life("1", 100, false, first), ...life("2", 200, true, second)]);
      const cachedFrom = all.find(({ id }) => id === "2")?.cachedFrom;
      expect(cachedFrom?.exchange).toBe("1");
      expect(cachedFrom?.sharedElsewhere ?? false).toBe(is);
    },
  );

  // Firefox 153 stores responses with and without credentials separately.
  it.each([
    ["include", "1"],
    ["omit", undefined],
  ] as const)("is in Firefox one with the same credentials: %s", (credentials, id) => {
    const headers = [["Cache-Control", "max-age=600"]] as const;
    const life = (requestId: string, at: number, requestHeaders: HeaderList) =>
      completedLife({
        ...{ facts: someFacts({ requestId }), ...GET, at, requestHeaders },
        responseHeaders: headers,
      });
    const call = aCall({ ...GET, credentials });
    const all = recordedIn("gecko", [
      ...life("1", 100, [["Cookie", "a=b"]]),
      { kind: "call-started", ...FROM, callId: "a", timeStamp: 199, call },
      ...life("2", 200, []).map((it) => ("fromCache" in it ? { ...it, fromCache: true } : it)),
    ]);
    expect(all.find(({ id }) => id === "2")?.call?.credentials).toBe(credentials);
    expect(all.find(({ id }) => id === "2")?.cachedFrom?.exchange).toBe(id);
  });

  // Firefox 153 does not store a redirect that it refused for its resource policy.
  it.each([
    ["refused", false],
    ["followed", true],
  ] as const)("knows whether another browser's cache serves a redirect too: %s", (how, is) => {
    const of = { ...GET, status: 302, requestHeaders: [["Cookie", "a=b"]] as const };
    const headers = [
      ["Cache-Control", "max-age=600"],
      ["Location", "/next"],
    ] as const;
    const life = (requestId: string, at: number, more: HeaderList = []) => {
      const facts = someFacts({ requestId });
      const all = completedLife({ ...of, facts, at, responseHeaders: [...headers, ...more] });
      const [, failed] = neverSentLife({ ...GET, facts, at }, at + 3);
      return requestId === "1" && how === "followed"
        ? all
        : [...all.slice(0, 3), failed as Observation];
    };
    const [, second] = recorded(...life("1", 100, [["Connection", "close"]]), ...life("2", 200));
    expect(second?.cachedFrom?.exchange).toBe("1");
    expect(second?.cachedFrom?.sharedElsewhere ?? false).toBe(is);
  });

  // https://httpwg.org/specs/rfc9111.html#storing.fields : all other headers are stored unchanged.
  it.each([
    ["X-Upgrade", false],
    ["Upgrade-Id", false],
    ["X-Proxy-Id", false],
    ["Site", false],
    ["Upgrade", true],
    ["Proxy-Id", true],
    ["TE", true],
  ])("may lack %s, which is not stored: %s", (name, may) => {
    const life = [...response, [name, "x"]] as const;
    const first = completedLife({ facts: someFacts(), ...GET, at: 100, responseHeaders: life });
    const all = recorded(...first, ...blocked([["Cache-Control", "max-age=600"]]));
    expect(all.find(({ id }) => id === "2")?.cachedFrom?.exchange).toBe(may ? "1" : undefined);
  });

  it("is recognised by headers that a cached response lacks", () => {
    expect(behind([["Cache-Control", "max-age=600"]])).toEqual({ exchange: "1", origin: null });
  });

  // Headers that servers and CDNs generate per response: a repeated value means a stored response.
  it.each([
    ["X-Request-Id", true],
    ["X-Amz-Request-Id", true],
    ["x-amzn-RequestId", true],
    ["X-Amzn-Request-Id", true],
    ["Request-Id", true],
    ["X-Trace-Id", true],
    ["X-Correlation-Id", true],
    ["X-Vercel-Id", true],
    ["X-Amz-Cf-Id", true],
    ["CF-Ray", true],
    ["traceparent", true],
    ["X-Id", false],
    ["X-Request-Ids", false],
    ["My-CF-Ray", false],
  ])("is recognised by an equal %s: %s", (name, does) => {
    const life = [
      ["Cache-Control", "max-age=600"],
      [name, "x1"],
    ] as const;
    const first = completedLife({ facts: someFacts(), ...GET, at: 100, responseHeaders: life });
    const all = recorded(...first, ...blocked(life));
    expect(all.find(({ id }) => id === "2")?.cachedFrom?.exchange).toBe(does ? "1" : undefined);
  });

  // RFC 9110, 6.6.1: `Date` is the time in seconds at which the response was generated. Servers without a clock
  // omit it, and repeat their other headers in every response.
  it.each<[string, string | null, string | null, number, boolean]>([
    ["an equal Date, some seconds later", DATE, DATE, 5_000, true],
    ["an equal Date, within a second", DATE, DATE, 500, false],
    ["another Date", DATE, "Fri, 02 Jan 2026 03:04:10 GMT", 5_000, false],
    ["a Date, unlike the earlier response", null, DATE, 5_000, false],
    ["no Date", null, null, 5_000, false],
  ])("is recognised, or not, by %s", (_name, first, second, later, is) => {
    const life = (requestId: string, at: number, date: string | null) => {
      const responseHeaders = [
        ["Cache-Control", "max-age=600"] as const,
        ...(date === null ? [] : [["Date", date] as const]),
      ];
      return completedLife({ facts: someFacts({ requestId }), ...GET, at, responseHeaders });
    };
    const at = 102 + later;
    const [, failed] = neverSentLife({ facts: someFacts({ requestId: "2" }), ...GET, at }, at + 3);
    const all = [...life("1", 100, first), ...life("2", at, second).slice(0, 3), failed];
    const found = recorded(...(all as Observation[])).find(({ id }) => id === "2");
    expect(found?.cachedFrom?.exchange).toBe(is ? "1" : undefined);
  });

  // Chromium stores no response that CORS withheld: the recording began after the one that stored it.
  it.each<[string, Browser, string | null, string, string | undefined]>([
    ["a request without CORS", "chromium", null, "Accept", "1"],
    ["a request of another origin", "chromium", "https://b.test", "Accept", "1"],
    [
      "a request of another origin, but it varies",
      "chromium",
      "https://b.test",
      "Origin",
      undefined,
    ],
    ["a request of the same origin", "chromium", "https://app.test", "Accept", undefined],
    ["a request without CORS in Firefox", "gecko", null, "Accept", undefined],
  ])("is one that got the same stored response: %s", (_name, browser, origin, vary, id) => {
    const life = (requestId: string, at: number, sent: string | null) =>
      completedLife({
        ...{ facts: someFacts({ requestId }), ...GET, at },
        requestHeaders: sent === null ? [] : [["Origin", sent]],
        responseHeaders: [
          ["Cache-Control", "max-age=600"],
          ["Vary", vary],
        ],
      }).map((it) => ("fromCache" in it ? { ...it, fromCache: true } : it));
    const [, failed] = neverSentLife(
      { facts: someFacts({ requestId: "2" }), ...GET, at: 200 },
      203,
    );
    const later = [...life("2", 200, "https://app.test").slice(0, 3), failed as Observation];
    const all = recordedIn(browser, [...life("1", 100, origin), ...later]);
    const found = all.find((one) => one.id === "2")?.cachedFrom ?? null;
    expect(found).toEqual(id === undefined ? null : { exchange: id, origin });
  });

  it.each([
    ["has headers of a new connection", response],
    ["differs", [["Cache-Control", "max-age=5"]] as const],
  ])("is not found where the response %s", (_name, headers) => {
    expect(behind(headers)).toBeNull();
  });
});

describe("an earlier requester, whose response may be in the cache", () => {
  type Headers = readonly (readonly [string, string])[];
  const OURS = "https://app.test";
  const request = (id: string, at: number, origin: string | null, responseHeaders: Headers) =>
    completedLife({
      ...{ facts: someFacts({ requestId: id, initiator: origin ?? OURS }), ...GET, at },
      ...{ responseHeaders, requestHeaders: origin === null ? [] : [["Origin", origin]] },
    });
  const others = (...earlier: readonly Observation[]) => {
    const ours = request("2", 200, OURS, []).slice(0, 3);
    const failed = { facts: someFacts({ requestId: "2" }), ...GET, at: 200 };
    const [, end] = neverSentLife(failed, 203);
    const all = recorded(...earlier, ...ours, end as Observation);
    return all.find(({ id }) => id === "2")?.requesters ?? [];
  };
  const origins = (all: readonly OtherRequester[]) => all.map(({ origin }) => origin);
  const FRESH = ["Cache-Control", "max-age=60"] as const;
  const NEIGHBOUR = "https://shop.app.test";

  // biome-ignore format: a table is read by its columns.
  it.each([
    ["another origin of the site",            NEIGHBOUR, [FRESH], [NEIGHBOUR]],
    ["a request without an origin",                 null, [FRESH], [null]],
    ["the same origin",                       OURS, [FRESH], []],
    ["another site, which has its own cache partition",  "https://b.example", [FRESH], []],
    ["an opaque origin, which has no cache partition",  "null", [FRESH], []],
    ["an origin whose response is not stored",        NEIGHBOUR, [["Cache-Control", "no-store"]], []],
    ["an origin whose response varies by Origin",     NEIGHBOUR, [FRESH, ["Vary", "Accept, Origin"]], []],
    ["an origin whose response varies, and matches",     NEIGHBOUR, [FRESH, ["Vary", "Accept"]], [NEIGHBOUR]],
  ] as [string, string | null, Headers, (string | null)[]][])("%s", (_name, origin, headers, found) => {
    expect(origins(others(...request("1", 100, origin, headers)))).toEqual(found);
  });

  // https://httpwg.org/specs/rfc9111.html#response.cacheability : caches serve no stored response to a POST.
  it("is not looked for by a POST", () => {
    const post = { facts: someFacts({ requestId: "2" }), ...GET, method: "POST", at: 200 };
    const ours = completedLife({ ...post, requestHeaders: [["Origin", OURS]] }).slice(0, 3);
    const [, failed] = neverSentLife(post, 203);
    const earlier = request("1", 100, NEIGHBOUR, [FRESH]);
    const all = recorded(...earlier, ...ours, failed as Observation);
    expect(all.map(({ requesters }) => requesters)).toEqual([[], []]);
  });

  // Where the response was allowed, a cache cannot substitute another requester's response.
  it("is not looked for where the response was not blocked", () => {
    const earlier = request("1", 100, NEIGHBOUR, [FRESH]);
    const all = recorded(...earlier, ...request("2", 200, OURS, [FRESH]));
    expect(all.map(({ requesters }) => requesters)).toEqual([[], []]);
  });

  // Measured: Chromium 156 stores no responses for opaque origins, but a 301 without freshness; Firefox 153
  // the other way round. Each sends its own Accept for fonts and media.
  it.each([
    ["chromium", "null", [FRESH], ["1"]],
    ["chromium", "null", [FRESH, ["Vary", "Accept"]], ["1"]],
    ["chromium", "null", [FRESH, ["Vary", "Origin"]], []],
    ["chromium", OURS, [FRESH, ["Vary", "Accept"]], []],
    ["gecko", OURS, [FRESH, ["Vary", "Accept"]], ["1"]],
    ["gecko", OURS, [FRESH, ["Vary", "Accept-Encoding, X-A"]], []],
    ["gecko", "null", [FRESH, ["Vary", "Accept"]], []],
  ] as [Browser, string, Headers, string[]][])(
    "in %s, for %s, only another browser's cache keeps of %j: %j",
    (browser, initiator, responseHeaders, ids) => {
      const life = (requestId: string, at: number, requestHeaders: Headers) =>
        completedLife({
          facts: someFacts({ requestId, initiator }),
          ...{ ...GET, at, responseHeaders, requestHeaders },
        });
      const all = recordedIn(browser, [
        ...life("1", 100, [
          ["Accept", "*/*"],
          ["X-A", "1"],
        ]),
        ...life("2", 200, [
          ["Origin", initiator],
          ["Accept", "font/woff"],
          ["X-A", "2"],
        ]),
      ]);
      const requested = all.find(({ id }) => id === "2")?.requesters ?? [];
      expect(requested.map(({ exchange }) => exchange)).toEqual(ids);
      expect(requested.every(({ storedApart }) => storedApart)).toBe(true);
    },
  );

  // Measured: Chromium 156 reuses a 301 without freshness, also for the same request coming by once more.
  it.each([
    [301, "gecko", ["2"]],
    [302, "gecko", []],
    [301, "chromium", []],
  ] as [number, Browser, string[]][])(
    "is the exchange itself, redirected to a URL again by a %i, in another browser than %s: %j",
    (status, browser, ids) => {
      const facts = someFacts({ requestId: "2" });
      const hop = (at: number, origin: string, from: string, to: string): Observation[] => {
        const life = { facts, method: "GET", url: from, at, status };
        const [start, sent, received] = completedLife({
          ...life,
          requestHeaders: [["Origin", origin]],
        });
        const left = { ...received, kind: "redirected", redirectUrl: to, fromCache: false };
        return [start, sent, received, left] as Observation[];
      };
      const [there, back] = ["https://api.test/a", "https://other.test/b"];
      const last = hop(130, "null", there, back).slice(0, 2);
      const [, end] = neverSentLife({ facts, method: "GET", url: there, at: 130 }, 133);
      const all = recordedIn(browser, [
        ...hop(100, OURS, there, back),
        ...hop(110, OURS, back, there),
        ...last,
        end as Observation,
      ]);
      const requested = all.find(({ id }) => id === "2")?.requesters ?? [];
      expect(requested.map(({ exchange }) => exchange)).toEqual(ids);
      expect(requested.every(({ hop: at, storedApart }) => at === 2 && storedApart)).toBe(true);
    },
  );

  it.each([
    [[["Cookie", "a=b"]], true],
    [[["Sec-Fetch-Storage-Access", "active"]], true],
    [[], null],
  ] as const)("tells whether it had credentials, by its headers %j", (headers, included) => {
    const facts = someFacts({ requestId: "1", initiator: NEIGHBOUR });
    const requestHeaders = [["Origin", NEIGHBOUR], ...headers] as const;
    const life = completedLife({
      facts,
      ...GET,
      at: 100,
      responseHeaders: [FRESH],
      requestHeaders,
    });
    expect(others(...life)).toMatchObject([{ credentialsIncluded: included }]);
  });

  // Seen in Firefox 153: it stores cross-site responses to calls and to elements separately.
  it.each([
    ["chromium", "script", "https://api.test", ["1"]],
    ["gecko", "script", "https://api.test", []],
    ["gecko", "script", "https://api.app.test", ["1"]],
    ["gecko", "xmlhttprequest", "https://api.test", ["1"]],
  ] as const)(
    "in %s the response that a %s stored for %s serves a call: %j",
    (browser, resourceType, host, ids) => {
      const url = `${host}/items`;
      const facts = (requestId: string, initiator: string) => someFacts({ requestId, initiator });
      const life = (requestId: string, at: number, initiator: string, type: string) =>
        completedLife({
          facts: { ...facts(requestId, initiator), resourceType: type },
          ...{ url, method: "GET", at, responseHeaders: [FRESH] },
          requestHeaders: [["Origin", initiator]],
        });
      const all = recordedIn(browser, [
        ...life("1", 100, NEIGHBOUR, resourceType),
        ...life("2", 200, OURS, "xmlhttprequest").slice(0, 3),
        neverSentLife(
          { facts: facts("2", OURS), url, method: "GET", at: 200 },
          203,
        )[1] as Observation,
      ]);
      const requested = all.find(({ id }) => id === "2")?.requesters ?? [];
      const serving = requested.filter(({ storedApart }) => storedApart !== true);
      expect(serving.map(({ exchange }) => exchange)).toEqual(ids);
      // Another browser may still reuse it.
      expect(requested.map(({ exchange }) => exchange)).toEqual(["1"]);
    },
  );

  /** Firefox sends the second header with requests that include credentials (153). */
  const STORAGE_ACCESS: Headers = [
    ["Sec-Fetch-Mode", "no-cors"],
    ["Sec-Fetch-Storage-Access", "none"],
  ];

  // https://html.spec.whatwg.org/multipage/browsers.html#coep-credentialless
  it.each([
    ["credentialless", "an element's report", false],
    ["require-corp", "an element's report", true],
    ["credentialless", "the headers", false],
    ["require-corp", "the headers", true],
  ])(
    "knows by the page's COEP %s and %s whether a request without CORS had credentials: %s",
    (policy, by, had) => {
      const document = completedLife({
        facts: someFacts({ requestId: "0", resourceType: "main_frame", initiator: null }),
        ...{ url: `${OURS}/`, method: "GET", at: 50 },
        responseHeaders: [["Cross-Origin-Embedder-Policy", policy]],
      });
      const facts = someFacts({ requestId: "1", resourceType: "image", initiator: OURS });
      const isByHeaders = by === "the headers";
      const life = completedLife({
        ...{ facts, ...GET, at: 100, responseHeaders: [FRESH] },
        ...(isByHeaders && { requestHeaders: STORAGE_ACCESS }),
      });
      const element = anElement({ url: API, resourceType: "image", credentials: "include" });
      const error: Observation = {
        kind: "element-failed",
        ...{ ...FROM, timeStamp: 150, element: { ...element, mode: "no-cors" } },
      };
      const shown = aNavigation({ timeStamp: 60, url: `${OURS}/` });
      const observed = [...document, shown, ...life, ...(isByHeaders ? [] : [error])];
      expect(others(...observed)).toMatchObject([{ credentialsIncluded: had }]);
    },
  );

  it("keeps the newest request with credentials and the newest without", () => {
    const requested = (requestId: string, at: number, headers: Headers) =>
      completedLife({
        ...{ facts: someFacts({ requestId, initiator: NEIGHBOUR }), ...GET, at },
        ...{ responseHeaders: [FRESH], requestHeaders: [["Origin", NEIGHBOUR], ...headers] },
      });
    const cookie = ["Cookie", "a=b"] as const;
    const all = [
      ...requested("7", 80, [cookie]),
      ...requested("8", 90, [cookie]),
      ...requested("9", 95, []),
    ];
    expect(
      others(...all)
        .map(({ exchange }) => exchange)
        .sort(),
    ).toEqual(["8", "9"]);
  });

  it("ignores a request without CORS that was blocked, unless it was redirected", () => {
    const refused = (status: number) => {
      const facts = someFacts({ requestId: "1" });
      const life = completedLife({ facts, ...GET, at: 100, status, responseHeaders: [FRESH] });
      const [, end] = neverSentLife({ facts, ...GET, at: 100 }, 103);
      return [...life.slice(0, 3), end as Observation];
    };
    expect(origins(others(...refused(200)))).toEqual([]);
    expect(origins(others(...refused(302)))).toEqual([null]);
  });
});

describe("the failure of an element", () => {
  const requested = (requestId: string, at: number) =>
    completedLife({ facts: someFacts({ requestId, resourceType: "image" }), ...GET, at });
  const failure = aFailure({
    url: API,
    resourceType: "image",
    mode: "cors",
    credentials: "include",
  });

  it("belongs to the request before it", () => {
    const failed = { kind: "element-failed", ...FROM, timeStamp: 210, element: failure } as const;
    const exchanges = recorded(
      ...requested("1", 100),
      ...requested("2", 200),
      failed,
      ...requested("3", 300),
    );
    expect(exchanges.map((it) => (it.elementFailed ? it.element : null))).toEqual([
      null,
      failure,
      null,
    ]);
  });

  it("of an iframe belongs to the document that it requested, if all requests of the URL are alike", () => {
    const facts = someFacts({
      requestId: "1",
      resourceType: "sub_frame",
      frameId: 7,
      parentFrameId: 0,
    });
    const life = completedLife({ facts, ...GET, at: 100 });
    const requested = (credentialless: boolean, more: object = {}) =>
      ({
        ...{ kind: "element-requested", ...FROM, timeStamp: 101, ...more },
        element: aFailure({ url: API, resourceType: "other", served: true, credentialless }),
      }) as Observation;
    const reported = (...reports: Observation[]) =>
      recorded(...life, ...reports).map((it) => it.element?.credentialless ?? null);
    expect(reported(requested(true))).toEqual([true]);
    expect(reported(requested(false), requested(false))).toEqual([false]);
    expect(reported(requested(true), requested(false))).toEqual([null]);
    expect(reported(requested(true, { frameId: 7 }))).toEqual([null]);
    expect(reported(requested(true, { timeStamp: 5_000 }))).toEqual([null]);
    // The parent's service worker does not control the iframe's document.
    expect(recorded(...life, requested(true))[0]?.element?.served).toBe(false);
  });

  it("changes its request also where a call, or the call's preflight, requested the URL since", () => {
    const log = new ExchangeLog("chromium");
    const put = { ...GET, method: "PUT" };
    const call = aCall(put);
    const since: Observation[] = [
      { kind: "call-started", ...FROM, callId: "a", timeStamp: 200, call },
      ...neverSentLife({ facts: someFacts({ requestId: "2" }), ...put, at: 201 }, 206),
      ...preflightLife({
        ...{ facts: someFacts({ requestId: "3" }), ...put, requests: "PUT", at: 202 },
      }),
      { kind: "call-ended", ...FROM, callId: "a", timeStamp: 207, result: REJECTED },
    ];
    for (const observation of [...requested("1", 100), ...since]) log.apply(observation);
    const failed = { kind: "element-failed", ...FROM, timeStamp: 210, element: failure } as const;
    const changed = log.apply(failed).flatMap((change) => [...change.changed]);
    expect(changed).toEqual(["1"]);
    expect(log.exchange(1, "1")?.element).toEqual(failure);
  });

  it("changes its request also where that is reported as the creator's", () => {
    const log = new ExchangeLog("chromium");
    for (const observation of requested("1", 100)) log.apply(observation);
    const blank = { ...FROM, frameId: 9, documentId: "D9", isInitialDocument: true };
    const change = log.apply({
      kind: "element-failed",
      ...blank,
      timeStamp: 210,
      element: failure,
    });
    expect(change.flatMap(({ changed }) => [...changed])).toContain("1");
    expect(log.exchange(1, "1")?.element).toEqual(failure);
  });
});

describe("the top-level page of a frame", () => {
  const page = (at: number) =>
    completedLife({
      facts: someFacts({ requestId: "1", resourceType: "main_frame", documentId: null }),
      url: "https://app.test/",
      method: "GET",
      at,
    });

  it.each([
    ["is known once the page is shown", 100, 190, "https://app.test"],
    ["is not taken from a pending navigation", 199, null, null],
    ["is not taken from a later page", 300, 310, null],
  ])("%s", (_name, at, shownAt, origin) => {
    const log = new ExchangeLog("chromium");
    const frame = someFacts({ requestId: "2", frameId: 4, documentId: "D4" });
    const observations = [
      ...page(at).slice(0, at === 199 ? 3 : 4),
      ...(shownAt === null ? [] : [aNavigation({ timeStamp: shownAt })]),
      ...completedLife({ facts: frame, ...GET, at: 200 }),
    ];
    for (const observation of observations) log.apply(observation, true);
    expect(log.exchange(1, "2")?.topOrigin).toBe(origin);
  });
});
