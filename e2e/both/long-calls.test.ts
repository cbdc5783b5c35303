import { beforeAll, describe, expect, it } from "vitest";
import type { CorsHar } from "../../src/report/har.ts";
import { LONG_CALLS, serveLongCall } from "../lab/long-calls.ts";
import { BROWSERS, type DrivenPanel } from "./driven-browser.ts";

/** Makes the call, given as source text, without waiting for it. */
function makeCall(call: string, url: string): void {
  const run = new Function("URL_", `return ${call}`) as (url: string) => unknown;
  Promise.resolve(run(url)).catch(() => {});
}

describe.each(BROWSERS)("calls in %s longer than what the probe sends of one", (_product, use) => {
  const browser = use();
  let panel: DrivenPanel;

  beforeAll(async () => {
    const { lab, page } = browser;
    await page.goto(`${lab.origins.page}/blank`);
    panel = await page.openPanel();
  });

  it.each(LONG_CALLS.map((long, index) => ({ ...long, id: `long-${index}` })))(
    "are one row, with all its evidence: $name",
    async (long) => {
      const { lab, page } = browser;
      const url = serveLongCall(lab, long, long.id);
      await page.reload();
      await page.evaluate(makeCall, long.call, url);
      const rows = (har: CorsHar) =>
        har.log._cors.exchanges.filter((one) => one.url.includes(long.id));
      const isOver = (har: CorsHar) => {
        try {
          expect(rows(har)).toMatchObject([long.wanted]);
          return true;
        } catch {
          return false;
        }
      };
      const har = await panel.exportHarWhen(isOver);
      expect(rows(har)).toMatchObject([long.wanted]);
    },
  );
});
