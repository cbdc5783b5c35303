import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { harProblems } from "../../src/report/har-validator.test-helper.ts";
import { exchangeOf, tellsOf } from "../chromium/setting.ts";
import { serveSecretive } from "../lab/secretive-request.ts";
import type { Document } from "./document.ts";
import { exportHar, exportHarWhen } from "./exports.ts";
import { fetchIn, useSetting } from "./setting.ts";

const SECRET = "s3cr3t-value";
const SITE = new URL("../../dist/site/index.html", import.meta.url).href;

const setting = useSetting();

describe("the views in Firefox", () => {
  const badgeIs = (tabId: number, wanted: string) =>
    setting.browser.inside.waitFor(
      async (id, text) => {
        type Action = { getBadgeText(details: { tabId: number }): Promise<string> };
        const { action } = (globalThis as unknown as { browser: { action: Action } }).browser;
        return (await action.getBadgeText({ tabId: id })) === text;
      },
      tabId,
      wanted,
    );

  it("sum a tab up in the popup and on the badge", async () => {
    const { lab, browser, page } = setting;
    lab.respond("bare", { response: { headers: [] } });
    for (const n of [1, 2, 3]) await fetchIn(page, lab.url("apiA", "bare", `?n=${n}`));
    const tabId = await browser.tabIdOf(page);
    await badgeIs(tabId, "3");
    const popup = await browser.openPopup(tabId);
    await popup.waitFor(() => /blocks? 3 requests/.test(document.body.innerText));
    // The cause behind the verdict is loaded a little later than the verdict.
    await popup.waitFor(() =>
      /Turn on CORS on api-a\.localhost:\d+ for http:\/\/localhost/.test(document.body.innerText),
    );
    await popup.close();
  });

  it("have the button and its badge in the toolbar, in sight", async () => {
    const { browser } = setting;
    await browser.openPopup(await browser.tabIdOf(browser.page)).then((popup) => popup.close());
    const button = await browser.chrome.waitFor(() => {
      const found = document.querySelector("#nav-bar [data-extensionid^=crosscheck]");
      const box = found?.getBoundingClientRect();
      return box && box.width > 0 && { inSight: box.right <= innerWidth };
    });
    expect(button).toEqual({ inSight: true });
  });

  describe("with a panel open", () => {
    let panel: Document;

    beforeAll(async () => {
      const { browser, page } = setting;
      panel = await browser.openPanel(await browser.tabIdOf(page));
    });
    afterAll(() => panel?.close());

    it("list requests in the panel as they happen, and name the cause", async () => {
      const { lab, page } = setting;
      lab.respond("listed", { response: { headers: [] } });
      await fetchIn(page, lab.url("apiA", "listed"));
      await panel.waitFor(() => {
        const options = [...document.querySelectorAll<HTMLElement>("[role=option]")];
        const option = options.find((one) => one.innerText.includes("listed"));
        option?.click();
        return option !== undefined;
      });
      await panel.waitFor(() => /Access-Control-Allow-Origin/.test(document.body.innerText));
      expect(await panel.text()).toContain("CORSMissingAllowOrigin");
    });

    it("export a HAR that any viewer opens, and a report, without secrets", async () => {
      const { lab, browser, page } = setting;
      await page.evaluate((secret) => {
        // biome-ignore lint/suspicious/noDocumentCookie: a page's cookie is what this is about.
        document.cookie = `sid=${secret}; path=/; SameSite=Lax`;
      }, SECRET);
      const { url, init } = serveSecretive(lab, SECRET);
      const seen = await fetchIn(page, url, init);
      expect(seen.outcome).toBe("allowed");
      const har = await exportHarWhen(browser, panel, (it) =>
        it.log._cors.exchanges.some((e) => e.url.includes("secretive") && e.outcome === "allowed"),
      );
      expect(harProblems(har)).toEqual([]);
      const ours = har.log._cors.exchanges.find((e) => e.url.includes("secretive"));
      expect(ours).toMatchObject({
        initiatorOrigin: lab.origins.page,
        mode: { value: "cors" },
        credentials: { value: "include", basis: "observed" },
        outcome: "allowed",
        preflight: { needed: true, because: ["header authorization"], seen: "sent" },
      });
      const roles = ours?.entries.map((index) => har.log.entries[index]?._cors.role);
      expect(roles).toEqual(["preflight", "request"]);

      const markdown = await browser.download(panel, "Export Markdown");
      expect(markdown).toContain("Access-Control-Allow-Origin");
      expect(markdown).toContain("curl");
      for (const text of [JSON.stringify(har), markdown]) expect(text).not.toContain(SECRET);

      await panel.press("Include secrets");
      expect(JSON.stringify(await exportHar(browser, panel))).toContain(SECRET);
      await panel.press("Include secrets");
    });

    it("tell of a request that was announced and never went out", async () => {
      const { lab, browser, page } = setting;
      const url = lab.url("apiA", "never-sent");
      lab.respond("never-sent", {
        preflight: { status: 403, headers: [] },
        response: { headers: [] },
      });
      await fetchIn(page, url, { method: "DELETE" });
      const har = await exportHarWhen(browser, panel, tellsOf(url));
      const ours = exchangeOf(har, url);
      expect(ours?.reachedServer).toBe(false);
      const entries = ours?.entries.map((index) => har.log.entries[index]);
      expect(entries?.map((entry) => [entry?._cors.role, entry?.response.status])).toEqual([
        ["preflight", 403],
        ["request", 0],
      ]);
      expect(lab.requests.some((request) => request.method === "DELETE")).toBe(false);
    });

    it("say that the permission is missing, where to give it, and no more once it is there", async () => {
      const { browser, page } = setting;
      await page.goto(`${setting.lab.origins.page}/blank?again`);
      const popup = await browser.openPopup(await browser.tabIdOf(page));
      await panel.press("Clear");
      await panel.waitFor(() => /No cross-origin requests yet/.test(document.body.innerText));
      const isSaid = async (wanted: boolean) => {
        for (const view of [panel, popup]) {
          await view.waitFor(
            (said) =>
              document.body.innerText.includes("Firefox does not let Crosscheck see") === said,
            wanted,
          );
        }
      };
      await isSaid(false);
      await browser.setHostPermission(false);
      await isSaid(true);
      expect(await panel.text()).toContain("about:addons → Crosscheck → Permissions");
      await browser.setHostPermission(true);
      await isSaid(false);

      await browser.setHostPermission(false);
      await isSaid(true);
      await browser.grantRequestedPermissions();
      await popup.clickLikeUser("Allow on all sites");
      await isSaid(false);
      // Requests from then on are recorded.
      await fetchIn(page, setting.lab.url("apiA", "listed"));
      await panel.waitFor(() => document.querySelector("[role=option]") !== null);
      // The recorded requests stay below the notice that some may be missing.
      await browser.setHostPermission(false);
      await isSaid(true);
      expect(await panel.text()).toContain("some may be missing");
      expect(await panel.evaluate(() => document.querySelector("[role=option]") !== null)).toBe(
        true,
      );
      await browser.setHostPermission(true);
      await isSaid(false);
      await popup.close();
    });

    it("speak the language that was chosen", async () => {
      const { browser } = setting;
      const options = await browser.newPage();
      await options.gotoInExtension(browser.extensionUrl("src/options/options.html"));
      const choose = (language: string) =>
        options.waitFor((wanted) => {
          const select = document.querySelector<HTMLSelectElement>(
            "select[aria-labelledby=language-title]",
          );
          if (select === null) return false;
          select.value = wanted;
          return select.dispatchEvent(new Event("change", { bubbles: true }));
        }, language);
      await choose("de");
      await panel.waitFor(() => /Anfragen/.test(document.body.innerText));
      await choose("browser");
      await panel.waitFor(() => /Requests/.test(document.body.innerText));
      await options.close();
    });
  });
});

/** Keeps copied texts: a script's click may not write to the clipboard. */
const catchCopies = (panel: Document) =>
  panel.evaluate(() => {
    navigator.clipboard.writeText = async (text) => {
      (globalThis as { copied?: string }).copied = text;
    };
  });

const showRequest = (panel: Document, name: string) =>
  panel.waitFor((text) => {
    const options = [...document.querySelectorAll<HTMLElement>("[role=option]")];
    const option = options.find((one) => one.innerText.includes(text));
    option?.click();
    return option !== undefined;
  }, name);

const chosenIs = (panel: Document, title: string) =>
  panel.waitFor(
    (wanted) => document.querySelector<HTMLInputElement>("#stack-choice")?.value === wanted,
    title,
  );

describe("a server's configuration in Firefox", () => {
  it("is shown in the panel, copied, and remembered", async () => {
    const { lab, browser, page } = setting;
    lab.respond("stack-get", { response: { headers: [["Server", "nginx/1.22.1"]] } });
    const tabId = await browser.tabIdOf(page);
    let panel = await browser.openPanel(tabId);
    await catchCopies(panel);
    await fetchIn(page, lab.url("apiA", "stack-get"));
    await showRequest(panel, "stack-get");
    await panel.press("Server configuration");
    await chosenIs(panel, "nginx");
    await panel.evaluate(() => document.querySelector<HTMLElement>("#stack-choice")?.click());
    await panel.waitFor(() => {
      const options = [...document.querySelectorAll<HTMLElement>("#stack-options [role=option]")];
      const option = options.find((one) => one.innerText.startsWith("Express"));
      option?.click();
      return option !== undefined;
    });
    await chosenIs(panel, "Express");
    await panel.press("Copy all");
    const text = await panel.waitFor(() => (globalThis as { copied?: string }).copied);
    expect(text).toContain(`origin: ["${lab.origins.page}"]`);
    await browser.inside.waitFor(async () => {
      type Local = { get(key: string): Promise<{ panel?: { stacks?: unknown } }> };
      const { storage } = (globalThis as unknown as { browser: { storage: { local: Local } } })
        .browser;
      return JSON.stringify((await storage.local.get("panel")).panel?.stacks)?.includes("express");
    });
    await panel.close();
    panel = await browser.openPanel(tabId);
    await showRequest(panel, "stack-get");
    await chosenIs(panel, "Express");

    // The panel's own link opens the filled-in page.
    const href = await panel.waitFor(
      () => document.querySelector<HTMLAnchorElement>(".stack-page a")?.href,
    );
    const opened = await browser.newPage();
    await opened.gotoInExtension(href as string);
    await opened.waitFor(() => document.querySelector("h2")?.textContent === "Express");
    await opened.close();
    await panel.close();
  });

  it("has a page that works as a file, without a request", async () => {
    const site = await setting.browser.newPage();
    await site.goto(`${SITE}#v=1&stack=caddy&origin=https://app.test&method=PUT`);
    await site.waitFor(() => document.querySelector("h2")?.textContent === "Caddy");
    expect(await site.text()).toContain("https://app.test");
    const seen = await site.evaluate(() => performance.getEntriesByType("resource").length);
    expect(seen).toBe(0);
    await site.evaluate(() => {
      location.hash = "#v=1&stack=caddy&max-age=%3Cimg%3E";
    });
    await site.waitFor(() => document.body.innerText.includes("The link has a value"));
    expect(await site.evaluate(() => document.querySelectorAll("img").length)).toBe(0);
    await site.close();
  });
});
