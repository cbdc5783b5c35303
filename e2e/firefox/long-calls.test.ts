import { describe, expect, it } from "vitest";
import type { CorsHar } from "../../src/report/har.ts";
import { LONG_CALLS, serveLongCall } from "../lab/long-calls.ts";
import { exportHarWhen } from "./exports.ts";
import { useSetting } from "./setting.ts";

describe("calls longer than what the probe sends of one", () => {
  const setting = useSetting();

  it.each(LONG_CALLS.map((long, index) => ({ ...long, id: `long-${index}` })))(
    "are one row, with all its evidence: $name",
    async (long) => {
      const { lab, browser } = setting;
      const url = serveLongCall(lab, long, long.id);
      const page = await browser.newPage();
      await page.goto(`${lab.origins.page}/blank`);
      const panel = await browser.openPanel(await browser.tabIdOf(page));
      await page.reload();
      await page.evaluate(
        (call, of) => {
          const run = new Function("URL_", `return ${call}`) as (url: string) => unknown;
          Promise.resolve(run(of)).catch(() => {});
        },
        long.call,
        url,
      );
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
      const har = await exportHarWhen(browser, panel, isOver);
      expect(rows(har)).toMatchObject([long.wanted]);
      await panel.close();
      await page.close();
    },
  );
});
