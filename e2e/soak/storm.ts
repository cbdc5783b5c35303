import { expect } from "vitest";
import type { Exchange } from "../../src/exchange/exchange.ts";
import { judge } from "../../src/verdict/judge.ts";
import type { DrivenPage } from "../both/driven-browser.ts";
import { atRest, known, type Recorded } from "../both/recorded-by-worker.ts";
import type { Lab } from "../lab/lab.ts";
import { watchBusy } from "./busy.ts";
import type { Part } from "./part.ts";

/** What storage.session holds. */
const QUOTA = 10_485_760;
/** What the worker takes at most for a recording at its bound; in Firefox with its process. */
const MOST_MEMORY = { chromium: 160_000_000, gecko: 600_000_000 };
/** A frame of the panel lasts no longer. */
export const LONGEST_FRAME_MS = 100;

/** Where a storm is made. */
export interface Place {
  readonly lab: Lab;
  readonly page: DrivenPage;
  /** A text of its URLs alone. */
  readonly id: string;
  /** So many, in proportion to how large the storm is to be. */
  count(full: number): number;
}

export interface Made {
  /** How many exchanges; null where the browser decides, or what came before is gone with its page. */
  readonly exchanges: number | null;
  /** How many of them go on. */
  readonly pending?: number;
  /** URLs of the last ones, which are kept whatever goes. */
  readonly newest: readonly string[];
  /** Of each of the newest: the outcome and the code of its cause. */
  readonly verdict: string;
  /** How many are kept at least. */
  readonly kept?: number;
  /** Ends what goes on. */
  end?(): void;
}

/** What a page does to a recording beyond ordinary use. */
export interface Storm {
  readonly name: string;
  /** No panel is open on it, and so no probe is in the page. */
  readonly isUnwatched?: true;
  make(place: Place): Promise<Made>;
}

const verdictOf = (exchange: Exchange): string => {
  const { outcome, cause } = judge(exchange);
  return `${outcome} ${cause?.code ?? ""}`.trim();
};

/** What was recorded, with verdicts in place of the evidence of each. */
const verdictsOf = ({ wanted }: Recorded): ReadonlyMap<string, string> =>
  new Map(wanted.map((exchange) => [exchange.hops[0]?.url ?? "", verdictOf(exchange)]));

/**
 * Has a storm in its own tab, then the worker's death: nothing is lost uncounted, nothing is otherwise
 * than before the death, and a quiet tab is whole.
 */
export function partOfStorm({ name, isUnwatched, make }: Storm): Part {
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
        // The page's own document is one more, and perhaps its icon.
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
        // In a part of its size it stands for nothing, beside what else is done at random.
        if (scale === 1) expect(busy.cpu).toBeLessThan(LONGEST_FRAME_MS);
      } finally {
        // A part that fails is not to have later ones fail with it.
        await panel?.close();
        await page.close();
      }
    },
  };
}

/** By id, all that is known of each. Of what goes on nobody knows after a death whether it does. */
function comparable(recorded: Recorded): object {
  const { digests, wanted, pending, state } = known(recorded);
  const whole = wanted.map((one) => {
    // What is repeated says whose word it is.
    const marked = { ...one, fromLatePage: null };
    const { completeness, ...rest } = marked;
    return [one.id, pending.includes(one.id) ? rest : marked];
  });
  return { ids: Object.keys(digests), pending, state, wanted: Object.fromEntries(whole) };
}

/** Where something is not as it was. What was not known may be by now: probes repeat what may have gone. */
function lost(before: unknown, after: unknown, path = ""): string[] {
  if (before === null || before === after) return [];
  const isTree = typeof before === "object" && typeof after === "object" && after !== null;
  if (!isTree) return [`${path}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`];
  const [was, is] = [before, after] as [Record<string, unknown>, Record<string, unknown>];
  const names = new Set([...Object.keys(was), ...Object.keys(is)]);
  return [...names].flatMap((name) => lost(was[name], is[name], `${path}/${name}`));
}

/**
 * The URLs whose verdict is another one after the death. What goes on may have ended unheard, and is left open
 * until more is heard of it.
 */
function changes(before: Recorded, after: Recorded): readonly string[] {
  const later = verdictsOf(after);
  return [...verdictsOf(before)].flatMap(([url, verdict]) =>
    later.get(url) === (verdict === "pending" ? "unknown" : verdict)
      ? []
      : [`${url}: ${verdict} → ${later.get(url)}`],
  );
}
