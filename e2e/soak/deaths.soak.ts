import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { BROWSERS } from "../both/driven-browser.ts";
import { differences, mixedRequests, requestAll, toldOf } from "./mixed-requests.ts";
import { randomFrom } from "./random.ts";

const REQUESTS = Number(process.env.CROSSCHECK_REQUESTS ?? 300);
const DEATHS = Number(process.env.CROSSCHECK_DEATHS ?? 30);
const SEED = Number(process.env.CROSSCHECK_SEED ?? 1);
/** Between two deaths, at most. */
const LIFE_MS = 1_000;

describe.each(BROWSERS)("deaths of the worker at any moment, in %s", (_product, use) => {
  const browser = use();

  it.each([
    ["with no panel open", false],
    ["with a panel open", true],
  ])("change nothing that is told, %s", async (_name, isOpen) => {
    const { lab, page } = browser;
    const random = randomFrom(SEED);
    const told: ReturnType<typeof toldOf>[] = [];
    for (const isDisturbed of [false, true]) {
      const round = `${isDisturbed ? "disturbed" : "calm"}${isOpen ? "-open" : ""}`;
      const urls = mixedRequests(lab, round, REQUESTS);
      await page.goto(`${lab.origins.page}/blank?${round}`);
      const panel = isOpen ? await page.openPanel() : null;
      if (isOpen) await page.reload();
      let deaths = isDisturbed ? 0 : DEATHS;
      let from = 0;
      // As long as there are deaths to come, the page goes on in small parts.
      while (from < REQUESTS) {
        const part = isDisturbed ? urls.slice(from, from + 20) : urls;
        from += part.length;
        let isOver = false;
        const requesting = requestAll(page, part).finally(() => {
          isOver = true;
        });
        while (!isOver && deaths < DEATHS) {
          await setTimeout(random() * LIFE_MS);
          await browser.interruptWorker();
          deaths++;
        }
        await requesting;
      }
      const reader = panel ?? (await page.openPanel());
      let last: ReturnType<typeof toldOf> = {};
      await reader.exportHarWhen((har) => {
        last = toldOf(har, round);
        const rows = Object.values(last).flat();
        return rows.length >= REQUESTS && !rows.some((row) => /^(?:pending|unknown)/.test(row));
      });
      told.push(last);
      await reader.close();
    }
    const [calm = {}, disturbed = {}] = told;
    expect(Object.keys(calm)).toHaveLength(REQUESTS);
    expect(differences(calm, disturbed)).toEqual([]);
  });
});
