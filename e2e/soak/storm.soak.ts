import { describe, expect, it } from "vitest";
import { BROWSERS } from "../both/driven-browser.ts";
import { snapshotOfWorker } from "./worker-snapshot.ts";

const REQUESTS = Number(process.env.CROSSCHECK_REQUESTS ?? 20_000);
/** Of ordinary requests at least so many are kept. */
const KEPT = 10_000;

describe.each(BROWSERS)("a storm in a tab, in %s", (_product, use) => {
  const browser = use();

  it("leaves a quiet tab beside it whole, and outlives the worker", async () => {
    const { lab, page } = browser;
    lab.respond("storm", () => ({
      headers: [
        ["Access-Control-Allow-Origin", lab.origins.page],
        ["Content-Type", "application/json; charset=utf-8"],
        ["Cache-Control", "no-store"],
      ],
      body: "{}",
    }));
    lab.respond("quiet", { response: { headers: [] } });
    const quiet = await browser.newPage();
    await quiet.goto(`${lab.origins.page}/blank?quiet`);
    for (let n = 0; n < 20; n++) await quiet.fetch(`${lab.url("apiA", "quiet")}?n=${n}`);
    await page.goto(`${lab.origins.page}/blank?storm`);
    const began = Date.now();
    await page.evaluate(
      async (url: string, count: number) => {
        let next = 0;
        const worker = async () => {
          for (let n = next++; n < count; n = next++) {
            await fetch(`${url}?n=${n}`).then((response) => response.text());
          }
        };
        await Promise.all(Array.from({ length: 40 }, worker));
      },
      lab.url("apiA", "storm"),
      REQUESTS,
    );
    console.info(`${REQUESTS} requests in ${Date.now() - began} ms`);
    const panels = [await page.openPanel(), await quiet.openPanel()] as const;
    const tell = async () =>
      [await snapshotOfWorker(panels[0]), await snapshotOfWorker(panels[1])] as const;
    const [storm, calm] = await tell();
    const kept = Object.keys(storm.digests).length;
    console.info(`${kept} kept, ${storm.dropped} dropped, ${storm.unsaved} not stored`);
    // The page's own document is one more in each tab, and perhaps its icon.
    expect([1, 2]).toContain(kept + storm.dropped - REQUESTS);
    expect(kept).toBeGreaterThanOrEqual(Math.min(KEPT, REQUESTS));
    expect([21, 22]).toContain(Object.keys(calm.digests).length);
    expect(calm.dropped).toBe(0);
    expect([storm.pending, calm.pending, storm.unsaved]).toEqual([[], [], 0]);
    await browser.stopWorker();
    const again = Date.now();
    const [stormAfter, calmAfter] = await tell();
    console.info(`back in ${Date.now() - again} ms`);
    expect(calmAfter).toEqual(calm);
    expect(stormAfter).toEqual(storm);
  });
});
