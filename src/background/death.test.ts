import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Exchange } from "../exchange/exchange.ts";
import type { Browser } from "../observation/observation.ts";
import { settled } from "../platform/session-storage.test-fake.ts";
import type { SessionStore } from "../platform/session-storage.ts";
import { decideExchange } from "../verdict/decide-exchange.ts";
import { judge } from "../verdict/judge.ts";
import { FakeBrowser } from "./browser.test-fake.ts";
import { eventsOf, KINDS } from "./mixed-events.test-builder.ts";

/** Storage that acts immediately but resolves only when allowed to: until then a write is under way. */
class SlowStore implements SessionStore {
  readonly #store: SessionStore;
  #replies: (() => void)[] = [];
  isDead = false;

  constructor(store: SessionStore) {
    this.#store = store;
  }

  async #call<T>(act: () => Promise<T>): Promise<T> {
    if (this.isDead) return new Promise(() => {});
    const done = act();
    // A storage that keeps up has only a few writes under way.
    if (this.#replies.length >= 12) this.reply();
    await new Promise<void>((resolve) => this.#replies.push(resolve));
    return done;
  }

  reply(): void {
    for (const resolve of this.#replies.splice(0)) resolve();
  }

  getAll = () => this.#call(() => this.#store.getAll());
  set = (items: Readonly<Record<string, unknown>>) => this.#call(() => this.#store.set(items));
  remove = (keys: readonly string[]) => this.#call(() => this.#store.remove(keys));
}

/** The steps: an event of a request, the storage's replies, time that passes, or the end of a worker. */
type Step =
  | { readonly act: "event"; readonly of: number }
  | { readonly act: "reply" }
  | { readonly act: "time" }
  | { readonly act: "death"; readonly isWatched: boolean; readonly lost?: number };

const REQUESTS = 2 * KINDS.length;

const step = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ act: fc.constant("event" as const), of: fc.nat(REQUESTS - 1) }),
  },
  { weight: 3, arbitrary: fc.constantFrom({ act: "reply" as const }, { act: "time" as const }) },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constant("death" as const), isWatched: fc.boolean() }),
  },
);

/**
 * The final content of a panel after these steps, with one more worker stopped at the end.
 *
 * @param endless the requests whose last event reaches no worker.
 */
async function leftAfter(
  steps: readonly Step[],
  endless: readonly number[] = [],
  engine: Browser = "chromium",
) {
  // Shortly after the first events: a worker was never idle.
  vi.setSystemTime(1_001_000);
  const browser = new FakeBrowser(engine);
  const left = Array.from({ length: REQUESTS }, (_, n) =>
    eventsOf(n, engine).slice(0, endless.includes(n) ? -1 : undefined),
  );
  /** How many of the next events reach no worker. */
  let unheard = 0;
  let store = new SlowStore(browser.store);
  let worker = browser.start(store);
  const next = (isWatched: boolean) => {
    store.isDead = true;
    store = new SlowStore(browser.store);
    worker = browser.start(store);
    if (isWatched) worker.views.open("panel:1");
  };
  const rest = left.flatMap((events, of) => events.map(() => ({ act: "event" as const, of })));
  for (const one of [...steps, ...rest]) {
    if (one.act === "event") {
      const event = left[one.of]?.shift();
      if (event !== undefined && --unheard < 0) worker.events.request(...event);
      // In a burst the last events are not written yet; 200 events a second are not a burst.
      await vi.advanceTimersByTimeAsync(5);
    } else if (one.act === "reply") store.reply();
    else if (one.act === "time") await vi.advanceTimersByTimeAsync(100);
    else {
      next(one.isWatched);
      unheard = one.lost ?? 0;
    }
    // A task ends when all pending callbacks have run.
    await settled();
  }
  next(false);
  const panel = worker.views.open("panel:1");
  for (let turn = 0; turn < 20; turn++) {
    store.reply();
    await vi.advanceTimersByTimeAsync(200);
  }
  const exchanges = new Map<string, Exchange>();
  for (const message of panel.sent) {
    if (message.type === "snapshot")
      for (const one of message.exchanges) exchanges.set(one.id, one);
    if (message.type !== "delta") continue;
    for (const id of message.removed) exchanges.delete(id);
    for (const one of message.changed) exchanges.set(one.id, one);
  }
  return { exchanges: [...exchanges.values()], state: panel.state };
}

/** The final content as text, for comparisons. */
async function shownAfter(...given: Parameters<typeof leftAfter>): Promise<readonly string[]> {
  const { exchanges, state } = await leftAfter(...given);
  const { dropped, notUnderstood } = state ?? {};
  // An unheard preflight looks the same as one that the cache saved.
  const rows = exchanges.map((one) =>
    one.completeness === "preflight-unheard" && one.hops[0]?.url.includes("/put-cached/")
      ? { ...one, completeness: "complete" as const }
      : one,
  );
  return [
    JSON.stringify({ dropped, notUnderstood }),
    ...rows.map((one) => JSON.stringify([one, decideExchange(one).decision])),
  ].sort();
}

/** The judgement of each shown request: its outcome, cause and certainty. */
async function judgedAfter(...given: Parameters<typeof leftAfter>) {
  const { exchanges } = await leftAfter(...given);
  // A request whose events before a redirect were all lost looks like a separate request.
  const whole = exchanges.filter(
    ({ hops: [hop] }) => hop?.url.startsWith("https://api.test/") && !hop.url.endsWith("/there"),
  );
  return whole.map((one) => {
    const { outcome, cause, certainty, preflight, reachedServer, initiatorOrigin } = judge(one);
    const because = cause && `${cause.code} ${cause.stage} ${cause.hop} ${cause.parameter}`;
    return {
      n: Number(/\d+/.exec(one.hops[0]?.url ?? "")?.[0]),
      certainty,
      said: [outcome, because, initiatorOrigin],
      // Additional facts, which may be unknown.
      beside: [preflight.seen, reachedServer ?? "unknown"],
    };
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, "warn").mockImplementation(() => {});
});
afterEach(() => void vi.useRealTimers());

describe("the death of the worker", () => {
  it("loses, duplicates and changes nothing, between two events, in a write or at its start", async () => {
    const undisturbed = await shownAfter([]);
    expect(undisturbed).toHaveLength(REQUESTS + 1);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 120 }), async (steps) => {
        expect(await shownAfter(steps)).toEqual(undisturbed);
      }),
      { numRuns: 60 },
    );
  });

  it("leaves requests open whose end was missed, and changes nothing else", async () => {
    const undisturbed = await shownAfter([]);
    const idOf = (row: string) => row.match(/"id":"(\d+)"/)?.[1];
    const ofOthers = (rows: readonly string[], ids: readonly number[]) =>
      rows.filter((row) => !ids.includes(Number(idOf(row) ?? -1)));
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 120 }),
        fc.uniqueArray(fc.nat(REQUESTS - 1), { minLength: 1, maxLength: 4 }),
        async (steps, endless) => {
          const shown = await shownAfter(steps, endless);
          expect(ofOthers(shown, endless)).toEqual(ofOthers(undisturbed, endless));
          const left = shown.filter((row) => endless.includes(Number(idOf(row) ?? -1)));
          expect(left).toHaveLength(endless.length);
          for (const row of left)
            expect(row).toMatch(/"outcome":"unknown".*"certainty":"ambiguous"/);
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each(["chromium", "gecko"] as const)(
    "with missed events, in %s, makes nothing wrongly certain, and duplicates nothing",
    async (engine) => {
      const undisturbed = await judgedAfter([], [], engine);
      expect(undisturbed).toHaveLength(REQUESTS);
      const losing = fc.record({
        act: fc.constant("death" as const),
        isWatched: fc.boolean(),
        lost: fc.integer({ min: 1, max: 8 }),
      });
      const steps = fc.array(
        fc.oneof({ weight: 6, arbitrary: step }, { weight: 1, arbitrary: losing }),
        { minLength: 80, maxLength: 160 },
      );
      await fc.assert(
        fc.asyncProperty(steps, async (disturbed) => {
          const judged = await judgedAfter(disturbed, [], engine);
          const before = new Map(undisturbed.map((one) => [one.n, one]));
          const wrong = judged.filter(({ n, certainty, said, beside }) => {
            const was = before.get(n);
            const isOther = `${said}` !== `${was?.said}`;
            const isElse = beside.some((one, i) => one !== "unknown" && one !== was?.beside[i]);
            return certainty === "certain" && (isOther || isElse);
          });
          expect(wrong).toEqual([]);
          expect(new Set(judged.map(({ n }) => n)).size).toBe(judged.length);
        }),
        { numRuns: 40 },
      );
    },
  );

  it("starts empty where the storage is empty, as after a restart of the browser or an update", async () => {
    const browser = new FakeBrowser();
    const worker = browser.start();
    for (const event of eventsOf(0)) worker.events.request(...event);
    await vi.advanceTimersByTimeAsync(100);
    browser.store.items.clear();
    const again = browser.start();
    for (const event of eventsOf(1)) again.events.request(...event);
    const panel = again.views.open("panel:1");
    await vi.advanceTimersByTimeAsync(100);
    expect([panel.shown, panel.state?.dropped]).toEqual([["1"], 0]);
  });
});
