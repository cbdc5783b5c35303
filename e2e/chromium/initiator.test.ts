import type { Page } from "playwright";
import { beforeAll, describe, expect, it } from "vitest";
import {
  CALLING_FUNCTIONS,
  CALLING_SCRIPT,
  calledUrl,
  serveCallingPage,
} from "../lab/initiator-calls.ts";
import { useSetting } from "./setting.ts";

// DevTools shows the nearest frame of a call. With our panel open, that frame would be the probe's.
describe("DevTools' own panels, with ours open", () => {
  const setting = useSetting();
  let window: Page;

  beforeAll(async () => {
    const { lab, browser, page } = setting;
    await page.goto(serveCallingPage(lab));
    ({ window } = await browser.openDevToolsPanel(page));
    await window.setViewportSize({ width: 1200, height: 1200 });
    // The probe runs before the page's first script from the next navigation on.
    await page.reload();
    await show(window, "network");
    // Network renders only the visible rows, the newest: the checked requests come last.
    for (const kind of ["refused", "called"] as const) {
      for (const { name } of CALLING_FUNCTIONS) {
        const url = calledUrl(lab, kind, name);
        await page.evaluate(
          ([call, of]) => {
            (globalThis as unknown as Record<string, (url: string) => unknown>)[call]?.(of);
          },
          [name, url] as const,
        );
      }
    }
  });

  // Chromium 156 names no initiator for an EventSource or a worker, with or without us.
  const named = CALLING_FUNCTIONS.filter(({ name }) => !/EventSource|Worker/.test(name));

  it.each(named)("Network has the page's line as the initiator: $name", async ({ name, line }) => {
    await show(window, "network");
    const row = window.locator("tr.data-grid-data-grid-node").filter({ hasText: `called?${name}` });
    const cell = row.locator("td.initiator-column").first();
    await expect.poll(() => cell.innerText()).toContain(`${CALLING_SCRIPT}:${line}`);
  });

  // The console's own CORS messages link to the page; for a beacon there is none.
  const failing = named.filter(({ name }) => name !== "byBeacon");
  it.each(failing)("Console links an error to the page's line: $name", async ({ name, line }) => {
    await show(window, "console");
    const message = window.locator(".console-message-wrapper").filter({
      hasText: new RegExp(`refused\\?${name}\\b.*(?:net::ERR_FAILED|failed)`),
    });
    const link = message.locator(".console-message-anchor").first();
    await expect.poll(() => link.innerText()).toContain(`${CALLING_SCRIPT}:${line}`);
  });

  it("no other test file gets this browser, since the profile keeps DevTools' settings", async () => {
    expect(await setting.browser.renew()).toBeNull();
  });
});

async function show(window: Page, panel: string): Promise<void> {
  await window.evaluate((name) => {
    type Api = { InspectorFrontendAPI?: { showPanel?(panel: string): void } };
    (globalThis as Api).InspectorFrontendAPI?.showPanel?.(name);
  }, panel);
}
