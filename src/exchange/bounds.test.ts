import { describe, expect, it } from "vitest";
import { aNavigation, completedLife, someFacts } from "../observation/observation.test-builder.ts";
import type { Observation } from "../observation/observation.ts";
import { aCall, anElement, REJECTED } from "../observation/page-call.test-builder.ts";
import { DEFAULT_LIMITS, ExchangeLog } from "./exchange-log.ts";
import { exchangesOf } from "./exchanges-of.test-builder.ts";

const URL = "https://api.test/items";
const FROM = { tabId: 1, frameId: 0, documentId: "D1", origin: null, isInitialDocument: false };

/** A request with typical headers of a browser and a server. */
function usual(n: number, at: number, tabId = 1): Observation[] {
  const facts = someFacts({ requestId: `${n}`, tabId });
  const requestHeaders = [
    ["User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"],
    ["Accept", "application/json, text/plain, */*"],
    ["Accept-Language", "en-GB,en;q=0.9,de;q=0.8"],
    ["Accept-Encoding", "gzip, deflate, br, zstd"],
    ["Origin", "https://app.test"],
    ["Referer", "https://app.test/"],
    ["Sec-Fetch-Dest", "empty"],
    ["Sec-Fetch-Mode", "cors"],
    ["Sec-Fetch-Site", "cross-site"],
    ["Authorization", `Bearer ${"x".repeat(200)}`],
  ] as const;
  const responseHeaders = [
    ["Content-Type", "application/json; charset=utf-8"],
    ["Date", "Thu, 26 Nov 2026 18:16:01 GMT"],
    ["Cache-Control", "no-cache, no-store, must-revalidate"],
    ["ETag", `W/"${"a".repeat(27)}"`],
    ["Access-Control-Allow-Origin", "https://app.test"],
    ["Vary", "Origin, Accept-Encoding"],
    ["Strict-Transport-Security", "max-age=31536000; includeSubDomains"],
    ["X-Request-Id", "0b9a2f0c-9f0e-4a39-8d0a-5a0a6a0f6f0e"],
  ] as const;
  const life = { facts, url: `${URL}/${n}`, method: "GET", at, requestHeaders, responseHeaders };
  return completedLife(life);
}

function logOf(observations: Iterable<Observation>, limits = DEFAULT_LIMITS): ExchangeLog {
  const log = new ExchangeLog("chromium", limits);
  for (const observation of observations) log.apply(observation);
  return log;
}

/** The size of a tab's stored traces, as JSON. */
function storedSize(log: ExchangeLog, ids: Iterable<string>, tabId = 1): number {
  let size = 0;
  for (const id of ids) size += JSON.stringify(log.trace(tabId, id) ?? "").length;
  return size;
}

describe("the bound", () => {
  it.each<[string, (log: ExchangeLog) => ExchangeLog]>([
    ["while events arrive", (log) => log],
    [
      "when the worker restarts",
      (log) => {
        const again = new ExchangeLog("chromium", { exchangesPerTab: 2_000, totalSize: 200_000 });
        const traces = [1, 2].flatMap((tabId) =>
          log.ids(tabId).flatMap((id) => log.trace(tabId, id) ?? []),
        );
        again.restore(traces, new Map([1, 2].map((tabId) => [tabId, log.counts(tabId)])));
        return again;
      },
    ],
    [
      "where the storage has less room than expected",
      (log) => {
        log.dropSome(20_000);
        return log;
      },
    ],
  ])("never evicts a small tab's requests for another tab's storm: %s", (_when, then) => {
    const limits = { exchangesPerTab: 2_000, totalSize: 200_000 };
    const storm = Array.from({ length: 600 }, (_, n) => usual(n, n * 10));
    const quiet = Array.from({ length: 10 }, (_, n) => usual(1000 + n, n * 600, 2));
    const inTurn = storm.flatMap((life, n) => [
      ...life,
      ...(n % 60 === 0 ? (quiet[n / 60] ?? []) : []),
    ]);
    const log = then(logOf(inTurn, limits));
    expect([exchangesOf(log, 2).length, log.dropped(2)]).toEqual([10, 0]);
    const kept = exchangesOf(log, 1);
    expect(kept.length).toBeGreaterThan(20);
    expect(kept.length + log.dropped(1)).toBe(600);
    expect(kept.at(-1)?.id).toBe("599");
    const size = storedSize(log, log.ids(1)) + storedSize(log, log.ids(2), 2);
    expect(size).toBeLessThan(limits.totalSize);
  });

  it("counts the documents of many tabs, and keeps the pages", () => {
    const limits = { exchangesPerTab: 2_000, totalSize: 200_000 };
    const log = new ExchangeLog("chromium", limits);
    const stored = new Map<string, number>();
    const keyOf = (tabId: number, id: string) => `${tabId} ${id}`;
    for (let n = 0; n < 400; n++) {
      const tabId = 1 + (n % 20);
      const shown = {
        ...{
          kind: "navigated" as const,
          tabId,
          frameId: Math.floor(n / 20),
          parentFrameId: n < 20 ? -1 : 0,
        },
        ...{ timeStamp: n, documentId: `D${n}`, parentDocumentId: null, documentLifecycle: null },
        url: `https://app.test/${"x".repeat(300)}`,
      } as const;
      for (const { tabId, touched, forgotten } of log.apply(shown)) {
        for (const id of touched) {
          stored.set(keyOf(tabId, id), JSON.stringify(log.trace(tabId, id)).length);
        }
        for (const id of forgotten) stored.delete(keyOf(tabId, id));
      }
    }
    const size = [...stored.values()].reduce((sum, one) => sum + one, 0);
    expect(size).toBeLessThan(limits.totalSize / 5);
    expect(stored.size).toBeGreaterThan(40);
    // Each tab's page is still known.
    const pages = [...stored.keys()].filter((key) => key.includes(" document:0:"));
    expect(pages).toHaveLength(20);
  });

  it.each([
    [4, []],
    [7, ["1", "2", "3"]],
  ])("counts a preflight with its request, not separately: of %i", (count, gone) => {
    const log = new ExchangeLog("chromium", { exchangesPerTab: 4, totalSize: 1e9 });
    const removed = new Set<string>();
    for (let n = 1; n <= count; n++) {
      const facts = someFacts({ requestId: `${n}` });
      const life = { facts, url: `${URL}/${n}`, method: "PUT", at: n * 100 };
      const of = { ...facts, requestId: `p${n}` };
      const [started, ...rest] = completedLife({ ...life, step: 20 });
      const preflight = completedLife({
        ...{ facts: of, url: life.url, method: "OPTIONS", at: n * 100 + 1 },
        requestHeaders: [["Access-Control-Request-Method", "PUT"]],
      });
      for (const one of [started as Observation, ...preflight, ...rest]) {
        for (const change of log.apply(one)) for (const id of change.removed) removed.add(id);
      }
    }
    const kept = Array.from({ length: 4 }, (_, index) => `${count - 3 + index}`);
    expect(exchangesOf(log, 1).map(({ id }) => id)).toEqual(kept);
    expect(log.dropped(1)).toBe(gone.length);
    // Requests found to be preflights were removed before.
    expect([...removed].filter((id) => !id.startsWith("p"))).toEqual(gone);
  });

  it("counts calls, which pages can make in any number with long URLs", () => {
    const limits = { exchangesPerTab: 2_000, totalSize: 200_000 };
    const calls = Array.from({ length: 300 }, (_, n): Observation[] => {
      const of = { ...FROM, callId: `${n}` };
      const call = aCall({ url: `${URL}/${n}/${"x".repeat(2_000)}` });
      const result = { result: "rejected", responseType: null, status: null } as const;
      return [
        { kind: "call-started", ...of, timeStamp: n * 10, call },
        {
          kind: "call-ended",
          ...{ ...of, timeStamp: n * 10 + 1, result: { ...result, errorName: "TypeError" } },
        },
      ];
    });
    const log = logOf(calls.flat(), limits);
    const kept = exchangesOf(log, 1);
    expect(kept.length).toBeGreaterThan(20);
    expect(kept.length + log.dropped(1)).toBe(300);
    expect(kept.at(-1)?.id).toBe("call:0:D1:299");
    expect(storedSize(log, log.ids(1))).toBeLessThan(limits.totalSize);
  });

  // Were there no end, this test would not come back.
  it("stops at the page that the tab shows, whatever the size of its URL", () => {
    const log = new ExchangeLog("chromium", { exchangesPerTab: 10, totalSize: 1_000 });
    const url = `https://app.test/${"x".repeat(10_000)}`;
    const changes = log.apply(aNavigation({ timeStamp: 10, url }));
    expect(changes.flatMap(({ forgotten }) => [...forgotten])).toEqual([]);
    expect(changes.flatMap(({ touched }) => [...touched])).toEqual(["document:0:D1:10"]);
  });

  it("is the number of requests that the user has set", () => {
    const log = new ExchangeLog("chromium", { exchangesPerTab: 900, totalSize: 1e9 });
    for (let n = 0; n < 905; n++) {
      log.apply({
        ...{ kind: "started", ...someFacts({ requestId: `${n}` }), url: URL, method: "GET" },
        timeStamp: n,
      });
    }
    expect([exchangesOf(log, 1).length, log.dropped(1)]).toEqual([900, 5]);
  });

  it("does not count pending calls as evicted exchanges", () => {
    const limits = { exchangesPerTab: 2_000, totalSize: 200_000 };
    const calls = Array.from({ length: 300 }, (_, n): Observation => {
      const call = aCall({ url: `${URL}/${n}/${"x".repeat(2_000)}` });
      return { kind: "call-started", ...FROM, callId: `${n}`, timeStamp: n * 10, call };
    });
    const log = logOf(calls, limits);
    expect([exchangesOf(log, 1), log.dropped(1)]).toEqual([[], 0]);
    expect(storedSize(log, log.ids(1))).toBeLessThan(limits.totalSize);
  });

  it("does not evict requests for calls whose beginning was never reported", () => {
    const limits = { exchangesPerTab: 20, totalSize: 1e9 };
    const observed = Array.from({ length: 20 }, (_, n): Observation[] => [
      ...usual(n, n * 10),
      { kind: "call-ended", ...FROM, callId: `${n}`, timeStamp: n * 10 + 5, result: REJECTED },
    ]);
    const log = logOf(observed.flat(), limits);
    expect([exchangesOf(log, 1).length, log.dropped(1)]).toEqual([20, 0]);
  });

  it.each<[string, (n: number) => Observation]>([
    [
      "elements",
      (n) => ({
        kind: "element-failed",
        ...{ ...FROM, timeStamp: 1e6 + n },
        element: anElement({ url: `${URL}/${n}/${"x".repeat(2_000)}` }),
      }),
    ],
    [
      "violations",
      (n) => ({
        kind: "policy-violated",
        ...{ ...FROM, timeStamp: 1e6 + n },
        violation: {
          ...{ effectiveDirective: "connect-src", disposition: "enforce" },
          blockedUrl: `${URL}/${n}/${"x".repeat(2_000)}`,
        },
      }),
    ],
    [
      "timings",
      (n) => ({
        kind: "resource-timed",
        ...{ ...FROM, timeStamp: 1e6 + n },
        resource: {
          ...{ url: `${URL}/${n}/${"x".repeat(2_000)}`, status: 200, byWorker: false },
          ...{ startedAt: 1e6 + n, endedAt: 1e6 + n },
        },
      }),
    ],
    [
      "DevTools entries",
      (n) => ({
        kind: "seen-by-devtools",
        ...{ tabId: 1, timeStamp: 1e6 + n, endedAt: 1e6 + n, method: "GET" },
        ...{
          url: `${URL}/${n}/${"x".repeat(2_000)}`,
          stack: "at https://app.test/",
          allowOrigin: null,
        },
      }),
    ],
  ])("never evicts requests for %s, which stay within their room", (_name, report) => {
    const limits = { exchangesPerTab: 2_000, totalSize: 200_000 };
    const log = new ExchangeLog("chromium", limits);
    const stored = new Map<string, number>();
    const apply = (observation: Observation) => {
      for (const { touched, forgotten } of log.apply(observation)) {
        for (const id of touched) stored.set(id, JSON.stringify(log.trace(1, id) ?? "").length);
        for (const id of forgotten) stored.delete(id);
      }
    };
    for (let n = 0; n < 50; n++) for (const one of usual(n, n * 10)) apply(one);
    for (let n = 0; n < 500; n++) apply(report(n));
    const requests = exchangesOf(log, 1).filter(({ ending }) => ending.kind === "completed");
    expect(requests).toHaveLength(50);
    const reports = [...stored].filter(([id]) => id.startsWith("report:"));
    expect(reports.length).toBeGreaterThan(5);
    expect(reports.reduce((sum, [, size]) => sum + size, 0)).toBeLessThan(limits.totalSize / 5);
  });
});
