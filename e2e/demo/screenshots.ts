import type { Page } from "playwright";
import { type DevToolsPanel, dockBelow } from "../chromium/devtools-panel.ts";

const SIZES = [
  { width: 1200, height: 700 },
  { width: 320, height: 700 },
];

/** Pictures of the panel: each size, light and dark, with one exchange selected. */
export async function takePanelScreenshots(
  panel: Page,
  exchange: RegExp,
  folder: string,
): Promise<void> {
  await panel.bringToFront();
  // The list scrolls to new rows until one is selected, and only visible rows are in the document.
  await panel.getByRole("listbox").press("Home");
  await panel.getByRole("option", { name: exchange }).first().click();
  for (const size of SIZES) {
    await panel.setViewportSize(size);
    for (const colorScheme of ["light", "dark"] as const) {
      await panel.emulateMedia({ colorScheme });
      await panel.screenshot({ path: `${folder}/panel-${size.width}-${colorScheme}.png` });
    }
  }
}

const DEVTOOLS_SIZE = { width: 1200, height: 900 };
const DEVTOOLS_TABS_HEIGHT = 28;
const PULLED_MS = 20_000;

/** A picture of our panel in DevTools, docked at the bottom. */
export async function takeDevToolsScreenshot(
  { window, panel }: DevToolsPanel,
  exchange: RegExp,
  path: string,
): Promise<void> {
  const { width, height } = DEVTOOLS_SIZE;
  const top = async () => height - DEVTOOLS_TABS_HEIGHT - (await panel.evaluate(() => innerHeight));
  await dockBelow({ window, panel }, DEVTOOLS_SIZE);
  // A docked panel takes a third of the height: drags its upper edge up. For a while the pointer reaches
  // the previous panel.
  const deadline = Date.now() + PULLED_MS;
  while ((await panel.evaluate(() => innerHeight)) <= height / 2) {
    if (Date.now() > deadline) throw new Error("The edge of DevTools cannot be pulled.");
    await window.mouse.move(width / 2, await top());
    await window.mouse.down();
    await window.mouse.move(width / 2, height / 4);
    await window.mouse.up();
    await panel.evaluate(() => new Promise(requestAnimationFrame));
  }
  await panel.getByRole("listbox").press("Home");
  await panel.getByRole("option", { name: exchange }).first().click();
  const y = await top();
  await window.screenshot({ path, clip: { x: 0, y, width, height: height - y } });
}
