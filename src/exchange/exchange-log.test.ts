import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  aNavigation,
  completedLife,
  neverSentLife,
  preflightLife,
  someFacts,
} from "../observation/observation.test-builder.ts";
import type {
  DevToolsEntry,
  ElementSettled,
  Observation,
  RequestObservation,
} from "../observation/observation.ts";
import { aCall, anElement } from "../observation/page-call.test-builder.ts";
import type { PageCall } from "../observation/page-call.ts";
import type { Exchange } from "./exchange.ts";
import { ExchangeLog } from "./exchange-log.ts";
import { exchangesOf } from "./exchanges-of.test-builder.ts";

const API = "https://api.test/items/42";

/** A page that requests the same URL in several ways at once: the hard case for pairing. */
function busyPage(): RequestObservation[] {
  return [
    ...completedLife({
      facts: someFacts({ requestId: "10" }),
      url: "https://api.test/list",
      method: "GET",
      at: 100,
    }),
    // PUT, allowed: its preflight runs between its start and its sending.
    { kind: "started", ...someFacts({ requestId: "11" }), url: API, method: "PUT", timeStamp: 200 },
    ...preflightLife({
      facts: someFacts({ requestId: "12" }),
      url: API,
      method: "OPTIONS",
      requests: "PUT",
      at: 201,
    }),
    ...completedLife({
      facts: someFacts({ requestId: "11" }),
      url: API,
      method: "PUT",
      at: 206,
    }).slice(1),
    // DELETE of the same URL at the same time, blocked at its preflight.
    ...neverSentLife(
      { facts: someFacts({ requestId: "13" }), url: API, method: "DELETE", at: 200.5 },
      210,
    ),
    ...preflightLife({
      facts: someFacts({ requestId: "14" }),
      url: API,
      method: "OPTIONS",
      requests: "DELETE",
      at: 201.5,
      status: 403,
    }),
    // The same PUT from another frame.
    ...neverSentLife(
      {
        facts: someFacts({ requestId: "15", frameId: 7, documentId: "D7" }),
        url: API,
        method: "PUT",
        at: 200,
      },
      220,
    ),
    ...preflightLife({
      facts: someFacts({ requestId: "16", frameId: 7, documentId: "D7" }),
      url: API,
      method: "OPTIONS",
      requests: "PUT",
      at: 202,
      status: 404,
    }),
    // A redirect: one id, two hops.
    {
      kind: "started",
      ...someFacts({ requestId: "17" }),
      url: "https://b.test/",
      method: "GET",
      timeStamp: 300,
    },
    {
      kind: "headers-received",
      ...someFacts({ requestId: "17" }),
      url: "https://b.test/",
      method: "GET",
      timeStamp: 301,
      status: 302,
      statusText: "Found",
      headers: [["Location", "https://c.test/"]],
    },
    {
      kind: "redirected",
      ...someFacts({ requestId: "17" }),
      url: "https://b.test/",
      method: "GET",
      timeStamp: 301,
      status: 302,
      redirectUrl: "https://c.test/",
      fromCache: false,
      ip: null,
      headers: [["Location", "https://c.test/"]],
    },
    ...completedLife({
      facts: someFacts({ requestId: "17" }),
      url: "https://c.test/",
      method: "GET",
      at: 301,
      step: 0,
    }),
  ];
}

function recorded(observations: readonly Observation[]): Exchange[] {
  const log = new ExchangeLog("chromium");
  for (const observation of observations) log.apply(observation);
  return exchangesOf(log, 1).sort((a, b) => (a.id < b.id ? -1 : 1));
}

describe("ExchangeLog", () => {
  it("pairs each request with its own preflight and its hops", () => {
    const exchanges = recorded(busyPage());
    expect(
      exchanges.map((e) => [e.id, e.hops.map((h) => [h.url, h.preflight?.requestId ?? null])]),
    ).toEqual([
      ["10", [["https://api.test/list", null]]],
      ["11", [[API, "12"]]],
      ["13", [[API, "14"]]],
      ["15", [[API, "16"]]],
      [
        "17",
        [
          ["https://b.test/", null],
          ["https://c.test/", null],
        ],
      ],
    ]);
    expect(exchanges.find((e) => e.id === "13")?.hops[0]?.requestHeaders).toBeNull();
  });

  it("makes the same exchanges from events in any order", () => {
    const inOrder = recorded(busyPage());
    fc.assert(
      fc.property(fc.shuffledSubarray(busyPage(), { minLength: busyPage().length }), (shuffled) => {
        expect(recorded(shuffled)).toEqual(inOrder);
      }),
      { numRuns: 200 },
    );
  });

  it("never throws and never pairs wrongly when events are missing", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(busyPage()), (some) => {
        for (const exchange of recorded(some)) {
          for (const hop of exchange.hops) {
            if (hop.preflight === null) continue;
            const requested = { "12": "11", "14": "13", "16": "15" }[hop.preflight.requestId];
            expect([requested, null]).toContain(exchange.id);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it("keeps an orphan preflight as such", () => {
    const life = preflightLife({
      facts: someFacts(),
      url: API,
      method: "OPTIONS",
      requests: "PUT",
      at: 5,
    });
    expect(recorded(life)).toMatchObject([
      { completeness: "orphan-preflight", hops: [{ method: "OPTIONS" }] },
    ]);
  });

  // Measured in Chromium 156: the actual request follows under another id.
  it.each([
    ["without a response", [], "net::ERR_CACHE_MISS"],
    ["with a cached redirect", [{ fromCache: true }], "net::ERR_ABORTED"],
  ] as const)(
    "omits a font that Chromium requested only from its cache: %s",
    (_name, redirects, error) => {
      const facts = someFacts({ resourceType: "font" });
      const event = { ...facts, url: "https://cdn.test/a.woff2", method: "GET", ip: null };
      const life: RequestObservation[] = [{ kind: "started", ...event, timeStamp: 1 }];
      for (const { fromCache } of redirects) {
        const headers = [["Location", "https://cdn.test/b.woff2"]] as const;
        life.push(
          {
            kind: "headers-received",
            ...event,
            timeStamp: 2,
            status: 308,
            statusText: "",
            headers,
          },
          {
            kind: "redirected",
            ...event,
            timeStamp: 3,
            status: 308,
            redirectUrl: "https://cdn.test/b.woff2",
            fromCache,
            headers,
          },
        );
      }
      life.push({ kind: "failed", ...event, timeStamp: 4, error, fromCache: false });
      expect(recorded(life)).toEqual([]);
      // A request without a cached redirect went to the network.
      const asNew = life.map((o) => (o.kind === "redirected" ? { ...o, fromCache: false } : o));
      expect(recorded(asNew)).toHaveLength(redirects.length);
      const asImage = life.map((o) => ({ ...o, resourceType: "image" }) as RequestObservation);
      expect(recorded(asImage)).toHaveLength(1);
    },
  );

  it("treats an OPTIONS that the page sent as the page's own request", () => {
    const life = completedLife({ facts: someFacts(), url: API, method: "OPTIONS", at: 5 });
    expect(recorded(life)).toMatchObject([
      { completeness: "complete", hops: [{ method: "OPTIONS", preflight: null }] },
    ]);
  });

  it("restores its content from stored request events", () => {
    const log = new ExchangeLog("chromium");
    for (const observation of busyPage()) log.apply(observation);
    const traces = ["10", "11", "12", "13", "14", "15", "16", "17"].map((id) => log.trace(1, id));
    const again = new ExchangeLog("chromium");
    again.restore(JSON.parse(JSON.stringify(traces)), new Map([[1, { dropped: 3 }]]));
    expect(exchangesOf(again, 1)).toEqual(exchangesOf(log, 1));
    expect(again.dropped(1)).toBe(3);
  });

  // The storage returns items by key.
  it("evicts the oldest of the restored requests first, whichever ended last", () => {
    const log = new ExchangeLog("chromium");
    const early = { facts: someFacts({ requestId: "2" }), url: API, method: "GET", at: 10 };
    const late = { facts: someFacts({ requestId: "1" }), url: API, method: "GET", at: 20 };
    for (const o of [...completedLife({ ...early, step: 500 }), ...completedLife(late)])
      log.apply(o);
    const again = new ExchangeLog("chromium");
    const traces = ["1", "2"].flatMap((id) => log.trace(1, id) ?? []);
    again.restore(JSON.parse(JSON.stringify(traces)), new Map());
    again.keep(2);
    const third = { ...late, facts: someFacts({ requestId: "3" }), at: 2000 };
    for (const o of completedLife(third)) again.apply(o);
    expect(exchangesOf(again, 1).map(({ id }) => id)).toEqual(["1", "3"]);
  });

  it("removes the old document's requests on navigation, and ignores their late events", () => {
    const log = new ExchangeLog("chromium");
    const old = completedLife({
      facts: someFacts({ requestId: "1" }),
      url: API,
      method: "GET",
      at: 10,
    });
    for (const observation of old.slice(0, 2)) log.apply(observation);
    const page = { requestId: "2", resourceType: "main_frame", documentId: null, initiator: null };
    for (const o of completedLife({
      facts: someFacts(page),
      url: "https://app.test/",
      method: "GET",
      at: 20,
    })) {
      log.apply(o);
    }
    log.apply(aNavigation({ timeStamp: 23.5, documentId: "D2" }));
    for (const observation of old.slice(2)) log.apply(observation);
    expect(exchangesOf(log, 1).map((e) => e.id)).toEqual(["2"]);
  });

  it("keeps them when the log is preserved", () => {
    const log = new ExchangeLog("chromium");
    for (const o of completedLife({ facts: someFacts(), url: API, method: "GET", at: 10 }))
      log.apply(o, true);
    log.apply(aNavigation({ timeStamp: 50, documentId: "D2" }), true);
    expect(exchangesOf(log, 1)).toHaveLength(1);
  });

  describe("with the probe", () => {
    const from = {
      tabId: 1,
      frameId: 0,
      documentId: "D1",
      origin: "https://app.test",
      isInitialDocument: false,
    };
    const call = (overrides: Partial<PageCall> = {}) =>
      aCall({ url: API, method: "put", credentials: "include", ...overrides });
    const rejected = {
      result: "rejected",
      responseType: null,
      status: null,
      errorName: "TypeError",
    } as const;
    const calls: Observation[] = [
      { kind: "call-started", ...from, callId: "a", timeStamp: 199, call: call() },
      { kind: "call-ended", ...from, callId: "a", timeStamp: 209, result: rejected },
      {
        kind: "call-started",
        ...from,
        callId: "b",
        timeStamp: 199,
        call: call({ mode: "same-origin", method: "GET" }),
      },
      { kind: "call-ended", ...from, callId: "b", timeStamp: 200, result: rejected },
    ];
    const all = [...busyPage(), ...calls];

    it("pairs a call with its request, and shows a call that was never sent", () => {
      const exchanges = recorded(all);
      expect(exchanges.find((e) => e.id === "11")?.call?.credentials).toBe("include");
      expect(exchanges.filter((e) => e.ending.kind === "not-sent")).toMatchObject([
        {
          hops: [{ url: API, method: "GET", requestHeaders: null }],
          call: { mode: "same-origin" },
        },
      ]);
    });

    it("pairs them in any order of events", () => {
      const inOrder = recorded(all);
      fc.assert(
        fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
          expect(recorded(shuffled)).toEqual(inOrder);
        }),
      );
    });

    it("finds the request of a frame's initial document, which is reported as the creator's", () => {
      const blank = { ...from, frameId: 9, documentId: "D9", isInitialDocument: true };
      const url = "https://api.test/list";
      const exchanges = recorded([
        ...busyPage(),
        {
          kind: "call-started",
          ...blank,
          callId: "c",
          timeStamp: 99,
          call: call({ url, method: "GET" }),
        },
        { kind: "call-ended", ...blank, callId: "c", timeStamp: 104, result: rejected },
      ]);
      expect(exchanges.find((e) => e.id === "10")?.call?.url).toBe(url);
      expect(exchanges.some((e) => e.ending.kind === "not-sent")).toBe(false);
    });

    it("also restores calls", () => {
      const log = new ExchangeLog("chromium");
      const touched = new Set(all.flatMap((o) => log.apply(o).flatMap((c) => [...c.touched])));
      const again = new ExchangeLog("chromium");
      again.restore(
        [...touched].flatMap((id) => log.trace(1, id) ?? []),
        new Map(),
      );
      expect(exchangesOf(again, 1)).toEqual(exchangesOf(log, 1));
    });
  });

  describe("with DevTools", () => {
    const IMAGE = "https://cdn.test/logo.gif";
    const SCRIPT = "https://cdn.test/widget.js";
    const facts = someFacts({ requestId: "30", resourceType: "image" });
    const image = completedLife({ facts, url: IMAGE, method: "GET", at: 103 });
    const again = completedLife({
      facts: { ...facts, requestId: "31" },
      url: IMAGE,
      method: "GET",
      at: 110,
    });
    const seen = (more: Partial<DevToolsEntry>): DevToolsEntry => ({
      kind: "seen-by-devtools",
      tabId: 1,
      timeStamp: 100,
      endedAt: 110,
      url: IMAGE,
      method: "GET",
      stack: "at https://app.test/a.js:1:1",
      allowOrigin: null,
      ...more,
    });
    const from = {
      tabId: 1,
      documentId: "D1",
      origin: "https://app.test",
      isInitialDocument: false,
    };
    const refused = seen({ url: SCRIPT, endedAt: 100 });
    const violated: Observation = {
      kind: "policy-violated",
      ...from,
      frameId: 4,
      timeStamp: 101,
      violation: {
        effectiveDirective: "script-src-elem",
        blockedUrl: SCRIPT,
        disposition: "enforce",
      },
    };
    const failed: ElementSettled = {
      kind: "element-failed",
      ...from,
      frameId: 4,
      timeStamp: 102,
      element: anElement({ url: SCRIPT }),
    };
    const later = seen({ timeStamp: 108, endedAt: 120, stack: "at https://app.test/b.js:2:2" });
    const all = [...image, ...again, seen({}), later, refused, violated, failed];

    it("knows the initiator of each request", () => {
      const stacks = recorded(all).map(({ id, stack }) => [id, stack]);
      expect(stacks).toContainEqual(["30", "at https://app.test/a.js:1:1"]);
      expect(stacks).toContainEqual(["31", "at https://app.test/b.js:2:2"]);
      const alone = recorded([...image, seen({ timeStamp: 200, endedAt: 210 })]);
      expect(alone).toMatchObject([{ id: "30", stack: null }]);
    });

    it("also knows it for a request that the renderer blocked", () => {
      const shown = (...observations: Observation[]) =>
        recorded(observations).filter(({ ending }) => ending.kind === "not-sent");
      const stack = "at https://app.test/a.js:1:1";
      expect(shown(...all)).toMatchObject([{ hops: [{ url: SCRIPT }], frameId: 4, stack }]);
      expect(shown(violated, refused)).toMatchObject([{ stack }]);
      expect(shown(refused)).toEqual([]);
      expect(shown(violated, { ...refused, timeStamp: 500 })).toMatchObject([{ stack: null }]);
    });

    it("pairs them in any order of events", () => {
      const inOrder = recorded(all);
      fc.assert(
        fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
          expect(recorded(shuffled)).toEqual(inOrder);
        }),
      );
    });

    it("is restored together with the page's side reports", () => {
      const log = new ExchangeLog("chromium");
      const touched = new Set(all.flatMap((o) => log.apply(o).flatMap((c) => [...c.touched])));
      const restored = new ExchangeLog("chromium");
      restored.restore(
        [...touched].flatMap((id) => log.trace(1, id) ?? []),
        new Map(),
      );
      expect(exchangesOf(restored, 1)).toEqual(exchangesOf(log, 1));
    });

    it("removes what belongs to the removed page, and nothing else", () => {
      const log = new ExchangeLog("chromium", { exchangesPerTab: 200, totalSize: 1e9 });
      const stored = new Set<string>();
      const apply = (observation: Observation) => {
        for (const { touched, forgotten } of log.apply(observation)) {
          for (const id of touched) stored.add(id);
          for (const id of forgotten) stored.delete(id);
        }
      };
      for (const observation of all) apply(observation);
      const documents = () => [...stored].filter((key) => key.startsWith("document:"));
      apply(aNavigation({ timeStamp: 50, documentId: "D0" }));
      expect(exchangesOf(log, 1)).toHaveLength(3);
      apply(aNavigation({ timeStamp: 150, documentId: "D2" }));
      expect(exchangesOf(log, 1)).toEqual([]);
      // Documents that the tab showed stay known: it may show them again.
      expect([...stored]).toEqual(documents());
      for (let n = 0; n < 250; n++) apply({ ...failed, timeStamp: 150 + n });
      expect(stored.size - documents().length).toBe(200);
      apply({ kind: "tab-closed", tabId: 1 });
      expect([...stored]).toEqual([]);
    });
  });

  it("is bounded, and counts what it evicted", () => {
    const log = new ExchangeLog("chromium", { exchangesPerTab: 10, totalSize: 1e9 });
    for (let i = 0; i < 25; i++) {
      const facts = someFacts({ requestId: String(100 + i) });
      for (const o of completedLife({ facts, url: API, method: "GET", at: i * 10 })) log.apply(o);
    }
    expect(exchangesOf(log, 1)).toHaveLength(10);
    expect(exchangesOf(log, 1)[0]?.id).toBe("115");
    expect(log.dropped(1)).toBe(15);
  });

  it("evicts only the entry that takes all the room", () => {
    const log = new ExchangeLog("chromium", { exchangesPerTab: 1000, totalSize: 100_000 });
    const request = (requestId: string, at: number, size: number) => {
      const life = { facts: someFacts({ requestId }), url: API, method: "GET", at };
      const responseHeaders = [["X-Big", "x".repeat(size)]] as const;
      for (const o of completedLife({ ...life, responseHeaders })) log.apply(o);
    };
    for (let i = 0; i < 20; i++) request(`${i}`, i * 10, 100);
    const call = aCall({ url: API });
    const from = { tabId: 1, frameId: 0, documentId: "D1", origin: "https://app.test" };
    const of = { ...from, isInitialDocument: false, callId: "c" };
    const result = {
      ...{ result: "rejected" as const, errorName: "TypeError", status: null, responseType: null },
    } as const;
    request("hog", 250, 90_000);
    // Pages report their calls late: this call must not look unsent.
    log.apply({ kind: "call-started", ...of, timeStamp: 250, call });
    log.apply({ kind: "call-ended", ...of, timeStamp: 260, result });
    expect(exchangesOf(log, 1).map(({ id }) => id)).toEqual(
      Array.from({ length: 20 }, (_, i) => `${i}`),
    );
    expect(log.dropped(1)).toBe(1);
  });

  it("forgets closed tabs for good", () => {
    const log = new ExchangeLog("gecko");
    const life = { facts: someFacts({}), url: API, method: "GET", at: 0 };
    const [started, ...later] = completedLife(life);
    log.apply(started as Observation);
    log.apply({ kind: "tab-closed", tabId: 1 });
    expect(later.flatMap((o) => log.apply(o))).toEqual([]);
    expect(log.tabIds()).toEqual([]);
  });

  it("is bounded in size over all tabs", () => {
    const log = new ExchangeLog("chromium", { exchangesPerTab: 1000, totalSize: 100_000 });
    for (let i = 0; i < 40; i++) {
      const facts = someFacts({ requestId: String(i), tabId: 1 + (i % 2) });
      const life = { facts, url: API, method: "GET", at: i * 10 };
      const responseHeaders = [["X-Big", "x".repeat(10_000)]] as const;
      for (const o of completedLife({ ...life, responseHeaders })) log.apply(o);
    }
    expect(log.dropped(1) + log.dropped(2)).toBeGreaterThan(25);
    expect(exchangesOf(log, 1).length + exchangesOf(log, 2).length).toBeGreaterThan(2);
  });
});

// https://fetch.spec.whatwg.org/#append-a-request-origin-header : a referrer policy may hide the origin only
// of requests without CORS.
it.each([
  ["POST", "null", "no-cors", "https://app.test"],
  ["POST", "null", "navigate", "https://app.test"],
  ["POST", "null", "cors", "null"],
  ["GET", "null", "no-cors", "null"],
  ["HEAD", "null", "no-cors", "null"],
  ["POST", "https://other.test", "no-cors", "https://other.test"],
  ["POST", null, "no-cors", "https://app.test"],
])("has for a %s with Origin %s in mode %s the origin %s", (method, sent, mode, origin) => {
  const log = new ExchangeLog("chromium");
  const requestHeaders = [
    ...(sent === null ? [] : [["Origin", sent] as const]),
    ["Sec-Fetch-Mode", mode] as const,
  ];
  const life = { facts: someFacts(), url: API, method, at: 100, requestHeaders };
  for (const observation of completedLife(life)) log.apply(observation);
  expect(exchangesOf(log, 1).map(({ initiatorOrigin }) => initiatorOrigin)).toEqual([origin]);
});

it("pairs a preflight with the request that began in the same millisecond", () => {
  const log = new ExchangeLog("chromium");
  const life = { url: API, method: "PUT", at: 100, step: 10 };
  const [started, ...rest] = completedLife({ facts: someFacts(), ...life });
  const preflight = preflightLife({
    ...{ facts: someFacts({ requestId: "2" }), url: API, method: "OPTIONS" },
    ...{ requests: "PUT", at: 100 },
  });
  for (const one of [started as Observation, ...preflight, ...rest]) log.apply(one);
  const [exchange, ...others] = exchangesOf(log, 1);
  expect(exchange?.kind === "requested" && exchange.hops[0]?.preflight?.requestId).toBe("2");
  expect(others).toEqual([]);
});

// A page reports up to 5 s late on requests made while we were not listening.
it.each([
  { failedAt: 9_000, navigatedAt: null, is: "interrupted" },
  { failedAt: 15_000, navigatedAt: null, is: "interrupted" },
  { failedAt: 15_001, navigatedAt: null, is: "complete" },
  // A document requested while we were listening made no requests before.
  { failedAt: 11_000, navigatedAt: 10_001, is: "complete" },
  { failedAt: 11_000, navigatedAt: 10_000, is: "interrupted" },
  // What the page's policy refused was not requested.
  { failedAt: 9_000, navigatedAt: null, isRefused: true, is: "complete" },
])(
  "an element's request that failed at $failedAt in a document of $navigatedAt may have been missed until 10 s: $is",
  ({ failedAt, navigatedAt, isRefused, is }) => {
    const log = new ExchangeLog("chromium");
    log.interrupt(Number.NEGATIVE_INFINITY, 10_000);
    if (navigatedAt !== null) {
      const facts = someFacts({ requestId: "5", resourceType: "main_frame", initiator: null });
      const url = "https://app.test/";
      for (const one of completedLife({ facts, url, method: "GET", at: navigatedAt }))
        log.apply(one);
      log.apply(aNavigation({ timeStamp: navigatedAt + 500 }));
    }
    const element = anElement({ url: API });
    const from = { tabId: 1, frameId: 0, documentId: "D1", origin: null, isInitialDocument: false };
    const at = { ...from, timeStamp: failedAt };
    const violation = { effectiveDirective: "img-src", blockedUrl: API, disposition: "enforce" };
    if (isRefused) log.apply({ kind: "policy-violated", ...at, violation } as Observation);
    log.apply({ kind: "element-failed", ...at, element });
    const failed = exchangesOf(log, 1).filter((one) => one.kind === "element-never-requested");
    expect(failed.map((one) => one.completeness)).toEqual([is]);
  },
);
