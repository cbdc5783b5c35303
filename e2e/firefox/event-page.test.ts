import { describe, expect, it } from "vitest";
import { exchangeOf, tellsOf } from "../chromium/setting.ts";
import { exportHarWhen } from "./exports.ts";
import { fetchIn, useSetting } from "./setting.ts";

describe("the event page", () => {
  const setting = useSetting();

  /** Waits until the events of a URL's preflight are stored. */
  const preflightIsStored = (url: string) =>
    setting.browser.inside.waitFor(async (wanted) => {
      type Storage = { session: { get(keys: null): Promise<Record<string, string>> } };
      const { storage } = (globalThis as unknown as { browser: { storage: Storage } }).browser;
      const stored = await storage.session.get(null);
      return Object.values(stored).some((json) => {
        const { events = [] } = JSON.parse(json) as {
          events?: { kind: string; url: string; method: string }[];
        };
        return events.some(
          (e) => e.url === wanted && e.method === "OPTIONS" && e.kind === "completed",
        );
      });
    }, url);

  it.each([
    ["blocked", "missing-allow-origin", []],
    ["allowed", null, [["Access-Control-Allow-Origin", "*"]]],
  ] as const)(
    "dies between preflight and response, and loses nothing: %s",
    async (outcome, code, headers) => {
      const { lab, browser, page } = setting;
      const url = lab.url("apiA", `death-${outcome}`);
      let respond = () => {};
      const after = new Promise<void>((resolve) => {
        respond = resolve;
      });
      lab.respond(`death-${outcome}`, {
        preflight: {
          status: 204,
          headers: [
            ["Access-Control-Allow-Origin", lab.origins.page],
            ["Access-Control-Allow-Methods", "PUT"],
          ],
        },
        response: { headers, after },
      });
      const fetching = fetchIn(page, url, { method: "PUT" });
      await lab.requestArrived((r) => r.method === "PUT" && url.endsWith(r.target));
      await preflightIsStored(url);
      await browser.stopBackground();
      respond();
      expect((await fetching).outcome).toBe(outcome === "blocked" ? "rejected" : "allowed");

      const panel = await browser.openPanel(await browser.tabIdOf(page));
      const har = await exportHarWhen(browser, panel, tellsOf(url));
      await panel.close();
      expect(exchangeOf(har, url)).toMatchObject({
        outcome,
        cause: code === null ? null : { code, stage: "response" },
        certainty: "certain",
        preflight: { needed: true, seen: "sent" },
        reachedServer: true,
      });
      const roles = har.log.entries.filter((e) => e.request.url === url).map((e) => e._cors.role);
      expect(roles).toEqual(["preflight", "request"]);
    },
  );

  it("dies under an open panel, which reconnects, keeps what it had and hears what comes", async () => {
    const { lab, browser, page } = setting;
    const [before, after] = [lab.url("apiA", "before"), lab.url("apiA", "after")];
    for (const id of ["before", "after"]) lab.respond(id, { response: { headers: [] } });
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    await fetchIn(page, before);
    await exportHarWhen(browser, panel, tellsOf(before));
    await browser.stopBackground();
    await fetchIn(page, after);
    const har = await exportHarWhen(browser, panel, (h) => tellsOf(before)(h) && tellsOf(after)(h));
    expect([before, after].map((url) => exchangeOf(har, url)?.outcome)).toEqual([
      "blocked",
      "blocked",
    ]);
    await panel.close();
  });

  it("hears nothing while the permission for hosts is withdrawn, and at once when it is granted", async () => {
    const { lab, browser, page } = setting;
    const [during, after] = [lab.url("apiA", "during"), lab.url("apiA", "granted")];
    for (const id of ["during", "granted"]) lab.respond(id, { response: { headers: [] } });
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    await browser.setHostPermission(false);
    await fetchIn(page, during);
    await browser.setHostPermission(true);
    await fetchIn(page, after);
    const har = await exportHarWhen(browser, panel, tellsOf(after));
    expect(exchangeOf(har, after)).toMatchObject({ outcome: "blocked", certainty: "certain" });
    expect(exchangeOf(har, during)).toBeUndefined();
    await panel.close();
  });
});
