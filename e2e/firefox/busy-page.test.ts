import { expect, it } from "vitest";
import { exchangeOf, tells } from "../chromium/setting.ts";
import { exportHarWhen } from "./exports.ts";
import { fetchIn, useSetting } from "./setting.ts";

const setting = useSetting({ prefs: { "network.dns.localDomains": "app.test" } });
const BUSY_MS = 30_000;

// Firefox resolves the registration of scripts only when every tab's process has confirmed it.
it("the probe comes and goes while a page in another tab is busy", async () => {
  const { lab, browser, page } = setting;
  const busy = await browser.newPage();
  await busy.goto(`${lab.servers.page.at("app.test")}/blank`);
  let isBusy = true;
  const working = busy.evaluate((ms) => {
    const end = Date.now() + ms;
    while (Date.now() < end);
  }, BUSY_MS);
  working.then(
    () => {
      isBusy = false;
    },
    // Firefox is closed before.
    () => {},
  );
  const tabId = await browser.tabIdOf(page);
  const first = await browser.openPanel(tabId);
  await browser.closePanel(first);
  const panel = await browser.openPanel(tabId);
  await page.reload();
  lab.respond("meanwhile", { response: { headers: [["Access-Control-Allow-Origin", "*"]] } });
  const url = lab.url("apiA", "meanwhile");
  await fetchIn(page, url);
  const wanted = { outcome: "allowed", mode: { value: "cors", basis: "observed" } };
  expect(exchangeOf(await exportHarWhen(browser, panel, tells(url, wanted)), url)).toMatchObject(
    wanted,
  );
  expect(isBusy).toBe(true);
});
