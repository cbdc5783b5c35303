import { expect } from "vitest";
import type { Exchange } from "../../src/exchange/exchange.ts";
import { judge } from "../../src/verdict/judge.ts";
import type { DrivenPage } from "../both/driven-browser.ts";
import { atRest, known, type Recorded } from "../both/recorded-by-worker.ts";
import type { Lab } from "../lab/lab.ts";
import { watchBusy } from "./busy.ts";
import type { Part } from "./part.ts";

/** The quota of storage.session. */
const QUOTA = 10_485_760;
/** The worker's maximum memory for a recording at its bound; in Firefox with the panel's rows, in its process. */
const MOST_MEMORY = { chromium: 160_000_000, gecko: 250_000_000 };
/** The longest allowed frame of the panel. */
export const LONGEST_FRAME_MS = 100;

/** The place of a storm. */
export interface Place {
  readonly lab: Lab;
  readonly page: DrivenPage;
  /** A text that only its URLs contain. */
  readonly id: string;
  /** A number, scaled to the size of the storm. */
  count(full: number): number;
}

export interface Made {
  /**
   * The number of exchanges; null if the browser decides it, or if earlier ones were removed with their
   * page.
   */
  readonly exchanges: number | null;
  /** How many of them stay pending. */
  readonly pending?: number;
  /** The URLs of the last ones, which are kept in any case. */
  readonly newest: readonly string[];
  /** The outcome and the cause's code for each of the newest. */
  readonly verdict: string;
  /** The minimum number that is kept. */
  readonly kept?: number;
  /** Ends the pending ones. */
  end?(): void;
}

/** An unusual load on a recording. */
export interface Storm {
  readonly name: string;
  /** No panel is open for it, so the probe is not in the page. */
  readonly isUnwatched?: true;
  /** The longest allowed frame of the panel in milliseconds, where it differs in a browser. */
  readonly longestFrame?: Partial<typeof MOST_MEMORY>;
  make(place: Place): Promise<Made>;
}

const verdictOf = (exchange: Exchange): string => {
  const { outcome, cause } = judge(exchange);
  return `${outcome} ${cause?.code ?? ""}`.trim();
};

/** The recorded exchanges' verdicts by URL. */
const verdictsOf = ({ wanted }: Recorded): ReadonlyMap<string, string> =>
  new Map(wanted.map((exchange) => [exchange.hops[0]?.url ?? "", verdictOf(exchange)]));

/**
 * Makes a storm in its own tab, then kills the worker: nothing is lost uncounted, nothing changes by the
 * death, and a quiet tab is unchanged.
 */
export function partOfStorm({ name, isUnwatched, longestFrame, make }: Storm): Part {
  return {
    name,
    run: async ({ browser, id, scale, quietIsWhole, say }) => {
      const { lab } = browser;
      const page = await browser.newPage();
      await page.goto(`${lab.origins.page}/blank?${id}`);
      const early = isUnwatched ? null : await page.openPanel();
      let panel = early;
      try {
        await early?.bringToFront();
        const watch = early === null ? null : await watchBusy(browser, early);
        const count = (full: number) => Math.max(1, Math.round(full * scale));
        const began = performance.now();
        const made = await make({ lab, page, id, count });
        const took = performance.now() - began;
        const busy = (await watch?.longest()) ?? { wall: 0, cpu: 0 };
        panel = early ?? (await page.openPanel());
        const pending = made.pending ?? 0;
        const before = await atRest(panel, id, pending);
        const kept = Object.keys(before.digests).length;
        const memory = await browser.memory();
        const { dropped, lostReports = 0, unsaved = 0, notUnderstood } = before.state;

        say(
          `${Math.round(took)} ms, ${kept} kept, ${dropped} removed, ${lostReports} reports lost, panel busy ${busy.wall} ms (${busy.cpu} ms of a core), worker ${Math.round(memory / 1e6)} MB, ${Math.round(before.stored / 1e3)} kB stored`,
        );

        const verdicts = verdictsOf(before);
        const wrong = made.newest.filter((url) => verdicts.get(url) !== made.verdict);
        expect(wrong.map((url) => `${url}: ${verdicts.get(url)}, not ${made.verdict}`)).toEqual([]);
        // The page's document is one more exchange, and its icon may be another.
        if (made.exchanges !== null) expect([1, 2]).toContain(kept + dropped - made.exchanges);
        expect(kept).toBeGreaterThanOrEqual(made.kept ?? 0);
        expect({ pending: before.pending.length, unsaved, notUnderstood }).toEqual({
          pending,
          unsaved: 0,
          notUnderstood: 0,
        });
        expect(before.stored).toBeLessThan(QUOTA);
        const { engine } = browser;
        expect(memory).toBeLessThan(MOST_MEMORY[engine]);
        await quietIsWhole(panel);

        await browser.stopWorker();
        const after = await atRest(panel, id, pending);
        expect(changes(before, after)).toEqual([]);
        expect(lost(comparable(before), comparable(after))).toEqual([]);
        expect(after.stored).toBeLessThan(QUOTA);
        await quietIsWhole(panel);
        if (made.end !== undefined) {
          made.end();
          const ended = await atRest(panel, id, 0);
          expect(ended.pending).toEqual([]);
          const open = [...verdictsOf(ended)].filter(([, verdict]) => verdict === "unknown");
          expect(open).toEqual([]);
        }
        // A reduced storm beside other random parts shows nothing about the panel's frames.
        const longest = longestFrame?.[engine] ?? LONGEST_FRAME_MS;
        if (scale === 1) expect(busy.cpu).toBeLessThan(longest);
      } finally {
        // A failing part must not make later ones fail.
        await panel?.close();
        await page.close();
      }
    },
  };
}

/**
 * All that is known of each exchange, by id. The worker's death changes the completeness of a pending
 * exchange: its end may have been missed.
 */
function comparable(recorded: Recorded): object {
  const { digests, wanted, pending, state } = known(recorded);
  const whole = wanted.map((one) => {
    // The mark is absent, not null, until a report repeated after the death sets it: `lost` would count that.
    const marked = { ...one, fromLatePage: null };
    const { completeness, ...rest } = marked;
    return [one.id, pending.includes(one.id) ? rest : marked];
  });
  return { ids: Object.keys(digests), pending, state, wanted: Object.fromEntries(whole) };
}

/** The paths that changed. Null values may be set by now: probes repeat reports that may have been lost. */
function lost(before: unknown, after: unknown, path = ""): string[] {
  if (before === null || before === after) return [];
  const isTree = typeof before === "object" && typeof after === "object" && after !== null;
  if (!isTree) return [`${path}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`];
  const [was, is] = [before, after] as [Record<string, unknown>, Record<string, unknown>];
  const names = new Set([...Object.keys(was), ...Object.keys(is)]);
  return [...names].flatMap((name) => lost(was[name], is[name], `${path}/${name}`));
}

/**
 * The URLs whose verdict differs after the death. A pending request may have ended meanwhile, and stays
 * open until its next event.
 */
function changes(before: Recorded, after: Recorded): readonly string[] {
  const later = verdictsOf(after);
  return [...verdictsOf(before)].flatMap(([url, verdict]) =>
    later.get(url) === (verdict === "pending" ? "unknown" : verdict)
      ? []
      : [`${url}: ${verdict} → ${later.get(url)}`],
  );
}
