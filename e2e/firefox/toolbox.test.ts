import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { CorsHar } from "../../src/report/har.ts";
import { CODE_NAMES } from "../../src/verdict/code-names.ts";
import { exchangeOf, tells } from "../chromium/setting.ts";
import { nameOf } from "./agreement.ts";
import { exportHarWhen } from "./exports.ts";
import { GroundTruth } from "./ground-truth.ts";
import { fetchIn, useSetting } from "./setting.ts";
import type { ToolboxPanel } from "./toolbox.ts";

// The toolbox has little of the extension API, and is not a tab: features that work in a tab may not work
// here.
describe("the panel in Firefox's toolbox", () => {
  const setting = useSetting({ prefs: { "devtools.theme": "dark" } });
  let panel: ToolboxPanel;
  let url: string;

  beforeAll(async () => {
    panel = await setting.browser.openToolbox();
    setting.lab.respond("boxed", { response: { headers: [] } });
    url = setting.lab.url("apiA", "boxed");
    await setting.page.reload();
    await fetchIn(setting.page, url);
    await panel.waitFor(
      () => document.querySelector("[data-bucket=blocked][role=option]") !== null,
    );
  });
  afterAll(() => panel?.close());

  it("has its name, and DevTools' theme", async () => {
    expect(panel.label).toBe("CORS");
    await panel.waitFor(() => document.documentElement.dataset.theme === "dark");
  });

  it("lists what the inspected page requests, and says why it was blocked", async () => {
    await panel.waitFor(() => {
      const row = document.querySelector<HTMLElement>("[role=option][data-bucket=blocked]");
      row?.click();
      return row?.textContent?.includes("/_/boxed");
    });
    await panel.waitFor(
      (host, origin) =>
        document.body.textContent?.includes(`Turn on CORS on ${host} for ${origin}`) &&
        document.body.textContent.includes("has no Access-Control-Allow-Origin header"),
      new URL(url).host,
      setting.lab.origins.page,
    );
  });

  it("scrolls its detail view alone, and shows the What-if each time", async () => {
    for (let time = 0; time < 2; time++) {
      await panel.evaluate(() => document.getElementById("detail")?.scrollTo(0, 0));
      await panel.press("Simulate fix");
      await panel.waitFor(() => {
        const head = document.querySelector(".detail-head")?.getBoundingClientRect();
        const section = document.getElementById("what-if")?.getBoundingClientRect();
        const isLoaded = document.querySelector(".predicted") !== null;
        return isLoaded && Math.abs((section?.top ?? 0) - (head?.bottom ?? 99)) < 2;
      });
    }
    const scrolled = await panel.evaluate(() => {
      for (const element of document.querySelectorAll("*")) element.scrollIntoView();
      const { documentElement, body } = document;
      return Math.max(documentElement.scrollTop, body.scrollTop);
    });
    expect(scrolled).toBe(0);
  });

  it("opens the page of configurations, filled in", async () => {
    const { lab, page, browser } = setting;
    lab.respond("boxed-nginx", { response: { headers: [["Server", "nginx"]] } });
    await fetchIn(page, lab.url("apiA", "boxed-nginx"));
    await panel.waitFor(() => {
      const rows = [...document.querySelectorAll<HTMLElement>("[role=option]")];
      const row = rows.find(({ textContent }) => textContent?.includes("boxed-nginx"));
      row?.click();
      return row !== undefined;
    });
    await panel.press("Server configuration");
    await panel.press("Open as a page");
    const opened = await browser.inside.waitFor(async (start) => {
      type Tab = { id: number; url?: string; title?: string };
      type Tabs = { query(query: object): Promise<Tab[]>; remove(id: number): Promise<void> };
      const { tabs } = (globalThis as unknown as { browser: { tabs: Tabs } }).browser;
      const found = (await tabs.query({})).find(({ url, title }) => {
        return url?.startsWith(start) && title?.startsWith("Crosscheck");
      });
      if (found === undefined) return null;
      await tabs.remove(found.id);
      return found.url;
    }, browser.extensionUrl("src/site/site.html"));
    expect(opened).toContain(`#v=1&stack=nginx&origin=${lab.origins.page}&method=GET`);
    await panel.press("Headers");
  });

  it("exports", async () => {
    await panel.press("Export HAR");
    const har = await vi.waitFor(
      async () => JSON.parse((await setting.browser.downloaded()) ?? "") as CorsHar,
      { timeout: 10_000 },
    );
    // Here the probe recorded the call.
    expect(exchangeOf(har, url)).toMatchObject({
      outcome: "blocked",
      cause: { code: "missing-allow-origin" },
      certainty: "certain",
      mode: { value: "cors", basis: "observed" },
    });
  });

  it("saves a bug report", async () => {
    await panel.press("Save a bug report…");
    await panel.press("Save file");
    const har = await vi.waitFor(
      async () => JSON.parse((await setting.browser.downloaded("bug-report")) ?? "") as CorsHar,
      { timeout: 10_000 },
    );
    expect(exchangeOf(har, url)?.outcome).toBe("blocked");
    expect(har.log._cors.bugReport).toMatchObject({
      view: "panel",
      worker: { hasAccess: true, isProbed: true },
    });
  });

  // webRequest shows both alike: only Firefox's network monitor distinguishes them.
  describe("with a header that came twice or as a list", () => {
    const lines = {
      "multiple-allow-origin-values": ["*", "*"],
      "allow-origin-mismatch": ["*, *"],
    } as const;
    const rows = (["multiple-allow-origin-values", "allow-origin-mismatch"] as const).flatMap(
      (code) =>
        (["response", "preflight"] as const).map((stage) => {
          return { code, stage, id: stage === "response" ? code : `before-${code}` };
        }),
    );
    const wantedOf = ({ code, stage }: (typeof rows)[number]) => {
      const { gecko } = CODE_NAMES[code];
      return { cause: { code, stage }, certainty: "certain", lanes: { gecko: { name: gecko } } };
    };
    let truth: GroundTruth;
    let har: CorsHar;

    beforeAll(async () => {
      const { browser, lab, page } = setting;
      truth = await GroundTruth.listen(browser.chrome);
      const methods = ["Access-Control-Allow-Methods", "PUT"] as const;
      const right = [["Access-Control-Allow-Origin", lab.origins.page], methods] as const;
      for (const { code, stage, id } of rows) {
        const values = lines[code].map((value) => ["Access-Control-Allow-Origin", value] as const);
        const wrong = [...values, methods];
        lab.respond(
          id,
          stage === "response"
            ? { response: { headers: wrong } }
            : { preflight: { status: 204, headers: wrong }, response: { headers: right } },
        );
        const method = stage === "response" ? "GET" : "PUT";
        await fetchIn(page, lab.url("apiA", id), { method });
      }
      const inTab = await browser.openPanel(await browser.tabIdOf(page));
      har = await exportHarWhen(browser, inTab, (it) =>
        rows.every((row) => tells(lab.url("apiA", row.id), wantedOf(row))(it)),
      );
      await inTab.close();
    });

    it.each(rows)("knows $code in the $stage", async (row) => {
      const url = setting.lab.url("apiA", row.id);
      // The console message may come after the page's result.
      const reported = async () =>
        (await truth.messages()).flatMap((message) =>
          message.url === url ? (nameOf(message.category) ?? []) : [],
        );
      await expect.poll(async () => (await reported())[0]).toBe(CODE_NAMES[row.code].gecko);
      expect(exchangeOf(har, url)).toMatchObject(wantedOf(row));
    });
  });

  // Firefox's own check depends on the case of the name; the number of layers that add the header does not.
  it.each([
    ["Access-Control-Allow-Origin", 2],
    ["access-control-allow-origin", 2],
    ["access-control-allow-origin", 3],
    ["access-control-allow-origin", 1],
  ] as const)("says how many lines of %s came: %i", async (name, count) => {
    const { lab, page } = setting;
    const id = `came-${name}-${count}`;
    const value = count === 1 ? "*, *" : "*";
    const headers = Array.from({ length: count }, () => [name, value] as const);
    lab.respond(id, { response: { headers } });
    await fetchIn(page, lab.url("apiA", id));
    await panel.waitFor((part) => {
      const rows = [
        ...document.querySelectorAll<HTMLElement>("[role=option][data-bucket=blocked]"),
      ];
      const row = rows.find(({ textContent }) => textContent?.includes(part));
      row?.click();
      return row !== undefined;
    }, id);
    const came = await panel.waitFor((part) => {
      const text = document.getElementById("detail")?.textContent ?? "";
      if (!text.includes(`Allow`) || !text.includes(part)) return null;
      const { 1: times } = /The header was sent (\d) times: more than one layer/.exec(text) ?? [];
      // Until the toolbox has reported the lines, the page says that it needs the toolbox.
      return text.includes("The CORS panel in the developer tools shows")
        ? null
        : Number(times ?? 1);
    }, id);
    expect(came).toBe(count);
  });

  it("says, in words for Firefox, when permission is missing", async () => {
    const missing = "Firefox does not let Crosscheck see requests";
    const says = (reported: boolean) =>
      panel.waitFor(
        (text, wanted) => document.body.textContent?.includes(text) === wanted,
        missing,
        reported,
      );
    await setting.browser.setHostPermission(false);
    await says(true);
    await setting.browser.setHostPermission(true);
    await says(false);
  });

  it("offers no reload on a page that extensions cannot record", async () => {
    const { page, lab } = setting;
    const shows = (wanted: string) =>
      panel.waitFor((text) => document.body.textContent?.includes(text), wanted);
    await page.goto("about:blank");
    await shows("does not let extensions record this page");
    await page.goto("data:text/html,<title>Nothing</title>");
    await shows("Reload page");
    await page.goto(lab.origins.page);
  });

  it("says of which page its rows are when the tab goes to a page of Firefox's own", async () => {
    const { page, lab } = setting;
    const shows = (wanted: string, shown: boolean) =>
      panel.waitFor((text, is) => document.body.textContent?.includes(text) === is, wanted, shown);
    lab.respond("before", { response: { headers: [] } });
    await page.goto(lab.origins.page);
    await fetchIn(page, lab.url("apiA", "before"));
    await shows("/_/before", true);
    await page.goto("about:addons");
    await shows("The requests below belong to the previous page.", true);
    await shows("/_/before", true);
    await page.goto(lab.origins.page);
    await shows("does not let extensions record this page", false);
  });

  it("opens the settings", async () => {
    await panel.press("Settings");
    const address = setting.browser.extensionUrl("src/options/options.html");
    await setting.browser.chrome.waitFor((wanted) => {
      type Tabs = { tabs: { linkedBrowser: { currentURI: { spec: string } } }[] };
      const { gBrowser } = globalThis as unknown as { gBrowser: Tabs };
      return gBrowser.tabs.some((tab) => tab.linkedBrowser.currentURI.spec === wanted);
    }, address);
  });
});
