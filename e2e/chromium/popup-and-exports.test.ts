import type { Page } from "playwright";
import { beforeAll, describe, expect, it } from "vitest";
import { harProblems } from "../../src/report/har-validator.test-helper.ts";
import { serveSecretive } from "../lab/secretive-request.ts";
import { exportHar, exportHarWhen, exportMarkdown } from "./exports.ts";
import { exchangeOf, fetchIn, tellsOf, useSetting } from "./setting.ts";

const SECRET = "s3cr3t-value";

const setting = useSetting();

describe("the popup, the badge and the exports", () => {
  const badge = (tabId: number) =>
    setting.browser.worker.evaluate((id) => {
      type Action = { getBadgeText(details: { tabId: number }): Promise<string> };
      return (globalThis as unknown as { chrome: { action: Action } }).chrome.action.getBadgeText({
        tabId: id,
      });
    }, tabId);

  it("say pleasantly that nothing is wrong, where nothing is", async () => {
    const { lab, browser, page } = setting;
    lab.respond("fine", { response: { headers: [["Access-Control-Allow-Origin", "*"]] } });
    await fetchIn(page, lab.url("apiA", "fine"));
    const tabId = await browser.tabIdOf(page);
    const popup = await browser.openPopup(tabId);
    await popup.getByText("No blocked requests").waitFor();
    expect(await popup.title()).not.toBe("");
    expect(await badge(tabId)).toBe("");
    await popup.close();
  });

  it("sum a tab up: counts, causes, number of blocked requests", async () => {
    const { lab, browser, page } = setting;
    lab.respond("bare", { response: { headers: [] } });
    for (const n of [1, 2, 3])
      await fetchIn(page, lab.url("apiA", "bare", `?n=${n}&api_key=${SECRET}`));
    const tabId = await browser.tabIdOf(page);
    await expect.poll(() => badge(tabId)).toBe("3");
    const popup = await browser.openPopup(tabId);
    await expect.poll(() => popup.getByRole("main").innerText()).toMatch(/blocks? 3 requests/);
    const text = await popup.getByRole("main").innerText();
    expect(text).toContain("localhost");
    expect(text).toMatch(/Send Access-Control-Allow-Origin: http:\/\/localhost/);
    await popup.getByRole("list", { name: "Requests by result" }).getByText("Blocked").waitFor();

    // A second server with the same fault is a second issue, in both views.
    await fetchIn(page, lab.url("apiB", "bare"));
    await popup.getByText("2 problems block 4 requests.").waitFor();
    expect(await popup.getByRole("listitem").filter({ hasText: "×" }).count()).toBe(2);

    // Even with many problems the buttons stay visible: no browser makes a popup higher.
    await popup.setViewportSize({ width: 360, height: 600 });
    const height = await popup.locator(".problems").evaluate((list) => {
      const copies = Array.from({ length: 10 }, () => list.children[0]?.cloneNode(true) as Element);
      list.append(...copies);
      const { scrollHeight } = document.documentElement;
      for (const copy of copies) copy.remove();
      return scrollHeight;
    });
    expect(height).toBeLessThanOrEqual(600);

    // Its lines open their problem: in a new panel if none is open, else in the open one.
    const problem = (n: number) =>
      popup.getByRole("button", { name: /Access-Control|CORS/ }).nth(n);
    const title = async (n: number) =>
      ((await problem(n).locator(".problem-title").innerText()).split("\n")[0] as string)
        .replace(/^\w+(?: or \w+)? /, "")
        .trim();
    const shows = (view: Page, text: string) =>
      expect
        .poll(() => view.getByRole("region", { name: "Issue in detail" }).innerText())
        .toContain(text);
    const [first, second] = [await title(0), await title(1)];
    const openingOne = browser.context.waitForEvent("page");
    const keepOpen = "globalThis.close = () => {}";
    await popup.evaluate(keepOpen);
    await problem(1).click();
    const shown = await openingOne;
    await shows(shown, second);
    await popup.bringToFront();
    await problem(0).click();
    await shows(shown, first);
    expect(browser.context.pages().filter((one) => one.url().includes("panel.html"))).toHaveLength(
      1,
    );
    await shown.close();

    const opening = browser.context.waitForEvent("page");
    await popup.getByRole("button", { name: "Open the panel" }).click();
    const panel = await opening;
    await panel.getByRole("option").first().waitFor();
    await panel.getByRole("tab", { name: "Issues 2" }).waitFor();
    expect(new URL(panel.url()).searchParams.get("tabId")).toBe(String(tabId));
    await panel.close();
    if (!popup.isClosed()) await popup.close();
  });

  it("export a HAR that any viewer opens, and a report, without secrets", async () => {
    const { lab, browser, page } = setting;
    await browser.context.addCookies([
      { name: "sid", value: SECRET, domain: "localhost", path: "/", sameSite: "Lax" },
    ]);
    const { url, init } = serveSecretive(lab, SECRET);
    const { origin } = new URL(url);
    const seen = await fetchIn(page, url, init);
    expect(seen.outcome).toBe("allowed");
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    const isReported = (har: Awaited<ReturnType<typeof exportHar>>) =>
      har.log._cors.exchanges.some((e) => e.url.includes("secretive") && e.outcome === "allowed");
    const har = await exportHarWhen(panel, isReported);
    expect(harProblems(har)).toEqual([]);
    expect(har.log.version).toBe("1.2");
    const ours = har.log._cors.exchanges.find((e) => e.url.includes("secretive"));
    expect(ours).toMatchObject({
      method: "GET",
      initiatorOrigin: lab.origins.page,
      mode: { value: "cors" },
      credentials: { value: "include", basis: "observed" },
      outcome: "allowed",
      preflight: { needed: true, because: ["header authorization"], seen: "sent" },
      entries: [expect.any(Number), expect.any(Number)],
    });
    const entries = ours?.entries.map((index) => har.log.entries[index]);
    expect(entries?.map((entry) => entry?._cors)).toEqual([
      { exchange: ours?.id, role: "preflight" },
      { exchange: ours?.id, role: "request" },
    ]);
    const cookie = entries?.[1]?.request.headers.find((h) => h.name.toLowerCase() === "cookie");
    expect(cookie?.value).toMatch(/redacted/);

    const markdown = await exportMarkdown(panel);
    expect(markdown).toContain("Access-Control-Allow-Origin");
    expect(markdown).toContain("curl");
    for (const text of [JSON.stringify(har), markdown]) expect(text).not.toContain(SECRET);
    // It passed: the report only counts it, and names the servers of the others.
    expect(markdown).not.toContain(origin);
    expect(markdown).toContain(`- Server \`${lab.origins.apiA}\`: 1 problem (1)`);

    await panel.getByLabel("Include secrets").check();
    expect(JSON.stringify(await exportHar(panel))).toContain(SECRET);
    await panel.close();
  });

  it("tell of a request that the browser stopped before the wire", async () => {
    const { lab, browser, page } = setting;
    const url = lab.url("apiA", "never-sent");
    lab.respond("never-sent", {
      preflight: { status: 403, headers: [] },
      response: { headers: [] },
    });
    await fetchIn(page, url, { method: "DELETE" });
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    const har = await exportHarWhen(panel, tellsOf(url));
    const ours = exchangeOf(har, url);
    expect(ours?.reachedServer).toBe(false);
    expect(
      ours?.entries.map((i) => [
        har.log.entries[i]?._cors.role,
        har.log.entries[i]?.response.status,
      ]),
    ).toEqual([
      ["preflight", 403],
      ["request", 0],
    ]);
    expect(lab.requests.some((r) => r.method === "DELETE")).toBe(false);
    await panel.close();
  });
});

describe("without the permission for all sites", () => {
  beforeAll(() => setting.page.reload());

  it("the popup says that no extension can record a page of the browser", async () => {
    const { browser, page } = setting;
    const popup = await browser.openPopup(await browser.tabIdOf(page));
    await popup.getByText("No cross-origin requests recorded yet").waitFor();
    await page.goto("chrome://version");
    await popup.reload();
    await popup.getByText("The browser does not let extensions record this page.").waitFor();
    // Without the permission the browser reveals no URL: the popup says so instead.
    await browser.setHostPermission(false);
    await popup.reload();
    await popup.getByText("Chromium does not let Crosscheck see").waitFor();
    await page.goto(setting.lab.origins.page);
    await browser.setHostPermission(true);
    await popup.getByText("No cross-origin requests recorded yet").waitFor();
    await popup.close();
  });

  it("the views say what is missing and where to give it, and no more once it is there", async () => {
    const { lab, browser, page } = setting;
    lab.respond("seen", { response: { headers: [] } });
    const tabId = await browser.tabIdOf(page);
    const [panel, popup] = [await browser.openPanel(tabId), await browser.openPopup(tabId)];
    const missing = "Chromium does not let Crosscheck see";
    const isSaid = async (wanted: boolean) => {
      for (const view of [panel, popup]) {
        await view.getByText(missing).waitFor({ state: wanted ? "visible" : "detached" });
      }
    };
    await panel.getByText("No cross-origin requests yet").waitFor();
    await isSaid(false);
    await browser.setHostPermission(false);
    await isSaid(true);
    await panel.getByText("Click the puzzle piece").waitFor();
    await popup.getByRole("button", { name: "Allow on all sites" }).waitFor();
    await browser.setHostPermission(true);
    await isSaid(false);

    await fetchIn(page, lab.url("apiA", "seen"));
    await panel.getByRole("option").first().waitFor();
    await browser.setHostPermission(false);
    await panel.getByText("some may be missing").waitFor();
    await isSaid(true);
    expect(await panel.getByRole("option").count()).toBe(1);
    await popup.getByText("1 problem blocks 1 request.").waitFor();
    await browser.setHostPermission(true);
    await isSaid(false);
    await panel.close();
    await popup.close();
  });
});
