import { describe, expect, it } from "vitest";
import { exportHarWhen } from "./exports.ts";
import { exchangeOf, fetchIn, tellsOf, useSetting } from "./setting.ts";

describe("what the page's timeline shows in Chromium", () => {
  const setting = useSetting();

  // Over plain http nothing shows the mode of this POST, which either mode allows. The page was there
  // before the probe, and may have forged its timeline.
  it.each([
    ["cors", "allowed", { outcome: "allowed", certainty: "likely", mode: { value: "cors" } }],
    ["no-cors", "opaque", { certainty: "ambiguous", mode: { basis: "assumed" } }],
  ] as const)("of a POST with mode %s before the panel was opened", async (mode, seen, wanted) => {
    const { lab, browser, page } = setting;
    const { apiA, page: home } = lab.servers;
    lab.respond(mode, { response: { headers: [["Access-Control-Allow-Origin", "*"]] } });
    const url = `${apiA.at("api.test")}/_/${mode}`;
    await page.goto(`${home.at("app.test")}/blank`);
    expect(await fetchIn(page, url, { method: "POST", mode })).toMatchObject({ outcome: seen });
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    const isSettled = { cors: "likely", "no-cors": "ambiguous" }[mode];
    const har = await exportHarWhen(
      panel,
      (it) => tellsOf(url)(it) && exchangeOf(it, url)?.certainty === isSettled,
    );
    // The next call is made without the probe.
    await browser.closePanel(panel);
    expect(exchangeOf(har, url)).toMatchObject(wanted);
  });
});
