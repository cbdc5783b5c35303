import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Exchange } from "../exchange/exchange.ts";
import type { FakeView } from "../platform/view-door.test-fake.ts";
import { decideExchange } from "../verdict/decide-exchange.ts";
import { FakeBrowser } from "./browser.test-fake.ts";
import { eventsOf, KINDS } from "./mixed-events.test-builder.ts";

const START = 1_000_000;

beforeEach(() => {
  vi.useFakeTimers({ now: START });
  vi.spyOn(console, "warn").mockImplementation(() => {});
});
afterEach(() => void vi.useRealTimers());

/** Each exchange of a view: its URLs, its ending and its verdict. */
function judgedIn(view: FakeView): readonly string[] {
  const exchanges = new Map<string, Exchange>();
  for (const message of view.sent) {
    if (message.type === "snapshot")
      for (const one of message.exchanges) exchanges.set(one.id, one);
    if (message.type !== "delta") continue;
    for (const id of message.removed) exchanges.delete(id);
    for (const one of message.changed) exchanges.set(one.id, one);
  }
  const rows = [...exchanges.values()].map((exchange) => {
    const urls = exchange.hops.map(
      ({ url, preflight }) => `${url}${preflight ? " preflight" : ""}`,
    );
    const { outcome, cause, certainty } = decideExchange(exchange).decision;
    return `${urls} ${exchange.ending.kind} ${outcome} ${cause?.code} ${certainty}`;
  });
  return rows.sort();
}

const HOUR = 3_600_000;

/** Shows a page that makes one request of every kind, while the clock jumps after so many events. */
async function judgedWhere(jumpAt: number, ms: number, diesThen = false) {
  const browser = new FakeBrowser();
  let worker = browser.start();
  const all = KINDS.flatMap((_, n) => eventsOf(n));
  const page = { tabId: 1, frameId: 0, url: "https://app.test/", documentId: "D1" };
  worker.events.navigate({ ...page, timeStamp: START - 10 });
  for (const [at, [kind, details]] of all.entries()) {
    await vi.advanceTimersByTimeAsync(10);
    if (at === jumpAt) {
      vi.setSystemTime(Date.now() + ms);
      if (diesThen) worker = browser.start();
    }
    worker.events.request(kind, { ...details, timeStamp: Date.now() - 1 });
  }
  const panel = worker.views.open("panel:1");
  await vi.advanceTimersByTimeAsync(1_000);
  return { judged: judgedIn(panel), state: panel.state, count: all.length };
}

/** The result of an event page that wakes and gets the events grouped by kind, in this order. */
async function judgedWhereHeard(order: readonly string[]) {
  const worker = new FakeBrowser().start();
  const page = { tabId: 1, frameId: 0, url: "https://app.test/", documentId: "D1" };
  worker.events.navigate({ ...page, timeStamp: START - 10 });
  const all = KINDS.flatMap((_, n) => eventsOf(n)).map(([kind, details], at) => ({
    ...{ kind, details: { ...details, timeStamp: START + at * 500 } },
  }));
  await vi.advanceTimersByTimeAsync(all.length * 500);
  const rank = ({ kind }: { kind: string }) => order.indexOf(kind);
  if (order.length > 0) all.sort((a, b) => rank(a) - rank(b));
  for (const { kind, details } of all) worker.events.request(kind, details);
  const panel = worker.views.open("panel:1");
  await vi.advanceTimersByTimeAsync(1_000);
  return judgedIn(panel);
}

it("events that arrive seconds late, kind by kind, change no verdict", async () => {
  const kinds = [...new Set(KINDS.flatMap((_, n) => eventsOf(n)).map(([kind]) => kind))];
  const judged = await judgedWhereHeard([]);
  expect(judged).toHaveLength(KINDS.length);
  expect(await judgedWhereHeard(kinds)).toEqual(judged);
  expect(await judgedWhereHeard(kinds.toReversed())).toEqual(judged);
});

describe("a clock that jumps", () => {
  it.each([
    ["back an hour", -HOUR],
    ["back a year", -8_766 * HOUR],
    ["back a tenth of a second", -100],
    ["forward an hour", HOUR],
  ])("%s, between any two events, changes no verdict", async (_name, ms) => {
    const { judged, count } = await judgedWhere(-1, 0);
    expect(judged).toHaveLength(KINDS.length);
    for (let at = 0; at < count; at++) {
      const jumped = await judgedWhere(at, ms);
      expect([at, ...jumped.judged]).toEqual([at, ...judged]);
      expect(jumped.state).toMatchObject({ dropped: 0, notUnderstood: 0 });
    }
  });

  it("back an hour while the worker is stopped, changes no verdict", async () => {
    const { judged, count } = await judgedWhere(-1, 0);
    for (let at = 0; at < count; at++) {
      expect([at, ...(await judgedWhere(at, -HOUR, true)).judged]).toEqual([at, ...judged]);
    }
  });
});
