import { readFile } from "node:fs/promises";
import type { Frame, Page } from "playwright";
import { beforeAll, describe, expect, it } from "vitest";
import { dockBelow } from "./devtools-panel.ts";
import { exportHarWhen } from "./exports.ts";
import { exchangeOf, fetchIn, respondThree, tellsOf, useSetting } from "./setting.ts";

describe("the panel in Chromium's DevTools", () => {
  const setting = useSetting();
  let window: Page;
  let panel: Frame;

  const rows = () => panel.getByRole("option");
  const detail = () => panel.getByRole("region", { name: "Request in detail" });
  const row = (text: string) => rows().filter({ hasText: text });

  beforeAll(async () => {
    const { lab, browser, page } = setting;
    respondThree(lab, "panel");
    const devtools = await browser.openDevToolsPanel(page);
    // Wide enough for list and detail side by side.
    await dockBelow(devtools, { width: 1200, height: 900 });
    ({ window, panel } = devtools);
    await panel.getByRole("button", { name: "Export HAR" }).waitFor();
    // The probe works from the next navigation on.
    await page.reload();
    await fetchIn(page, lab.url("apiA", "panel-put"), { method: "PUT" });
    await fetchIn(page, lab.url("apiA", "panel-get"));
    await fetchIn(page, lab.url("apiA", "panel-open"));
    await row("panel-open").waitFor();
  });

  it("lists requests as they happen, each with its outcome and its reason", async () => {
    await expect
      .poll(() => row("panel-put").innerText())
      .toMatch(/PUT[\s\S]*method PUT not allowed/i);
    await expect.poll(() => row("panel-get").innerText()).toContain("origin http://localhost");
    await expect.poll(() => row("panel-open").innerText()).toContain("allowed");
  });

  it("explains one: what to do, what decided, what was never sent, what to change", async () => {
    await row("panel-put").click();
    const text = () => detail().innerText();
    await expect.poll(text).toContain("request not sent");
    await detail()
      .getByRole("heading", { name: /Add PUT to Access-Control-Allow-Methods/ })
      .waitFor();
    expect(await text()).toContain("Access-Control-Allow-Methods");
    expect(await text()).toContain("never sent");
    await detail().getByText("CORS check, step by step").click();
    await expect.poll(text).toMatch(/PUT/);
  });

  it("opens the page of configurations, filled in", async () => {
    await row("panel-get").click();
    await detail().getByRole("tab", { name: "Server configuration" }).click();
    const choice = detail().getByRole("combobox", { name: "Server software" });
    await choice.click();
    await choice.fill("caddy");
    await choice.press("Enter");
    const [opened] = await Promise.all([
      setting.browser.context.waitForEvent("page"),
      detail().getByRole("link", { name: "Open as a page" }).click(),
    ]);
    await opened.getByRole("heading", { name: "Caddy" }).waitFor();
    await opened.close();
    await detail().getByRole("tab", { name: "Headers" }).click();
  });

  it("saves a bug report", async () => {
    await panel.getByRole("button", { name: "Save a bug report…" }).click();
    const [download] = await Promise.all([
      window.waitForEvent("download"),
      panel.getByRole("button", { name: "Save file" }).click(),
    ]);
    const har = JSON.parse(await readFile(await download.path(), "utf8"));
    await download.delete();
    expect(har.log._cors.bugReport).toMatchObject({
      view: "panel",
      settings: { record: "always" },
    });
    const url = setting.lab.url("apiA", "panel-put");
    expect(exchangeOf(har, url)).toMatchObject({ method: "PUT", outcome: "blocked" });
  });

  it("filters by text and by outcome", async () => {
    await panel.getByLabel("Filter").fill("panel-get");
    await expect.poll(() => rows().count()).toBe(1);
    await panel.getByLabel("Filter").fill("");
    await panel.getByRole("button", { name: /^Allowed/ }).click();
    await expect
      .poll(async () => (await rows().allInnerTexts()).every((t) => t.includes("allowed")))
      .toBe(true);
    await panel.getByRole("button", { name: /^All \d/ }).click();
    await expect.poll(() => rows().count()).toBeGreaterThan(2);
  });

  it("is walked through with the keyboard", async () => {
    await row("panel-put").click();
    await panel.getByRole("listbox").press("ArrowDown");
    await expect
      .poll(() => panel.getByRole("option", { selected: true }).innerText())
      .toContain("panel-get");
    await panel.getByRole("listbox").press("Escape");
    await expect.poll(() => detail().count()).toBe(0);
    await panel.getByRole("listbox").press("/");
    await expect
      .poll(() => panel.evaluate(() => document.activeElement?.getAttribute("aria-label")))
      .toBe("Filter");
    await panel.getByLabel("Filter").blur();
  });

  it("pauses, clears and preserves", async () => {
    const { lab, page } = setting;
    await panel.getByRole("button", { name: /pause/i }).click();
    await panel.getByRole("button", { name: "Record" }).waitFor();
    lab.respond("while-paused", { response: { headers: [] } });
    await fetchIn(page, lab.url("apiA", "while-paused"));
    await panel.getByRole("button", { name: "Record" }).click();
    lab.respond("resumed", { response: { headers: [] } });
    await fetchIn(page, lab.url("apiA", "resumed"));
    await row("resumed").first().waitFor();
    expect(await row("while-paused").count()).toBe(0);

    await panel.getByLabel("Preserve log").check();
    await page.reload();
    await fetchIn(page, lab.url("apiA", "panel-open"));
    await expect.poll(() => row("panel-open").count()).toBe(2);
    await panel.getByLabel("Preserve log").uncheck();
    await page.reload();
    await expect.poll(() => rows().count()).toBe(0);
    await fetchIn(page, lab.url("apiA", "panel-open"));
    await expect.poll(() => row("panel-open").count()).toBe(1);
    await panel.getByRole("button", { name: "Clear" }).click();
    await expect.poll(() => rows().count()).toBe(0);
  });

  it("knows from DevTools where elements' requests come from, also those that the renderer refuses", async () => {
    const { lab, page } = setting;
    lab.respond("strict", {
      response: {
        headers: [
          ["Content-Type", "text/html"],
          ["Content-Security-Policy", "script-src 'self' 'unsafe-inline'"],
        ],
        body: `<!doctype html><title>Strict</title>
<img src="${lab.origins.cdn}/plain/logo.gif?in-markup">`,
      },
    });
    await page.goto(lab.url("page", "strict"));
    // In its own script, which has lines to link to.
    await page.evaluate(
      (text) => {
        const script = document.createElement("script");
        script.textContent = text;
        document.head.append(script);
      },
      `
function show() { new Image().src = "${lab.origins.cdn}/plain/logo.gif?by-script"; }
show();
const script = document.createElement("script");
script.src = "${lab.origins.cdn}/shared/widget.js?refused";
document.head.append(script);
//# sourceURL=${lab.origins.page}/js/gallery.js`,
    );
    const calledFrom = async (text: string, line: RegExp) => {
      await row(text).click();
      // Next to the URL; the call stack has another one.
      await detail().getByRole("button", { name: line }).first().waitFor();
    };
    await calledFrom("by-script", /gallery\.js:2/);
    await calledFrom("in-markup", /strict:2/);
    await calledFrom("refused", /gallery\.js:6/);
    expect(await detail().innerText()).toMatch(/policy/i);
    // The recording has it, and so does every view of the tab and every report.
    const inTab = await setting.browser.openPanel(await setting.browser.tabIdOf(page));
    const refused = `${lab.origins.cdn}/shared/widget.js?refused`;
    const har = await exportHarWhen(inTab, tellsOf(refused));
    await inTab.close();
    expect(exchangeOf(har, refused)).toMatchObject({
      outcome: "blocked",
      cause: { code: "csp", stage: "request", parameter: "script-src-elem" },
      destination: "script",
      reachedServer: false,
      calledFrom: `${lab.origins.page}/js/gallery.js:6:15`,
    });
  });
});

describe("the panel in Chromium's DevTools, opened after the page made its requests", () => {
  const setting = useSetting();

  it("shows them, and does not say that extensions cannot record the page", async () => {
    const { lab, browser, page } = setting;
    respondThree(lab, "early");
    await fetchIn(page, lab.url("apiA", "early-get"));
    const { panel } = await browser.openDevToolsPanel(page);
    await panel.getByText("early-get").first().waitFor();
    // DevTools evaluates in order: the panel has its result when ours is there, and draws it in the next frame.
    await panel.evaluate(async () => {
      type Api = {
        chrome: { devtools: { inspectedWindow: { eval(code: string, done: () => void): void } } };
      };
      const { inspectedWindow } = (globalThis as unknown as Api).chrome.devtools;
      await new Promise<void>((resolve) => inspectedWindow.eval("location.href", resolve));
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    });
    expect(await panel.locator(".banner").allInnerTexts()).toEqual([]);
  });
});
