import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  CALLING_FUNCTIONS,
  CALLING_SCRIPT,
  calledUrl,
  serveCallingPage,
} from "../lab/initiator-calls.ts";
import { useSetting } from "./setting.ts";
import type { ToolboxPanel } from "./toolbox.ts";

// The network monitor shows the nearest frame of a call. With our panel open, that frame would be the
// probe's.
describe("Firefox's own tools, with our panel open", () => {
  const setting = useSetting();
  let panel: ToolboxPanel;
  const call = (name: string, kind: "called" | "refused") =>
    setting.page.evaluate(
      (called, url) => {
        (globalThis as unknown as Record<string, (url: string) => unknown>)[called]?.(url);
      },
      name,
      calledUrl(setting.lab, kind, name),
    );

  beforeAll(async () => {
    const { lab, browser, page } = setting;
    await page.goto(serveCallingPage(lab));
    panel = await browser.openToolbox();
    await panel.selectTool("webconsole");
    await panel.selectTool("netmonitor");
    await page.reload();
    for (const { name } of CALLING_FUNCTIONS) {
      for (const kind of ["called", "refused"] as const) await call(name, kind);
    }
  });
  afterAll(() => panel?.close());

  it.each(CALLING_FUNCTIONS)(
    "the network monitor has the page's line as the initiator: $name",
    async ({ name, line }) => {
      const cell = () =>
        panel.textIn(
          "netmonitor",
          ".request-list-item",
          `called?${name}`,
          ".requests-list-initiator",
        );
      await expect.poll(cell).toContain(`${CALLING_SCRIPT}:${line}`);
    },
  );

  // For others Firefox does not report the location.
  const linked = CALLING_FUNCTIONS.filter(({ name }) => /EventSource|Socket|Subclass/.test(name));
  it.each(linked)(
    "the console links the page's line where it cannot connect: $name",
    async ({ name, line }) => {
      // The console renders only the visible messages, the newest.
      await panel.selectTool("webconsole");
      await call(name, "refused");
      const link = () =>
        panel.textIn("webconsole", ".message", `refused?${name}.`, ".message-location");
      await expect.poll(link).toContain(`${CALLING_SCRIPT}:${line}`);
    },
  );

  it("no other test file gets this browser, since the profile keeps the tools' settings", async () => {
    expect(await setting.browser.renew()).toBeNull();
  });

  // Objects of the extension's world are then dead in the page's world.
  it("the page makes workers and sockets as before once the extension is switched off", async () => {
    const { lab, browser, page } = setting;
    await browser.disableExtension();
    const made = await page.evaluate(
      (worker, socket) => [String(new Worker(worker)), String(new WebSocket(socket))],
      calledUrl(lab, "called", "byWorker"),
      calledUrl(lab, "called", "bySocket"),
    );
    expect(made).toEqual(["[object Worker]", "[object WebSocket]"]);
    const isRestored = page.evaluate(async () => {
      const wrapper = fetch;
      await fetch(location.href);
      return fetch !== wrapper;
    });
    await expect(isRestored).resolves.toBe(true);
  });
});
