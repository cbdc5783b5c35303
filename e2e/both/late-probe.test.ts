import { describe, expect, it } from "vitest";
import type { CorsHar } from "../../src/report/har.ts";
import { lateWrappersOf } from "../conformance/generate/late-wrappers.ts";
import { LATE_WRAPPERS, serveLateWrapper } from "../lab/late-wrappers.ts";
import { BROWSERS, type DrivenPage, type DrivenPanel } from "./driven-browser.ts";

const RELOAD = "Reload to record them";

const rowsOf = (har: CorsHar, id: string) =>
  har.log._cors.exchanges.filter(({ url }) => url.includes(`${id}-api`) || url.includes("outer"));

/** The call's names are those of the page's own script. */
const run = (page: DrivenPage, call: string) =>
  page.evaluate((text) => {
    const script = document.createElement("script");
    script.textContent = `(async () => { await ${text}; })().catch(() => {})`;
    document.head.append(script);
  }, call);

const isOffered = (panel: DrivenPanel) => () =>
  panel.evaluate((text) => document.body.innerText.includes(text), RELOAD);

describe.each(BROWSERS)("in %s, a panel opened on a page that has wrapped requests", (_, use) => {
  const driven = use();

  const wrappers = [...LATE_WRAPPERS, ...lateWrappersOf(1, 10)];
  it.each(wrappers.map((wrapper, index) => ({ ...wrapper, id: `late-${index}` })))(
    "tells what was sent, and offers exact evidence: $name",
    async (wrapper) => {
      const { lab } = driven;
      const page = await driven.newPage();
      await page.goto(serveLateWrapper(lab, wrapper, wrapper.id));
      const panel = await page.openPanel();
      await expect.poll(isOffered(panel)).toBe(true);
      await run(page, wrapper.call);
      // Whatever follows comes after all reports of the call.
      lab.respond(`${wrapper.id}-last`, { response: { headers: [] } });
      const last = lab.url("apiA", `${wrapper.id}-last`);
      await page.evaluate((url) => {
        new Image().src = url;
      }, last);
      const har = await panel.exportHarWhen(
        (one) =>
          one.log._cors.exchanges.some(({ url }) => url === last) &&
          rowsOf(one, wrapper.id).length >= wrapper.wanted.length &&
          rowsOf(one, wrapper.id).every(({ outcome }) => outcome !== "pending"),
      );
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
    const page = await driven.newPage();
    const [wrapper] = LATE_WRAPPERS;
    if (wrapper === undefined) throw new Error("There is none.");
    await page.goto(serveLateWrapper(driven.lab, wrapper, "reloaded"));
    const panel = await page.openPanel();
    await expect.poll(isOffered(panel)).toBe(true);
    await page.evaluate(() => {
      (globalThis as { isOld?: boolean }).isOld = true;
    });
    await panel.press(RELOAD);
    await expect.poll(isOffered(panel)).toBe(false);
    const isLoaded = () =>
      page
        .evaluate(
          () => !(globalThis as { isOld?: boolean }).isOld && document.readyState === "complete",
        )
        // The document is being replaced by the one that is waited for.
        .catch(() => false);
    await expect.poll(isLoaded).toBe(true);
    await run(page, wrapper.call);
    const wanted = { outcome: "blocked", credentials: { value: "include", basis: "observed" } };
    const har = await panel.exportHarWhen((one) => {
      const [row] = rowsOf(one, "reloaded");
      return row?.outcome === "blocked" && row.calledFrom !== null;
    });
    expect(rowsOf(har, "reloaded")).toMatchObject([wanted]);
    await panel.close();
    await page.close();
  });

  it("offers nothing, and hears all, where the page has wrapped nothing", async () => {
    const { lab } = driven;
    const page = await driven.newPage();
    const plain = { name: "nothing", script: "", call: "", wanted: [] };
    await page.goto(serveLateWrapper(lab, plain, "plain"));
    const panel = await page.openPanel();
    const url = lab.url("apiA", "plain-api", "?real");
    // Calls that only the probe tells of.
    const isHeard = async () => {
      await run(page, `fetch("${url}", { mode: "same-origin" })`);
      return rowsOf(await panel.exportHar(), "plain").length > 0;
    };
    await expect.poll(isHeard).toBe(true);
    expect(await isOffered(panel)()).toBe(false);
    await panel.close();
    await page.close();
  });
});
