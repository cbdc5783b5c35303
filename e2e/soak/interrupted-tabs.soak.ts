import { describe, expect, it } from "vitest";
import { judge } from "../../src/verdict/judge.ts";
import type { DrivenPage, DrivenPanel } from "../both/driven-browser.ts";
import { type Recorded, recordedByWorker } from "../both/recorded-by-worker.ts";
import { CHOSEN_BROWSERS } from "./chosen-browsers.ts";

interface Tabs {
  discard(tabId: number): Promise<unknown>;
  get(tabId: number): Promise<{ discarded: boolean }>;
  update(tabId: number, change: object): Promise<unknown>;
}
interface Inside {
  readonly chrome: {
    readonly tabs: Tabs;
    readonly storage: { session: { get(keys: null): Promise<Record<string, unknown>> } };
  };
}

const judged = ({ wanted }: Recorded) =>
  wanted
    .map((exchange) => {
      const { outcome, cause } = judge(exchange);
      const { pathname, search } = new URL(exchange.hops[0]?.url ?? "");
      return `${pathname.split("/").at(-1)}${search}: ${outcome} ${cause?.code ?? ""}`.trim();
    })
    .sort();

const tabIdOf = (panel: DrivenPanel) =>
  panel.evaluate(() => Number(new URL(location.href).searchParams.get("tabId")));

describe.each(CHOSEN_BROWSERS)(
  "a tab in %s, while one of its requests is under way,",
  (product, use) => {
    const browser = use(undefined, undefined, { keepsPages: true });

    /** A tab that has received one response, and waits for another. */
    async function waitingTab(name: string) {
      const { lab } = browser;
      lab.respond(`${name}-refused`, { response: { headers: [] } });
      lab.respond(`${name}-waits`, { response: "hang" });
      const page = await browser.newPage();
      await page.goto(`${lab.origins.page}/blank?${name}`);
      await page.fetch(lab.url("apiA", `${name}-refused`));
      const waits = lab.url("apiA", `${name}-waits`);
      await page.evaluate((url: string) => void fetch(url).catch(() => {}), waits);
      await lab.requestArrived(({ target }) => waits.endsWith(target));
      const panel = await page.openPanel();
      const tabId = await tabIdOf(panel);
      return { page, panel, tabId };
    }

    const fetchAgain = (page: DrivenPage, name: string) =>
      page.fetch(`${browser.lab.url("apiA", `${name}-refused`)}?again`);
    const blocked = "blocked missing-allow-origin";

    it("closes: nothing is left of it, and another tab keeps all", async () => {
      const other = await waitingTab("other");
      const { page, panel, tabId } = await waitingTab("closes");
      await panel.evaluate(() => window.close()).catch(() => {});
      await page.close();
      const keysLeft = () =>
        other.panel.evaluate(async (id: number) => {
          const { chrome } = globalThis as unknown as Inside;
          const keys = Object.keys(await chrome.storage.session.get(null));
          return keys.filter((key) => Number(key.split(":")[1]) === id);
        }, tabId);
      await expect.poll(keysLeft, { timeout: 10_000 }).toEqual([]);
      expect(judged(await recordedByWorker(other.panel, "other-"))).toEqual([
        `other-refused: ${blocked}`,
        "other-waits: pending",
      ]);
      await other.page.close();
    });

    it("is discarded: nothing stays under way, and what was recorded stays", async () => {
      const { page, panel, tabId } = await waitingTab("discarded");
      await panel.evaluate(async (id: number) => {
        await (globalThis as unknown as Inside).chrome.tabs.discard(id);
      }, tabId);
      const rows = async () => judged(await recordedByWorker(panel, "discarded-", tabId));
      await expect
        .poll(rows, { timeout: 10_000 })
        .toEqual([`discarded-refused: ${blocked}`, "discarded-waits: aborted aborted"]);
      await page.close().catch(() => {});
    });

    // Playwright does not survive a crash in Chromium.
    it.runIf(product === "Firefox")(
      "crashes: nothing stays under way, and what was recorded stays",
      async () => {
        const { page, panel, tabId } = await waitingTab("crashed");
        await page.crash();
        const rows = async () => judged(await recordedByWorker(panel, "crashed-", tabId));
        await expect
          .poll(rows, { timeout: 10_000 })
          .toEqual([`crashed-refused: ${blocked}`, "crashed-waits: aborted aborted"]);
        await page.close();
      },
    );

    it("goes and is brought back from the cache: what it requests then is judged as ever", async () => {
      const name = "restored";
      const { page, panel, tabId } = await waitingTab(name);
      const goAndComeBack = async () => {
        await page.evaluate(() =>
          addEventListener("pageshow", ({ persisted }) => {
            document.title = persisted ? "restored" : "loaded";
          }),
        );
        await page.goto(`${browser.lab.origins.page}/blank?elsewhere`);
        await page.evaluate(() => window.setTimeout(() => history.back(), 10));
        const address = () => page.evaluate(() => location.search).catch(() => "");
        await expect.poll(address, { timeout: 10_000 }).toBe(`?${name}`);
      };
      await goAndComeBack();
      // Firefox does not cache a page that waits for a response.
      const title = await page.evaluate(() => document.title);
      if (product === "Chromium") expect(title).toBe("restored");
      await fetchAgain(page, name);
      const rows = async () => judged(await recordedByWorker(panel, `${name}-`, tabId));
      await expect.poll(rows, { timeout: 10_000 }).toContain(`${name}-refused?again: ${blocked}`);
      const pending = async () => (await recordedByWorker(panel, `${name}-`, tabId)).pending;
      await expect.poll(pending, { timeout: 10_000 }).toEqual([]);
      await page.close();
    });
  },
);
