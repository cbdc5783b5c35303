import { expect } from "vitest";
import { recordedByWorker } from "../both/recorded-by-worker.ts";
import type { Part } from "./part.ts";

interface Tab {
  readonly id: number;
  readonly status: string;
  readonly title: string;
}
interface Tabs {
  create(options: { url: string; active: boolean }): Promise<Tab>;
  get(id: number): Promise<Tab>;
  remove(ids: readonly number[]): Promise<void>;
}
interface Storage {
  readonly session: { get(keys: null): Promise<Record<string, unknown>> };
}
interface Inside {
  readonly chrome: { readonly tabs: Tabs; readonly storage: Storage };
}

/** Each of many tabs keeps its own recording over a death, and nothing remains when it is closed. */
export const manyTabs: Part = {
  name: "200 tabs",
  run: async ({ browser, id, scale, quietIsWhole, say }) => {
    const { lab } = browser;
    const tabs = Math.max(1, Math.round(200 * scale));
    lab.respond(`${id}-api`, { response: { headers: [] } });
    const api = lab.url("apiA", `${id}-api`);
    lab.respond(id, ({ target }) => {
      const n = new URLSearchParams(target.slice(target.indexOf("?"))).get("n");
      const script = `[...Array(5).keys()].map((it) => fetch("${api}?n=${n}-" + it).catch(() => {}))`;
      return {
        headers: [["Content-Type", "text/html"]],
        body: `<!doctype html><title>Tab ${n}</title><script>${script}</script>`,
      };
    });
    const page = await browser.newPage();
    await page.goto(`${lab.origins.page}/blank?${id}`);
    const inside = await page.openPanel();
    const began = performance.now();
    const tabIds = await inside.evaluate(
      async (url: string, count: number) => {
        const { chrome } = globalThis as unknown as Inside;
        const ids: number[] = [];
        for (let n = 0; n < count; n++) {
          ids.push((await chrome.tabs.create({ url: `${url}?n=${n}`, active: false })).id);
        }
        return ids;
      },
      lab.url("page", id),
      tabs,
    );
    const recordedOf = async (tabId: number) => {
      const { wanted, pending, state } = await recordedByWorker(inside, `${id}-api`, tabId);
      const urls = wanted.map(({ hops }) => hops[0]?.url ?? "").sort();
      // If nothing was recorded, this shows whether there was anything to record.
      const shown = await inside.evaluate(async (id: number) => {
        const { status, title } = await (globalThis as unknown as Inside).chrome.tabs.get(id);
        return `${title}, ${status}`;
      }, tabId);
      return { urls, pending: pending.length, dropped: state.dropped, shown };
    };
    const expected = (n: number) => ({
      urls: [0, 1, 2, 3, 4].map((it) => `${api}?n=${n}-${it}`),
      pending: 0,
      dropped: 0,
      shown: `Tab ${n}, complete`,
    });
    for (const [n, tabId] of tabIds.entries()) {
      await expect.poll(() => recordedOf(tabId), { timeout: 120_000 }).toEqual(expected(n));
    }
    const took = performance.now() - began;
    const memory = await browser.memory();
    await quietIsWhole(inside);
    await browser.stopWorker();
    for (const [n, tabId] of tabIds.entries()) expect(await recordedOf(tabId)).toEqual(expected(n));
    await quietIsWhole(inside);
    await inside.evaluate(
      (ids: readonly number[]) => (globalThis as unknown as Inside).chrome.tabs.remove(ids),
      tabIds,
    );
    const keysLeft = () =>
      inside.evaluate(async (ids: readonly number[]) => {
        const { chrome } = globalThis as unknown as Inside;
        const keys = Object.keys(await chrome.storage.session.get(null));
        return keys.filter((key) => ids.includes(Number(key.split(":")[1])));
      }, tabIds);
    await expect.poll(keysLeft, { timeout: 60_000 }).toEqual([]);
    await quietIsWhole(inside);
    await inside.close();
    await page.close();
    say(`${Math.round(took)} ms, ${tabs} tabs whole, worker ${Math.round(memory / 1e6)} MB`);
  },
};
