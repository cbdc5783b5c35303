import { expect, it } from "vitest";
import { exchangeOf, tellsOf } from "../chromium/setting.ts";
import { exportHarWhen } from "./exports.ts";
import { fetchIn, useSetting } from "./setting.ts";

const setting = useSetting();

const KEPT = ["Cache-Control", "max-age=3600"] as const;

// Firefox stores responses that CORS blocked, and reuses them after an ordinary reload.
it("names the failure itself after a reload, and the reload without the cache first", async () => {
  const { lab, browser, page } = setting;
  const url = lab.url("cdn", "kept");
  const codes = async () => {
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    const har = await exportHarWhen(browser, panel, tellsOf(url));
    const report = await browser.download(panel, "Export Markdown");
    await browser.closePanel(panel);
    const exchange = exchangeOf(har, url);
    const { code } = exchange?.cause ?? {};
    return { code, notes: exchange?.findings.map((finding) => finding.code), report };
  };

  lab.respond("kept", { response: { headers: [KEPT] } });
  await fetchIn(page, url);
  expect(await codes()).toMatchObject({ notes: ["missing-allow-origin"] });

  // The server is fixed, but the browser sends no request.
  const mended = [KEPT, ["Access-Control-Allow-Origin", lab.origins.page]] as const;
  lab.respond("kept", { response: { headers: mended } });
  await page.goto(`${lab.origins.page}/blank`);
  expect((await fetchIn(page, url)).outcome).toBe("rejected");
  const { code, notes, report } = await codes();
  expect(code).toBe("missing-allow-origin");
  expect(notes).toEqual(["missing-allow-origin", "response-from-cache"]);
  // A stored response says nothing of the server now: the report must not claim that none of its responses
  // has a CORS header.
  expect(report).toMatch(/## 1\. .*`http:\/\/localhost:\d+`.* `?GET/);
  expect(report).not.toMatch(/Turn on CORS on|response of cdn/);
  // Before any advice for the server, which may be fixed already.
  expect(report).toContain("reports it as CORSMissingAllowOrigin");
  expect(report).toMatch(/^## 1\. .*\n- .*\n- First reload without the cache: Ctrl\+Shift\+R/m);
  expect(report).not.toMatch(/cached for another|Send Vary/);

  await fetchIn(page, url, { cache: "reload" });
  expect(await codes()).toMatchObject({ code: undefined });
});

it("names another request where one with another Origin was recorded", async () => {
  const { lab, browser, page } = setting;
  const url = lab.url("page", "shared");
  lab.respond("shared", ({ headers }) => {
    const origin = headers.find(([name]) => name.toLowerCase() === "origin")?.[1];
    const allows = origin ? [["Access-Control-Allow-Origin", origin] as const] : [];
    return { headers: [KEPT, ...allows] };
  });
  await page.goto(`${lab.origins.pageByAddress}/blank`);
  const panel = await browser.openPanel(await browser.tabIdOf(page));
  await fetchIn(page, url, { mode: "no-cors" });
  expect((await fetchIn(page, url)).outcome).toBe("rejected");
  // The first request has the same URL, and may be all that the panel shows yet.
  const har = await exportHarWhen(
    browser,
    panel,
    (one) =>
      tellsOf(url)(one) &&
      one.log._cors.exchanges.filter((exchange) => exchange.url === url).length === 2,
  );
  const notes = exchangeOf(har, url)?.findings.map((finding) => finding.code);
  expect(notes).toEqual(["missing-allow-origin", "cached-for-another-request"]);
  await browser.closePanel(panel);
});
