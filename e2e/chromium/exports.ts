import { readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import type { Locator, Page } from "playwright";
import type { CorsHar } from "../../src/report/har.ts";

/**
 * Presses a button of the panel that downloads a file, and returns what is in it.
 *
 * @param press how: by the pointer, as a user does.
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

/** A recording of a thousand requests on a busy machine takes its time. */
const PRESS_MS = 60_000;

/** The report as the panel exports it. */
export async function exportHar(panel: Page): Promise<CorsHar> {
  return JSON.parse(await download(panel, "Export HAR"));
}

/** The same without the pointer, which waits for two frames: among many tabs each takes a second. */
async function exportHarAtOnce(panel: Page): Promise<CorsHar> {
  return JSON.parse(await download(panel, "Export HAR", (found) => found.dispatchEvent("click")));
}

/** A bug report, as a user saves it. */
export async function saveBugReport(view: Page): Promise<CorsHar> {
  await view.getByRole("button", { name: "Save a bug report…" }).click();
  return JSON.parse(await download(view, "Save file"));
}

/** The report as the panel writes it for people. */
export function exportMarkdown(panel: Page): Promise<string> {
  return download(panel, "Export Markdown");
}

/** The report as a page. */
export function exportHtml(panel: Page): Promise<string> {
  return download(panel, "Export HTML");
}

const DEADLINE_MS = 10_000;
/** Chromium drops, without a word, what a document downloads beyond ten times in a second. */
const BETWEEN_MS = 100;

/**
 * Exports until the report says what is waited for. Events reach the panel a little after the
 * page: the report is complete when it says so itself.
 *
 * @returns the last report, whether or not it does by the deadline.
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
