import { cp, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Lab, startLab } from "../lab/lab.ts";
import { type ExtensionBrowser, launchWithExtension } from "./browser.ts";
import { fetchIn } from "./setting.ts";

const BUILT = process.env.CROSSCHECK_DIST ?? join(import.meta.dirname, "../../dist/chromium");

/** As after an update of the extension under an open view: files of its build are missing. */
describe("a chunk that cannot be loaded", () => {
  let lab: Lab;
  let folder: string;
  let browser: ExtensionBrowser;
  let page: Page;
  let panel: Page;
  let putBack: () => Promise<void> = async () => {};

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "crosscheck-"));
    await cp(BUILT, folder, { recursive: true });
    lab = await startLab();
    lab.respond("put", {
      preflight: { status: 204, headers: [["Access-Control-Allow-Origin", lab.origins.page]] },
      response: { headers: [] },
    });
    browser = await launchWithExtension({ extension: folder });
    page = await browser.context.newPage();
    await page.goto(lab.origins.page);
    panel = await browser.openPanel(await browser.tabIdOf(page));
    await fetchIn(page, lab.url("apiA", "put"), { method: "PUT" });
  });
  afterEach(() => putBack());
  afterAll(async () => {
    await browser?.close();
    await lab?.close();
    await rm(folder, { recursive: true });
  });

  async function takeAway(chunk: string): Promise<void> {
    const assets = join(folder, "assets");
    const names = (await readdir(assets)).filter((name) => name.startsWith(`${chunk}-`));
    expect(names).toHaveLength(1);
    const path = join(assets, names[0] as string);
    await rename(path, `${path}.gone`);
    putBack = () => rename(`${path}.gone`, path);
  }

  const saysSo = (shown: Page) =>
    shown
      .getByRole("alert")
      .filter({ hasText: /^A part of Crosscheck could not be loaded; [^.;]+\.$/ })
      .first()
      .waitFor({ timeout: 10_000 });

  /** Shows a request's details, with their copy buttons. */
  async function openDetail(): Promise<void> {
    await panel.getByRole("option").filter({ hasText: "put" }).first().click();
    await panel.getByRole("region", { name: "Request in detail" }).waitFor();
  }
  const press = (shown: Page, name: string) =>
    shown.getByRole("button", { name, exact: true }).first().click();

  it.each<[chunk: string, does: string, act: () => Promise<void>]>([
    ["export-worker", "Export HAR", () => press(panel, "Export HAR")],
    ["export-worker", "Export Markdown", () => press(panel, "Export Markdown")],
    ["bug-report", "the bug report", () => press(panel, "Save a bug report…")],
    [
      "copy-texts",
      "a copy item",
      async () => {
        await openDetail();
        await press(panel, "Copy");
        await panel.getByRole("menuitem", { name: "Request as curl" }).click();
      },
    ],
    [
      "export-worker",
      "the copied report",
      async () => {
        await openDetail();
        await press(panel, "Copy");
        await panel.getByRole("menuitem", { name: "Whole report as Markdown" }).click();
      },
    ],
    [
      "copy-remedy",
      "the copied change",
      async () => {
        await openDetail();
        await press(panel, "Copy fix");
      },
    ],
    [
      "WhatIf",
      "What if",
      async () => {
        await openDetail();
        await press(panel, "Simulate fix");
      },
    ],
    [
      "Steps",
      "the steps",
      async () => {
        await openDetail();
        await panel.getByText("CORS check, step by step").click();
      },
    ],
    [
      "Compare",
      "the comparison of page loads",
      async () => {
        await page.reload();
        await fetchIn(page, lab.url("apiA", "put"), { method: "PUT" });
        await press(panel, "Compare page loads");
      },
    ],
    ["complete-filter", "the filter", () => panel.getByLabel("Filter").focus()],
    ["details", "the details", async () => {}],
    ["following", "the progress", async () => {}],
    ["diagnosed-rows", "the diagnoses", async () => {}],
  ])("%s is said to be missing by %s", async (chunk, _does, act) => {
    await takeAway(chunk);
    await panel.reload();
    await panel.getByRole("tab", { name: /Requests/ }).click();
    await act();
    await saysSo(panel);
    // No other error is shown.
    expect(await panel.getByRole("status").allTextContents()).not.toContain("Copying failed");
  });

  it("is said to be missing where a report was to be opened", async () => {
    await takeAway("open-report");
    const view = await browser.context.newPage();
    await view.goto(browser.extensionUrl("src/options/options.html"));
    await view.getByRole("link", { name: "Open report…" }).click();
    await saysSo(view);
    await view.close();
  });

  it("is said to be missing by the popup", async () => {
    await takeAway("export-worker");
    const view = await browser.openPopup(await browser.tabIdOf(page));
    await press(view, "Export HAR");
    await saysSo(view);
    await view.close();
  });
});
