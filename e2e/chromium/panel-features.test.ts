import type { Frame, Page } from "playwright";
import { beforeAll, describe, expect, it } from "vitest";
import { catchCopies } from "./copies.ts";
import { type DevToolsPanel, dockBelow, showPanel } from "./devtools-panel.ts";
import { fetchIn, useSetting } from "./setting.ts";

describe("the panel, used as a person would", () => {
  const setting = useSetting();
  let devtools: DevToolsPanel;
  let panel: Frame;

  const rows = () => panel.getByRole("option");
  /** Without the filter's suggestions. */
  const listed = () => panel.getByRole("listbox", { name: "Requests" }).getByRole("option");
  const row = (text: string) => rows().filter({ hasText: text });
  const detail = () => panel.getByRole("region", { name: "Request in detail" });
  const filter = () => panel.getByLabel("Filter");
  const tab = (name: RegExp) => panel.getByRole("tab", { name });

  beforeAll(async () => {
    const { lab, browser, page } = setting;
    const preflight = {
      status: 204,
      headers: [["Access-Control-Allow-Origin", lab.origins.page]],
    } as const;
    lab.respond("put-1", { preflight, response: { headers: [] } });
    lab.respond("put-2", { preflight, response: { headers: [] } });
    lab.respond("bare", { response: { headers: [] } });
    lab.respond("open", { response: { headers: [["Access-Control-Allow-Origin", "*"]] } });
    devtools = await browser.openDevToolsPanel(page);
    await dockBelow(devtools, { width: 1200, height: 900 });
    panel = devtools.panel;
    await panel.getByRole("button", { name: "Export HAR" }).waitFor();
    await page.reload();
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
    const { window } = devtools;
    await window.getByRole("tab", { name: "Network", selected: true }).waitFor();
    await window.getByText("put-2").first().waitFor();
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

describe("the language", () => {
  const setting = useSetting();

  it("is the one that was chosen, at once in every view, and remembered", async () => {
    const { browser, page } = setting;
    const tabId = await browser.tabIdOf(page);
    const [panel, popup] = [await browser.openPanel(tabId), await browser.openPopup(tabId)];
    await popup.getByRole("button", { name: "Open the panel" }).waitFor();
    const options = await browser.context.newPage();
    await options.goto(browser.extensionUrl("src/options/options.html"));
    const welcome = await browser.context.newPage();
    await welcome.goto(browser.extensionUrl("src/welcome/welcome.html"));
    await welcome.getByRole("heading", { name: "Crosscheck is ready" }).waitFor();

    await options.getByLabel("Language").selectOption("Deutsch");
    await options.getByRole("heading", { name: "Einstellungen von Crosscheck" }).waitFor();
    await options.getByText("Gespeichert").waitFor();
    await panel.getByText("Noch keine Cross-Origin-Anfragen").waitFor();
    await panel.getByRole("button", { name: "Export HAR" }).waitFor();
    await popup.getByRole("button", { name: "Das Panel öffnen" }).waitFor();
    await welcome.getByRole("heading", { name: "Crosscheck ist bereit" }).waitFor();
    for (const view of [options, panel, popup, welcome]) {
      expect(await view.getAttribute("html", "lang")).toBe("de");
    }

    await options.reload();
    expect(await options.getByLabel("Sprache").inputValue()).toBe("de");
    expect(await options.title()).toBe("Crosscheck: Einstellungen");
    await panel.reload();
    await panel.getByText("Noch keine Cross-Origin-Anfragen").waitFor();

    // When docked low, or at 200 % zoom, the parts above the list take little of its space.
    await panel.setViewportSize({ width: 640, height: 272 });
    await fetchIn(page, setting.lab.url("apiA", "open"));
    for (const tab of [/Anfragen/, /Probleme/]) {
      await panel.getByRole("tab", { name: tab }).click();
      await panel.getByRole("option").first().waitFor();
      const room = () => panel.getByRole("listbox").evaluate((list) => list.clientHeight);
      await expect.poll(room).toBeGreaterThanOrEqual(7 * 22);
    }
    for (const width of [640, 700, 1000, 1040, 1150, 1250]) {
      await panel.setViewportSize({ width, height: 272 });
      for (const row of [".toolbar", ".chips"]) {
        const height = () => panel.locator(row).evaluate(({ clientHeight }) => clientHeight);
        await expect.poll(height, { message: `${row} at ${width}` }).toBeLessThan(40);
      }
    }

    await panel.setViewportSize({ width: 640, height: 272 });
    await panel.getByRole("button", { name: "Mehr" }).click();
    const menu = panel.locator("#toolbar-rest");
    await expect.poll(() => menu.innerText()).toContain("Export HAR");
    expect(await menu.evaluate((box) => box.scrollHeight - box.clientHeight)).toBe(0);
    await panel.keyboard.press("Escape");

    // So does a fix on trial, with the problems that it fixed.
    const closed = setting.lab.url("apiA", "closed");
    await fetchIn(page, closed);
    await panel.getByRole("tab", { name: /Probleme/ }).click();
    await panel.getByRole("option").first().click();
    await panel.getByRole("button", { name: "In diesem Tab ausprobieren" }).click();
    await panel.locator(".trial").waitFor();
    await page.reload();
    await fetchIn(page, closed);
    await panel.locator(".progress", { hasText: "behoben" }).waitFor();
    for (const width of [640, 700, 1000, 1250]) {
      await panel.setViewportSize({ width, height: 272 });
      const room = () => panel.getByRole("listbox").evaluate((list) => list.clientHeight);
      await expect.poll(room, { message: `at ${width}` }).toBeGreaterThanOrEqual(6 * 22);
    }
    // The trial's changes are readable.
    await panel.setViewportSize({ width: 560, height: 272 });
    await panel.locator(".trial summary").click();
    const text = panel.locator(".trial details");
    await expect.poll(() => text.evaluate((box) => box.clientWidth)).toBeGreaterThan(480);
    await panel.setViewportSize({ width: 1250, height: 272 });
    await panel.getByRole("button", { name: "Versuch beenden" }).click();
    await panel.getByRole("button", { name: "Schließen" }).click();

    // The suggested fix is readable to its end.
    for (const width of [560, 640, 700]) {
      await panel.setViewportSize({ width, height: 600 });
      const cut = () =>
        panel
          .locator(".row-title")
          .evaluateAll(
            (titles) => titles.filter((one) => one.scrollWidth > one.clientWidth).length,
          );
      await expect.poll(cut, { message: `at ${width}` }).toBe(0);
    }

    // In a narrow panel, wrapped lines are indented like their first line.
    await panel.setViewportSize({ width: 340, height: 800 });
    await fetchIn(page, closed);
    await panel.getByRole("tab", { name: /Anfragen/ }).click();
    await panel.getByRole("option").filter({ hasText: "closed" }).last().click();
    const outdented = () =>
      panel.locator(".change-lines li, .section summary").evaluateAll((lines) =>
        lines.flatMap((line) => {
          const rects = [...line.children].flatMap((part) => [...part.getClientRects()]);
          const [first, ...others] = rects.map(({ left }) => left);
          const isWrapped = new Set(rects.map(({ bottom }) => Math.round(bottom / 9))).size > 1;
          const start = line.matches("li") ? line.getBoundingClientRect().left + 1 : (first ?? 0);
          return isWrapped ? [others.some((left) => left < start)] : [];
        }),
      );
    await expect.poll(outdented).toContain(false);
    expect(await outdented()).not.toContain(true);
    await panel.setViewportSize({ width: 1280, height: 720 });

    await options.getByLabel("Sprache").selectOption("browser");
    await options.getByRole("heading", { name: "Crosscheck settings" }).waitFor();
    await panel.getByRole("tab", { name: /Issues/ }).waitFor();
    await popup.getByRole("button", { name: "Open the panel" }).waitFor();
    for (const view of [options, panel, popup]) await view.close();
  });
});

describe("what the panel remembers", () => {
  const setting = useSetting();

  it("is there in the next session: view, filter and chips", async () => {
    const { browser, page } = setting;
    const tabId = await browser.tabIdOf(page);
    const panel = await browser.openPanel(tabId);
    await panel.getByLabel("Filter").fill("method:PUT");
    await panel.getByRole("button", { name: /^Blocked/ }).click();
    await panel.getByRole("tab", { name: /Issues/ }).click();
    await expect
      .poll(() =>
        browser.worker.evaluate(async () => {
          type Storage = { local: { get(key: string): Promise<{ panel?: { tab: string } }> } };
          const { storage } = (globalThis as unknown as { chrome: { storage: Storage } }).chrome;
          return (await storage.local.get("panel")).panel?.tab;
        }),
      )
      .toBe("issues");
    await panel.close();

    const again = await browser.openPanel(tabId, "as it opens");
    await expect.poll(() => again.getByLabel("Filter").inputValue()).toBe("method:PUT");
    await again.getByRole("button", { name: "Remove Blocked" }).waitFor();
    expect(await again.getByRole("tab", { name: /Issues/ }).getAttribute("aria-selected")).toBe(
      "true",
    );
    await again.close();
  });

  it("settings hold as soon as they are changed", async () => {
    const { browser, page } = setting;
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    const options = await browser.context.newPage();
    await options.goto(browser.extensionUrl("src/options/options.html"));
    await options.getByLabel("Preserve log").check();
    await options.getByText("Saved").waitFor();
    await expect.poll(() => panel.getByLabel("Preserve log").isChecked()).toBe(true);
    await options.reload();
    await expect.poll(() => options.getByLabel("Preserve log").isChecked()).toBe(true);
    await options.close();
    await panel.close();
  });
});
