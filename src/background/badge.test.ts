import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ExchangeLog } from "../exchange/exchange-log.ts";
import { exchangesOf } from "../exchange/exchanges-of.test-builder.ts";
import { aNavigation, completedLife, someFacts } from "../observation/observation.test-builder.ts";
import type { Observation, RequestObservation } from "../observation/observation.ts";
import { FakeToolbar } from "../platform/toolbar.test-fake.ts";
import { Badge } from "./badge.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A request that CORS blocks, as Chromium ends it. */
function blocked(requestId: string, facts: Partial<ReturnType<typeof someFacts>> = {}) {
  const of = someFacts({ requestId, ...facts });
  const headers = [
    ["Origin", "https://app.test"],
    ["Sec-Fetch-Mode", "cors"],
  ] as const;
  const url = "https://api.test/";
  const life = completedLife({ facts: of, url, method: "GET", at: 10, requestHeaders: headers });
  const ended: RequestObservation = {
    kind: "failed",
    ...of,
    ...{ url, method: "GET", timeStamp: 13, error: "net::ERR_FAILED", fromCache: false, ip: null },
  };
  return [...life.slice(0, 3), ended];
}

function watched() {
  const log = new ExchangeLog("chromium");
  const toolbar = new FakeToolbar();
  const badge = new Badge(log, toolbar, () => false);
  const see = (...observations: Observation[]) => {
    for (const observation of observations) badge.update(log.apply(observation));
    vi.runAllTimers();
  };
  return { log, toolbar, badge, see };
}

it("counts a tab's blocked requests, and none once the tab is closed", () => {
  const { toolbar, see } = watched();
  see(...blocked("1"), ...blocked("2"), ...blocked("3", { tabId: 2 }));
  expect([toolbar.of(1), toolbar.of(2), toolbar.of(3)]).toEqual(["2", "1", ""]);
  see(aNavigation({ timeStamp: 100, documentId: "D2" }));
  expect([toolbar.of(1), toolbar.of(2)]).toEqual(["", "1"]);
  expect(toolbar.meaningOf(1)).toBe("extension_name");
});

it("does not count for a page requests that changed shortly before it was shown", () => {
  const { log, toolbar, badge } = watched();
  for (const observation of blocked("1")) badge.update(log.apply(observation, true));
  badge.pageShown(1);
  log.apply(aNavigation({ timeStamp: 100, documentId: "D2" }), true);
  vi.runAllTimers();
  expect(toolbar.of(1)).toBe("");
});

it("draws nothing if no number changed", () => {
  const { toolbar, see } = watched();
  see(...blocked("1").slice(0, 3));
  expect(toolbar.color).toBe("");
});

it("explains its number in the tooltip", () => {
  const { log, toolbar, badge, see } = watched();
  expect(toolbar.meaningOf(1)).toBe("extension_name");
  see(...blocked("1"));
  expect([toolbar.meaningOf(1), toolbar.meaningOf(2)]).toEqual(["badge_count", "extension_name"]);
  badge.setAccess(false);
  expect([toolbar.meaningOf(1), toolbar.meaningOf(2)]).toEqual([
    "badge_no_access",
    "badge_no_access",
  ]);
  const trying = new Badge(log, toolbar, () => true);
  trying.redraw(1);
  expect(toolbar.meaningOf(1)).toBe("badge_trial");
});

it("does not count requests of workers without a tab, although the tab shows them", () => {
  const { log, toolbar, badge, see } = watched();
  see(...blocked("1"), ...blocked("w", { tabId: -1, frameId: -1, documentId: null }));
  expect(exchangesOf(log, 1)).toHaveLength(2);
  expect(toolbar.of(1)).toBe("1");
  badge.recount();
  vi.runAllTimers();
  expect(toolbar.of(1)).toBe("1");
});

it("is a grey exclamation mark in every tab while requests cannot be observed", () => {
  const { toolbar, badge, see } = watched();
  see(...blocked("1"));
  const red = toolbar.color;
  badge.setAccess(false);
  expect([toolbar.of(1), toolbar.of(2)]).toEqual(["!", "!"]);
  expect(toolbar.color).not.toBe(red);
  see(...blocked("2"));
  expect(toolbar.of(1)).toBe("!");
  badge.setAccess(true);
  expect([toolbar.of(1), toolbar.of(2), toolbar.color]).toEqual(["2", "", red]);
});

it("shows that there are many", () => {
  const { toolbar, see } = watched();
  for (let n = 0; n < 1001; n++) see(...blocked(`${n}`));
  expect(toolbar.of(1)).toBe("999+");
});

it("counts a refused frame, but not the tab's own page", () => {
  const { toolbar, see } = watched();
  const navigated = (requestId: string, resourceType: string) => {
    const facts = someFacts({ requestId, resourceType });
    const url = `https://api.test/${requestId}`;
    return completedLife({
      ...{ facts, url, method: "GET", at: 10 },
      requestHeaders: [["Sec-Fetch-Mode", "navigate"]],
      responseHeaders: [["X-Frame-Options", "DENY"]],
    });
  };
  see(...navigated("frame", "sub_frame"), ...navigated("page", "main_frame"));
  expect(toolbar.of(1)).toBe("1");
});
