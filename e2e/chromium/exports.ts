import { readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import type { Locator, Page } from "playwright";
import type { CorsHar } from "../../src/report/har.ts";

/**
 * Presses a button of the panel that downloads a file, and returns its content.
 * @param press how to press it; by default with the pointer, as a user does.
 */
async function download(
  panel: Page,
  button: string,
  press = (found: Locator) => found.click(),
): Promise<string> {
  const downloading = panel.waitForEvent("download", { timeout: PRESS_MS });
  downloading.catch(() => undefined);
  await press(panel.getByRole("button", { name: button }));
  const file = await downloading.catch(async (error) => {
    const said = await panel.getByRole("alert").allTextContents();
    throw new Error(`No download came. ${said.join(" ")}`, { cause: error });
  });
  const text = await readFile(await file.path(), "utf8");
  await file.delete();
  return text;
}

/** A recording of a thousand requests on a busy machine needs this long. */
const PRESS_MS = 60_000;

/** The panel's HAR export. */
export async function exportHar(panel: Page): Promise<CorsHar> {
  return JSON.parse(await download(panel, "Export HAR"));
}

/** The same without the pointer, which waits for two frames: with many tabs each frame takes a second. */
async function exportHarAtOnce(panel: Page): Promise<CorsHar> {
  return JSON.parse(await download(panel, "Export HAR", (found) => found.dispatchEvent("click")));
}

/** A bug report, as a user saves it. */
export async function saveBugReport(view: Page): Promise<CorsHar> {
  await view.getByRole("button", { name: "Save a bug report…" }).click();
  return JSON.parse(await download(view, "Save file"));
}

/** The panel's Markdown export. */
export function exportMarkdown(panel: Page): Promise<string> {
  return download(panel, "Export Markdown");
}

/** The panel's HTML export. */
export function exportHtml(panel: Page): Promise<string> {
  return download(panel, "Export HTML");
}

const DEADLINE_MS = 10_000;
/** Chromium silently drops a document's downloads beyond ten in a second. */
const BETWEEN_MS = 100;

/**
 * Exports until the condition holds. Events reach the panel a little after the page, so the report itself
 * shows when it is complete.
 * @returns the last report, even if the condition does not hold by the deadline.
 */
export async function exportHarWhen(
  panel: Page,
  complete: (har: CorsHar) => boolean,
): Promise<CorsHar> {
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    const har = await exportHarAtOnce(panel);
    if (complete(har) || Date.now() > deadline) return har;
    await setTimeout(BETWEEN_MS);
  }
}
