import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportHarWhen } from "./exports.ts";
import { fetchIn, respondThree, tellsOf, useSetting } from "./setting.ts";

describe("a report that is dropped on the panel", () => {
  const setting = useSetting();
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "crosscheck-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Drops a file with that name and text, as a user does. */
  async function drop(panel: Page, name: string, text: string): Promise<void> {
    const path = join(folder, name);
    await writeFile(path, text);
    const session = await panel.context().newCDPSession(panel);
    const data = { items: [], files: [path], dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"] as const) {
      await session.send("Input.dispatchDragEvent", { type, x: 200, y: 200, data });
    }
    await session.detach();
  }

  it("is opened, and the next in its place, and a broken one leaves it there", async () => {
    const { lab, browser, page } = setting;
    respondThree(lab, "dropped");
    const recording = await browser.openPanel(await browser.tabIdOf(page));
    const report = async (url: string, init?: RequestInit) => {
      await fetchIn(page, url, init);
      return JSON.stringify(await exportHarWhen(recording, tellsOf(url)));
    };
    const first = await report(lab.url("apiA", "dropped-get"));
    const second = await report(lab.url("apiA", "dropped-put"), { method: "PUT" });

    // The user's way to open it.
    const panel = await browser.context.newPage();
    await panel.goto(browser.extensionUrl("src/options/options.html"));
    await panel.getByRole("link", { name: "Open report…" }).click();
    await panel.getByRole("button", { name: "Open report…" }).waitFor();
    const url = panel.url();
    const rows = panel.getByRole("option");
    await drop(panel, "no.har", "{");
    await panel.getByText("no.har is not complete JSON.").waitFor();
    await drop(panel, "first.har", first);
    await panel.getByText("first.har Exported").waitFor();
    await expect.poll(() => rows.count()).toBe(1);
    await drop(panel, "second.har", second);
    await panel.getByText("second.har Exported").waitFor();
    await expect.poll(() => rows.count()).toBe(2);
    await drop(panel, "no.har", "{");
    await panel.getByText("no.har is not complete JSON.").waitFor();
    await expect.poll(() => rows.count()).toBe(2);
    expect(panel.url()).toBe(url);
  });
});
