import { expect, it } from "vitest";
import { withResolvers } from "../lab/with-resolvers.ts";
import { exportHarWhen } from "./exports.ts";
import { exchangeOf, fetchIn, tellsOf, useSetting } from "./setting.ts";

const setting = useSetting();

it("what an update interrupts is judged by no half of it, and what comes after it as ever", async () => {
  const { lab, browser, page } = setting;
  type Kept = { kept?: unknown };
  await page.evaluate(() => {
    (globalThis as Kept).kept = fetch;
  });
  const hasOwnFetch = () => page.evaluate(() => (globalThis as Kept).kept === fetch);
  const tabId = await browser.tabIdOf(page);
  const before = await browser.openPanel(tabId);
  expect(await hasOwnFetch()).toBe(false);
  const { promise, resolve } = withResolvers();
  lab.respond("interrupted", { response: { headers: [], after: promise } });
  lab.respond("blocked-later", { response: { headers: [] } });
  lab.respond("passes-later", { response: { headers: [["Access-Control-Allow-Origin", "*"]] } });
  const interrupted = fetchIn(page, lab.url("apiA", "interrupted"));
  await lab.requestArrived(({ target }) => target.includes("interrupted"));

  await browser.loadAnew();
  expect(before.isClosed()).toBe(true);
  await expect.poll(hasOwnFetch).toBe(true);
  const panel = await browser.openPanel(tabId);
  resolve();
  await expect(interrupted).resolves.toMatchObject({ outcome: "rejected" });
  await fetchIn(page, lab.url("apiA", "blocked-later"));
  await fetchIn(page, lab.url("apiA", "passes-later"));

  const har = await exportHarWhen(panel, (report) =>
    ["blocked-later", "passes-later"].every((name) => tellsOf(lab.url("apiA", name))(report)),
  );
  const outcomeOf = (name: string) => exchangeOf(har, lab.url("apiA", name))?.outcome;
  expect(outcomeOf("blocked-later")).toBe("blocked");
  expect(outcomeOf("passes-later")).toBe("allowed");
  expect(["unknown", undefined]).toContain(outcomeOf("interrupted"));

  // The page is older than the extension, which did not observe its navigation.
  lab.respond("blocked-later", { response: { headers: [["Access-Control-Allow-Origin", "*"]] } });
  await page.reload();
  await fetchIn(page, lab.url("apiA", "blocked-later"));
  await panel.locator(".progress", { hasText: "Fixed 1" }).waitFor();
});
