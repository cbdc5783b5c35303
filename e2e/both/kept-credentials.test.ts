import { describe, expect, it } from "vitest";
import { exchangeOf, tellsOf } from "../chromium/setting.ts";
import { headerOf } from "../lab/request-head.ts";
import { BROWSERS } from "./driven-browser.ts";

/** Whether a request without CORS and with credentials mode "same-origin" keeps its credentials over a redirect. */
const KEEPS = { Chromium: true, Firefox: false } as const;

// https://fetch.spec.whatwg.org/#http-network-or-cache-fetch : includeCredentials. The redirect's target is of
// another origin, so neither browser should include any.
describe.each(BROWSERS)("in %s", (product, use) => {
  const browser = use();

  it.each([
    ["from the page's origin", "page", KEEPS[product]],
    ["from another origin", "apiA", false],
  ] as const)("credentials after a redirect %s", async (name, first, keeps) => {
    const { lab, page } = browser;
    const id = `kept-${first}`;
    const target = lab.url("apiB", id);
    lab.respond(id, { response: { headers: [] } });
    lab.respond(`${id}-first`, { response: { status: 302, headers: [["Location", target]] } });
    const url = lab.url(first, `${id}-first`);
    await page.goto(lab.origins.page);
    // The calls are made before the panel is open, so that only headers show the credentials mode.
    await page.fetch(url, { mode: "no-cors", credentials: "same-origin" });
    const sent = lab.requests.findLast((request) => target.endsWith(request.target));
    expect(sent, name).toBeDefined();
    expect(sent && headerOf(sent, "sec-fetch-storage-access") !== null).toBe(keeps);
    const panel = await page.openPanel();
    const har = await panel.exportHarWhen(tellsOf(url));
    expect(exchangeOf(har, url)?.credentials.value).toBe("same-origin");
    await panel.close();
  });
});
