import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  CALLING_FUNCTIONS,
  CALLING_SCRIPT,
  calledUrl,
  serveCallingPage,
} from "../lab/initiator-calls.ts";
import { useSetting } from "./setting.ts";
import type { ToolboxPanel } from "./toolbox.ts";

// The network monitor shows the nearest frame of a call. With our panel open that would be the probe's.
describe("Firefox's own tools, with our panel open", () => {
  const setting = useSetting();
  let panel: ToolboxPanel;

  beforeAll(async () => {
    const { lab, browser, page } = setting;
    await page.goto(serveCallingPage(lab));
    panel = await browser.openToolbox();
    await panel.selectTool("webconsole");
    await panel.selectTool("netmonitor");
    await page.reload();
    for (const { name } of CALLING_FUNCTIONS) {
      for (const url of [calledUrl(lab, "called", name), calledUrl(lab, "refused", name)]) {
        await page.evaluate(
          (call, of) => {
            (globalThis as unknown as Record<string, (url: string) => unknown>)[call]?.(of);
          },
          name,
          url,
        );
      }
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
});
