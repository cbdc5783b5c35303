import { describe, expect, it } from "vitest";
import { exportHarWhen } from "./exports.ts";
import { fetchIn, useSetting } from "./setting.ts";

const setting = useSetting();

describe("the language", () => {
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
    // A tab in the background draws once a second, and each click waits for two frames.
    await panel.bringToFront();

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
    // The trial is of the requests: of the earlier one alone, if the later has not arrived.
    await panel.getByRole("option").filter({ hasText: "×2" }).click();
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
    // So is the heading of what it changed, in the comparison of the page loads.
    await panel.setViewportSize({ width: 560, height: 600 });
    await panel.getByRole("button", { name: "Seitenaufrufe vergleichen" }).click();
    const heading = panel.locator(".compared caption").first();
    await expect.poll(() => heading.evaluate((box) => box.clientWidth)).toBeGreaterThan(480);
    await panel.getByRole("button", { name: "Vergleich schließen" }).click();

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
    for (const view of [options, panel, popup, welcome]) await view.close();
  });
});

describe("the recording", () => {
  it("is only while a panel is open, where the user has chosen so", async () => {
    const { lab, browser, page } = setting;
    const { worker } = browser;
    lab.respond("open", { response: { headers: [["Access-Control-Allow-Origin", "*"]] } });
    const fetchOpen = (query: string) => fetchIn(page, lab.url("apiA", "open", query));
    const listens = () =>
      worker.evaluate(() => {
        type Event = { hasListeners(): boolean };
        type Api = { webRequest: Record<string, Event>; webNavigation: Record<string, Event> };
        const { webRequest, webNavigation } = (globalThis as unknown as { chrome: Api }).chrome;
        return [
          webRequest.onBeforeRequest,
          webRequest.onErrorOccurred,
          webNavigation.onCommitted,
        ].map((event) => event?.hasListeners());
      });
    const tabId = await browser.tabIdOf(page);
    const choose = async (choice: string) => {
      const options = await browser.context.newPage();
      await options.goto(browser.extensionUrl("src/options/options.html"));
      await options.getByLabel("Record", { exact: true }).selectOption(choice);
      await options.getByText("Saved").waitFor();
      await options.close();
    };
    await choose("while-open");
    await expect.poll(listens, { timeout: 30_000 }).toEqual([false, false, false]);
    await fetchOpen("?unrecorded");

    const panel = await browser.openPanel(tabId);
    await expect.poll(listens).toEqual([true, true, true]);
    await fetchOpen("?recorded");
    const har = await exportHarWhen(panel, (it) => JSON.stringify(it).includes("?recorded"));
    expect(JSON.stringify(har)).not.toContain("?unrecorded");
    // The worker dies, and restarts in time to continue.
    await browser.stopServiceWorker();
    await fetchOpen("?after-this-death");
    await exportHarWhen(panel, (it) => JSON.stringify(it).includes("?after-this-death"));
    await panel.close();
    await expect.poll(listens, { timeout: 30_000 }).toEqual([false, false, false]);
    await choose("always");
    await expect.poll(listens).toEqual([true, true, true]);
  });
});

describe("what the panel remembers", () => {
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
