import { readFile } from "node:fs/promises";
import type { Frame, Page } from "playwright";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { catchCopies } from "./copies.ts";
import { type DevToolsPanel, dockBelow, showPanel } from "./devtools-panel.ts";
import { exportHarWhen } from "./exports.ts";
import { exchangeOf, fetchIn, respondThree, tellsOf, useSetting } from "./setting.ts";

// DevTools take several times as long to start as the browser: all tests use the same.
const setting = useSetting();
let devtools: DevToolsPanel;
let panel: Frame;

const rows = () => panel.getByRole("option");
const detail = () => panel.getByRole("region", { name: "Request in detail" });
const row = (text: string) => rows().filter({ hasText: text });

beforeAll(async () => {
  const { lab, browser, page } = setting;
  respondThree(lab, "early");
  await fetchIn(page, lab.url("apiA", "early-get"));
  devtools = await browser.openDevToolsPanel(page);
  ({ panel } = devtools);
});

describe("the panel in Chromium's DevTools, opened after the page made its requests", () => {
  it("shows them, and does not say that extensions cannot record the page", async () => {
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

  it("shows what the page requests from then on", async () => {
    const { lab, page } = setting;
    await fetchIn(page, lab.url("apiA", "early-open"));
    await panel.getByRole("option", { name: /early-open/ }).waitFor();
  });
});

describe("the panel in Chromium's DevTools", () => {
  beforeAll(async () => {
    const { lab, page } = setting;
    respondThree(lab, "panel");
    // Wide enough for list and detail side by side.
    await dockBelow(devtools, { width: 1200, height: 900 });
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
      devtools.window.waitForEvent("download"),
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

describe("the panel, used as a person would", () => {
  /** Without the filter's suggestions. */
  const listed = () => panel.getByRole("listbox", { name: "Requests" }).getByRole("option");
  const filter = () => panel.getByLabel("Filter");
  const tab = (name: RegExp) => panel.getByRole("tab", { name });

  beforeAll(async () => {
    const { lab, page } = setting;
    const preflight = {
      status: 204,
      headers: [["Access-Control-Allow-Origin", lab.origins.page]],
    } as const;
    lab.respond("put-1", { preflight, response: { headers: [] } });
    lab.respond("put-2", { preflight, response: { headers: [] } });
    lab.respond("bare", { response: { headers: [] } });
    lab.respond("open", { response: { headers: [["Access-Control-Allow-Origin", "*"]] } });
    await page.goto(lab.origins.page);
    // Also the problems of the previous page load, which the issues still list.
    await panel.getByRole("button", { name: "Clear" }).click();
    await callFrom(page, lab.url("apiA", "put-1"));
    for (const name of ["put-1", "put-2"]) {
      await fetchIn(page, lab.url("apiA", name), { method: "PUT" });
    }
    await fetchIn(page, lab.url("apiA", "bare"));
    await fetchIn(page, lab.url("apiB", "bare"));
    await fetchIn(page, lab.url("apiA", "open"));
    await row("open").waitFor();
    await catchCopies(panel);
  });

  /** A call from a script in its own file, which has a line to link to. */
  async function callFrom(page: Page, url: string): Promise<void> {
    await page.addScriptTag({
      content: `window.called = fetch(${JSON.stringify(url)}, { method: "PUT" }).catch(() => {});\n//# sourceURL=${setting.lab.origins.page}/js/cart.js`,
    });
    await page.evaluate("called");
  }

  it("groups the same failure, and says the one change that mends all", async () => {
    await tab(/Issues/).click();
    await expect.poll(() => rows().count()).toBe(3);
    expect(await rows().first().innerText()).toMatch(
      /Add PUT to Access-Control-Allow-Methods[\s\S]*×3/,
    );
    await rows().first().click();
    const issue = panel.getByRole("region", { name: "Issue in detail" });
    await issue.getByRole("heading", { name: "One fix for 3 requests" }).waitFor();
    const text = await issue.innerText();
    expect(text).toContain("Access-Control-Allow-Methods: PUT");
    expect(text).toContain("×2");
    // From the issue to one of its requests.
    await issue.getByRole("button", { name: /put-2/ }).click();
    await expect.poll(() => tab(/Requests/).getAttribute("aria-selected")).toBe("true");
    await expect.poll(() => detail().innerText()).toContain("put-2");
    await detail().getByRole("button", { name: "Close" }).click();
  });

  it("switches views by the keyboard", async () => {
    await tab(/Requests/).focus();
    await tab(/Requests/).press("ArrowLeft");
    await expect.poll(() => tab(/Issues/).getAttribute("aria-selected")).toBe("true");
    await tab(/Issues/).press("ArrowRight");
    await expect.poll(() => tab(/Requests/).getAttribute("aria-selected")).toBe("true");
  });

  it("completes filters, shows them as chips and takes them off", async () => {
    const suggestions = panel.getByRole("listbox", { name: "Suggestions" });
    await filter().focus();
    await filter().pressSequentially("me");
    await suggestions.waitFor();
    await filter().press("ArrowDown");
    await filter().press("Enter");
    await expect.poll(() => filter().inputValue()).toBe("method:");
    await filter().pressSequentially("p");
    await filter().press("ArrowDown");
    await filter().press("Enter");
    await expect.poll(() => filter().inputValue()).toBe("method:PUT ");
    await expect.poll(() => tab(/Requests/).innerText()).toMatch(/3/);
    await filter().pressSequentially("-put-2");
    await expect.poll(() => tab(/Requests/).innerText()).toMatch(/2/);
    await expect.poll(() => tab(/Issues/).innerText()).toMatch(/1/);
    await panel.getByRole("button", { name: "Remove -put-2" }).click();
    await expect.poll(() => filter().inputValue()).toBe("method:PUT");
    await panel.getByRole("button", { name: "Remove method:PUT" }).click();
    await expect.poll(() => rows().count()).toBe(6);
    await filter().fill("cause:missing-allow-origin domain:localhost");
    await filter().press("Escape");
    await filter().press("Escape");
    await expect.poll(() => filter().inputValue()).toBe("");
  });

  it("finds what the screen shows, takes commas, and says what is no filter", async () => {
    // Words that the list shows but no header contains.
    await filter().fill('"method put not allowed"');
    await expect.poll(() => listed().count()).toBe(3);
    await filter().fill("method:PUT,DELETE status-code:204");
    await expect.poll(() => listed().count()).toBe(3);
    await filter().fill("header:access-control-request-method type:fetch");
    await expect.poll(() => listed().count()).toBe(3);
    await filter().fill("larger-than:1k");
    await panel.getByText("larger-than: is not a filter").waitFor();
    await filter().fill("");
    await expect.poll(() => listed().count()).toBe(6);
  });

  it("puts the requests in order by a click on a column's head, and adds columns", async () => {
    const head = (name: string) => panel.locator(".list-head").getByText(name);
    const methods = async () =>
      (await rows().allInnerTexts()).map((row) => /PUT|GET/.exec(row)?.[0]).join(" ");
    await head("Method").click();
    await expect.poll(methods).toBe("GET GET GET PUT PUT PUT");
    await head("Method").click();
    await expect.poll(methods).toBe("PUT PUT PUT GET GET GET");
    await head("Method").click();
    await expect.poll(methods).toBe("PUT PUT PUT GET GET GET");
    const button = panel.getByRole("button", { name: "Columns and order" });
    await button.press("Enter");
    await panel.getByRole("menuitemcheckbox", { name: "Initiator" }).click();
    await panel.getByRole("menuitemradio", { name: "Status" }).click();
    await devtools.window.keyboard.press("Escape");
    await expect.poll(() => row("put-1").first().innerText()).toContain("cart.js:1");
    await expect.poll(methods).toBe("GET GET GET PUT PUT PUT");
    await head("Status").click({ button: "right" });
    await panel.getByRole("menuitemcheckbox", { name: "Initiator" }).click();
    await panel.getByRole("menuitemradio", { name: "Time, as recorded" }).click();
    await devtools.window.keyboard.press("Escape");
    await expect.poll(methods).toBe("PUT PUT PUT GET GET GET");
  });

  it("copies a row by its key, filters by its menu, and shows it in DevTools' Network", async () => {
    const copied = () => panel.evaluate(() => (globalThis as { copied?: string }).copied ?? "");
    await panel.getByRole("listbox", { name: "Requests" }).press("Home");
    await panel.getByRole("listbox", { name: "Requests" }).press("Control+c");
    await expect.poll(copied).toMatch(/^PUT http.*put-1\nBlocked.*\nAdd PUT to /);
    await panel.getByText("Copied").waitFor();
    await panel.getByRole("listbox", { name: "Requests" }).press("Shift+F10");
    await panel.getByRole("menuitem", { name: "Copy: Summary" }).waitFor();
    await devtools.window.keyboard.press("Escape");
    await expect.poll(() => panel.getByRole("menu").count()).toBe(0);
    await row("put-2").click({ button: "right" });
    await panel.getByRole("menuitem", { name: /^Only / }).click();
    await expect.poll(() => filter().inputValue()).toMatch(/^domain:/);
    await expect.poll(() => rows().count()).toBeLessThan(6);
    await filter().fill("");
    await row("put-2").click({ button: "right" });
    await panel.getByRole("menuitem", { name: "Show in Network" }).click();
    await devtools.window.getByRole("tab", { name: "Network", selected: true }).waitFor();
    await devtools.window.getByText("put-2").first().waitFor();
    await showPanel(devtools, setting.browser.extensionId);
    await row("put-1").first().waitFor();
  });

  it("draws the exchange, and opens a message from its arrow", async () => {
    await row("put-1").first().click();
    const picture = detail().getByRole("img");
    await expect.poll(() => picture.getAttribute("aria-label")).toMatch(/OPTIONS[\s\S]*never sent/);
    await detail()
      .getByRole("button", { name: /^OPTIONS/ })
      .press("Enter");
    await expect
      .poll(() => panel.evaluate(() => document.activeElement?.id))
      .toBe("message-0-preflight");
    await detail().getByText("Requests and headers").click();
  });

  it("tries the change out, lets headers be edited, and goes back by Escape", async () => {
    await detail().getByRole("button", { name: "Simulate fix" }).click();
    const said = () => detail().locator(".predicted").innerText();
    await expect.poll(said).toMatch(/With your changes: allowed/);
    const headers = detail().getByLabel("Response headers").first();
    await headers.fill("Access-Control-Allow-Origin: https://other.test");
    await expect.poll(said).toMatch(/blocked\. Send Access-Control-Allow-Origin: http/);
    await expect.poll(said).toMatch(/Firefox: blocked$/);
    await detail().getByLabel("Credentials").selectOption("include");
    await headers.press("Escape");
    await expect.poll(said).toMatch(/Recorded: blocked\. Add PUT to /);
    expect(await detail().count()).toBe(1);
    await detail().getByText("What if …").click();
  });

  it("copies commands, calls, headers and reports", async () => {
    const copied = async (item: string) => {
      await panel.evaluate(() => {
        (globalThis as { copied?: string }).copied = "";
      });
      await detail().getByRole("button", { name: "Copy", exact: true }).click();
      await detail().getByRole("menuitem", { name: item }).click();
      await panel.waitForFunction(() => (globalThis as { copied?: string }).copied !== "");
      await detail().getByText("Copied").waitFor();
      return panel.evaluate(() => (globalThis as { copied?: string }).copied ?? "");
    };
    expect(await copied("Preflight as curl")).toMatch(/^curl -i -X OPTIONS/);
    expect(await copied("Request as curl")).toContain("-X PUT");
    expect(await copied("Request as fetch()")).toMatch(/^await fetch\("http.*put-1/);
    expect(await copied("All headers")).toContain("HTTP 204");
    expect(await copied("This request as Markdown")).toContain("put-1");
    expect(await copied("Whole report as Markdown")).toMatch(/^# CORS report/);
  });

  it("goes to the line that made the call", async () => {
    const line = detail().getByRole("button", { name: /cart\.js:1/ });
    await line.click();
    // DevTools shows the file in its Sources panel.
    await devtools.window.getByText("cart.js").first().waitFor();
  });
});

/** Drags DevTools' upper edge until its panel is `wanted` pixels high. */
async function setPanelHeight({ window, panel }: DevToolsPanel, wanted: number): Promise<void> {
  const frame = await panel.frameElement();
  await vi.waitFor(async () => {
    const missing = wanted - (await panel.evaluate(() => innerHeight));
    if (missing === 0) return;
    const box = (await frame.boundingBox()) as { y: number; width: number };
    // Right of the tabs, in the bar above the panel.
    const at = { x: box.width - 200, y: box.y - TOOLBAR / 2 };
    await window.mouse.move(at.x, at.y);
    await window.mouse.down();
    await window.mouse.move(at.x, at.y - missing, { steps: 3 });
    await window.mouse.up();
    throw new Error(`The panel is ${missing} px from its height.`);
  }, WAIT);
}

const TOOLBAR = 27;
const WAIT = { timeout: 10_000, interval: 100 };

/** The scroll offset of everything but the panel's own views. */
function documentScroll(panel: Page | Frame): Promise<number> {
  return panel.evaluate(() => {
    const outer = [document.documentElement, document.body, document.querySelector(".panel")];
    return Math.max(window.scrollY, ...outer.map((element) => element?.scrollTop ?? 0));
  });
}

describe("what scrolls in the panel", () => {
  beforeAll(async () => {
    const { lab, browser, page } = setting;
    const preflight = { status: 401, headers: [["WWW-Authenticate", "Bearer"]] } as const;
    lab.respond("many", { preflight, response: { headers: [] } });
    lab.respond("other", { preflight, response: { headers: [] } });
    await showPanel(devtools, browser.extensionId);
    await devtools.window.setViewportSize({ width: 1280, height: 900 });
    await page.reload();
    for (const name of ["many", "other"]) {
      await fetchIn(page, lab.url("apiA", name), { method: "PUT", headers: { "X-A": "1" } });
    }
    await panel.getByRole("tab", { name: /Requests/ }).click();
  });

  describe.each<[string, () => Promise<Page | Frame>]>([
    // The edge can only be dragged upward: below it the panel would get the pointer. The tab comes last, as
    // DevTools behind another tab draws once a second.
    ["docked at 272 px", () => docked(272)],
    ["docked at 420 px", () => docked(420)],
    ["narrow, at 340 px", () => inTab(340, 800)],
  ])("%s", (_name, open) => {
    let view: Page | Frame;
    const shown = () => view.getByRole("region", { name: "Request in detail" });
    const rowOf = (name: string) => view.getByRole("option").filter({ hasText: `/_/${name}` });
    const scrolled = () => shown().evaluate((element) => element.scrollTop);
    /** Whether an element begins right below the head, or as near to it as the scroll range allows. */
    const isAtTop = (selector: string) =>
      shown().evaluate((element, wanted) => {
        const head = element.querySelector(".detail-head")?.getBoundingClientRect().bottom ?? 0;
        const top = element.querySelector(wanted)?.getBoundingClientRect().top ?? Number.NaN;
        const { scrollTop, scrollHeight, clientHeight } = element;
        const isAtEnd = scrollTop + clientHeight >= scrollHeight - 1;
        const below = Math.round(top - head);
        return scrollTop > 0 && (below === 0 || (isAtEnd && below > 0 && top < innerHeight));
      }, selector);

    /** In a narrow view the detail view hides the list. */
    const choose = async (name: string) => {
      const back = shown().getByRole("button", { name: "Back", exact: true });
      if (await back.isVisible()) await back.click();
      await rowOf(name).first().click();
      await shown()
        .filter({ hasText: `/_/${name}` })
        .waitFor();
    };

    beforeAll(async () => {
      view = await open();
      await choose("many");
      for (const title of ["CORS check, step by step", "Requests and headers"]) {
        const section = shown().locator("details").filter({ hasText: title }).last();
        if ((await section.getAttribute("open")) === null) await shown().getByText(title).click();
      }
    });

    it("shows the What-if whose button was clicked, each time, and scrolls nothing else", async () => {
      for (let time = 0; time < 2; time++) {
        await shown().evaluate((element) => element.scrollTo(0, 0));
        await shown().getByRole("button", { name: "Simulate fix" }).click();
        await expect.poll(() => isAtTop("#what-if")).toBe(true);
        expect(await documentScroll(view)).toBe(0);
      }
    });

    it("begins the next request at its top", async () => {
      await choose("other");
      await shown().locator("#what-if .predicted").waitFor();
      expect(await scrolled()).toBe(0);
      await choose("many");
      await shown().locator("#what-if .predicted").waitFor();
      expect(await scrolled()).toBe(0);
    });

    it("goes from an arrow to its message, and scrolls nothing else", async () => {
      await shown()
        .getByRole("button", { name: /^OPTIONS/ })
        .click();
      await expect.poll(() => isAtTop("#message-0-preflight")).toBe(true);
      expect(await documentScroll(view)).toBe(0);
    });

    it("scrolls the document for nothing that is in it", async () => {
      await view.evaluate(() => {
        for (const element of document.querySelectorAll("*")) element.scrollIntoView();
        for (const element of document.querySelectorAll<HTMLElement>("button, input, summary"))
          element.focus();
        window.scrollTo(0, 500);
      });
      expect(await documentScroll(view)).toBe(0);
    });
  });

  async function docked(height: number): Promise<Frame> {
    await setPanelHeight(devtools, height);
    return panel;
  }

  async function inTab(width: number, height: number): Promise<Page> {
    const { browser, page } = setting;
    const tab = await browser.openPanel(await browser.tabIdOf(page));
    await tab.setViewportSize({ width, height });
    return tab;
  }
});
