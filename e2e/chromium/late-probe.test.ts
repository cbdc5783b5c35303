import { describe, expect, it } from "vitest";
import type { CorsHar } from "../../src/report/har.ts";
import { lateWrappersOf } from "../conformance/generate/late-wrappers.ts";
import { LATE_WRAPPERS, serveLateWrapper } from "../lab/late-wrappers.ts";
import { exportHarWhen } from "./exports.ts";
import { useSetting } from "./setting.ts";

const RELOAD = "Reload to record them";

const rowsOf = (har: CorsHar, id: string) =>
  har.log._cors.exchanges.filter(({ url }) => url.includes(`${id}-api`) || url.includes("outer"));

describe("a panel opened on a page that has wrapped what makes requests", () => {
  const setting = useSetting();

  const wrappers = [...LATE_WRAPPERS, ...lateWrappersOf(1, 10)];
  it.each(wrappers.map((wrapper, index) => ({ ...wrapper, id: `late-${index}` })))(
    "tells what was sent, and offers exact evidence: $name",
    async (wrapper) => {
      const { lab, browser } = setting;
      const page = await browser.context.newPage();
      await page.goto(serveLateWrapper(lab, wrapper, wrapper.id));
      const panel = await browser.openPanel(await browser.tabIdOf(page));
      await panel.getByRole("button", { name: RELOAD }).waitFor();
      await page.evaluate(`(async () => { await ${wrapper.call}; })().catch(() => {})`);
      // Whatever follows comes after all reports of the call.
      lab.respond(`${wrapper.id}-last`, { response: { headers: [] } });
      const last = lab.url("apiA", `${wrapper.id}-last`);
      await page.evaluate((url) => {
        new Image().src = url;
      }, last);
      const isOver = (har: CorsHar) =>
        har.log._cors.exchanges.some(({ url }) => url === last) &&
        rowsOf(har, wrapper.id).length >= wrapper.wanted.length &&
        rowsOf(har, wrapper.id).every(({ outcome }) => outcome !== "pending");
      const har = await exportHarWhen(panel, isOver);
      const rows = rowsOf(har, wrapper.id);
      expect(rows).toMatchObject(wrapper.wanted);
      for (const { url, calledFrom } of rows) {
        expect(url).toContain("?real");
        // The probe heard nothing of it.
        expect(calledFrom).toBeUndefined();
      }
      await panel.close();
      await page.close();
    },
  );

  it("hears what is sent once the page was reloaded", async () => {
    const { lab, browser } = setting;
    const page = await browser.context.newPage();
    const [wrapper] = LATE_WRAPPERS;
    if (wrapper === undefined) throw new Error("There is none.");
    await page.goto(serveLateWrapper(lab, wrapper, "reloaded"));
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    const reload = panel.getByRole("button", { name: RELOAD });
    const loaded = page.waitForEvent("load");
    await reload.click();
    await loaded;
    await reload.waitFor({ state: "hidden" });
    await page.evaluate(`${wrapper.call}.catch(() => {})`);
    const wanted = { outcome: "blocked", credentials: { value: "include", basis: "observed" } };
    const har = await exportHarWhen(panel, (one) => {
      const [row] = rowsOf(one, "reloaded");
      return row?.outcome === "blocked" && row.calledFrom !== null;
    });
    expect(rowsOf(har, "reloaded")).toMatchObject([wanted]);
    await panel.close();
    await page.close();
  });

  it("offers nothing, and hears all, where the page has wrapped nothing", async () => {
    const { lab, browser } = setting;
    const page = await browser.context.newPage();
    const plain = { name: "nothing", script: "", call: "", wanted: [] };
    await page.goto(serveLateWrapper(lab, plain, "plain"));
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    const url = lab.url("apiA", "plain-api", "?real");
    // Calls that only the probe tells of.
    const isHeard = async () => {
      await page.evaluate(`fetch("${url}", { mode: "same-origin" }).catch(() => {})`);
      const har = await exportHarWhen(panel, () => true);
      return rowsOf(har, "plain").length > 0;
    };
    await expect.poll(isHeard).toBe(true);
    expect(await panel.getByRole("button", { name: RELOAD }).count()).toBe(0);
    await panel.close();
    await page.close();
  });
});
