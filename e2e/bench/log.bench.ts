import { ExchangeLog } from "../../src/exchange/exchange-log.ts";
import {
  completedLife,
  neverSentLife,
  someFacts,
} from "../../src/observation/observation.test-builder.ts";
import type { Browser, Observation } from "../../src/observation/observation.ts";
import { aCall, anElement } from "../../src/observation/page-call.test-builder.ts";
import { report } from "./figures.ts";

/**
 * The cost of recording a page that requests one URL repeatedly, compared with one that requests as many
 * different URLs. Pairing goes by URL, so the first is hard and the second is easy.
 */

const REQUESTS = 1000;
/** The maximum ratio of the two pages. */
const ALLOWED = 60;
const page = {
  ...{ tabId: 1, frameId: 0, documentId: "D1" },
  ...{ origin: "https://app.test", isInitialDocument: false },
};

/** All events of one request, a second after the one before. */
function eventsOf(
  index: number,
  url: string,
  resourceType: string,
  passes: boolean,
): Observation[] {
  const at = 1e12 + index * 1000;
  const request = {
    ...{ facts: someFacts({ requestId: `${index}`, resourceType }), url, method: "GET", at },
    requestHeaders: [["Origin", "https://app.test"]] as const,
    responseHeaders: [
      ["Cache-Control", "max-age=60"],
      ["Date", new Date(at).toUTCString()],
      ...(passes ? [["Access-Control-Allow-Origin", "*"] as const] : []),
    ] as const,
  };
  const life = completedLife(request);
  const end = neverSentLife(request, at + 3).slice(-1);
  const resource = { url, startedAt: at - 2, endedAt: at + 6, status: 200, byWorker: false };
  const events: Observation[] = [
    ...(passes ? life : [...life.slice(0, 3), ...end]),
    { kind: "resource-timed", ...page, timeStamp: at + 6, resource },
  ];
  if (resourceType === "image") {
    const kind = passes ? "element-loaded" : "element-failed";
    const element = anElement({ url, resourceType });
    return [...events, { kind, ...page, timeStamp: at + 5, element }];
  }
  const callId = `${index}`;
  return [
    { kind: "call-started", ...page, timeStamp: at - 1, callId, call: aCall({ url }) },
    ...events,
    {
      ...{ kind: "call-ended", ...page, timeStamp: at + 5, callId },
      result: {
        ...{ result: passes ? "resolved" : "rejected", status: passes ? 200 : null },
        ...{ responseType: passes ? "cors" : null, errorName: passes ? null : "TypeError" },
      },
    } as Observation,
  ];
}

/** The milliseconds needed to record a page and read all changes after each event. */
function follow(browser: Browser, observations: readonly Observation[]): number {
  const log = new ExchangeLog(browser, { exchangesPerTab: REQUESTS, totalSize: 1e9 });
  const start = performance.now();
  for (const observation of observations) {
    for (const { changed } of log.apply(observation)) for (const id of changed) log.exchange(1, id);
  }
  return performance.now() - start;
}

for (const browser of ["chromium", "gecko"] as const) {
  for (const resourceType of ["xmlhttprequest", "image"]) {
    for (const passes of [true, false]) {
      const [one, many] = [true, false].map((isOne) =>
        Array.from({ length: REQUESTS }, (_, i) =>
          eventsOf(i, `https://api.test/items${isOne ? "" : `/${i}`}`, resourceType, passes),
        ).flat(),
      );
      follow(browser, many ?? []);
      const ratio = follow(browser, one ?? []) / follow(browser, many ?? []);
      const what = `${REQUESTS} ${passes ? "passing" : "failing"} ${resourceType}s, ${browser}`;
      const name = `one URL to as many, ${what}`;
      report({ of: "engine", name, value: ratio, unit: "×", goal: { atMost: ALLOWED } });
    }
  }
}

/** The maximum ratio for four times as many images of one URL that all fail at once. */
const ALLOWED_FOR_FOURFOLD = 32;

/** All events of `count` images of one URL that a page loads at once, and that all fail. */
function failingAtOnce(count: number): Observation[] {
  const url = "https://api.test/items";
  const all = Array.from({ length: count }, (_, index) => {
    const at = 1e12 + index / 10;
    const facts = someFacts({ requestId: `${index}`, resourceType: "image" });
    const element = anElement({ url, resourceType: "image" });
    return [
      ...neverSentLife({ facts, url, method: "GET", at }, at + 500),
      { kind: "element-failed", ...page, timeStamp: at + 505, element } as const,
    ];
  });
  return all.flat().sort((a, b) => a.timeStamp - b.timeStamp);
}

for (const browser of ["chromium", "gecko"] as const) {
  const record = (count: number) => {
    const log = new ExchangeLog(browser, { exchangesPerTab: REQUESTS, totalSize: 1e9 });
    const observations = failingAtOnce(count);
    const start = performance.now();
    for (const observation of observations) log.apply(observation);
    return performance.now() - start;
  };
  record(REQUESTS / 4);
  const ratio = record(REQUESTS) / record(REQUESTS / 4);
  const what = `${REQUESTS} images of one URL failing at once beside a quarter, ${browser}`;
  const goal = { atMost: ALLOWED_FOR_FOURFOLD };
  report({ of: "engine", name: what, value: ratio, unit: "×", goal });
}
