import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CorsHar } from "../../src/report/har.ts";
import { launchWithExtension } from "../chromium/browser.ts";
import * as chromium from "../chromium/exports.ts";
import { answerThree, fetchIn as fetchInChromium, tellsOf } from "../chromium/setting.ts";
import type { Document } from "../firefox/document.ts";
import { FirefoxBrowser } from "../firefox/driver.ts";
import * as firefox from "../firefox/exports.ts";
import { fetchIn as fetchInFirefox } from "../firefox/setting.ts";
import { type Lab, startLab } from "../lab/lab.ts";

/** A panel, whichever browser it is in. */
interface Panel {
  exportHar(): Promise<CorsHar>;
  exportMarkdown(): Promise<string>;
  exportHarWhen(complete: (har: CorsHar) => boolean): Promise<CorsHar>;
  /** Opens a report by the button; resolves once the file is chosen. */
  choose(path: string): Promise<void>;
  evaluate<R>(run: () => R): Promise<R>;
}

interface Driven {
  /** Fetches in the page of the lab. */
  fetch(url: string, init?: RequestInit): Promise<unknown>;
  openPanel(): Promise<Panel>;
  openPanelOfNoTab(): Promise<Panel>;
  close(): Promise<void>;
}

async function inChromium(lab: Lab): Promise<Driven> {
  const browser = await launchWithExtension();
  const page = browser.context.pages()[0] ?? (await browser.context.newPage());
  await page.goto(lab.origins.page);
  const panelOf = (view: Page): Panel => ({
    exportHar: () => chromium.exportHar(view),
    exportMarkdown: () => chromium.exportMarkdown(view),
    exportHarWhen: (complete) => chromium.exportHarWhen(view, complete),
    choose: async (path) => {
      const choosing = view.waitForEvent("filechooser");
      await view.getByRole("button", { name: "Open report…" }).click();
      await (await choosing).setFiles(path);
    },
    evaluate: (run) => view.evaluate(run),
  });
  return {
    fetch: (url, init) => fetchInChromium(page, url, init),
    openPanel: async () => panelOf(await browser.openPanel(await browser.tabIdOf(page))),
    openPanelOfNoTab: async () => panelOf(await browser.openPanelOfNoTab()),
    close: () => browser.close(),
  };
}

async function inFirefox(lab: Lab): Promise<Driven> {
  const browser = await FirefoxBrowser.launch();
  const { page } = browser;
  await page.goto(`${lab.origins.page}/blank`);
  const panelOf = (view: Document): Panel => ({
    exportHar: () => firefox.exportHar(browser, view),
    exportMarkdown: () => browser.download(view, "Export Markdown"),
    exportHarWhen: (complete) => firefox.exportHarWhen(browser, view, complete),
    choose: (path) => view.chooseFile(path),
    evaluate: (run) => view.evaluate(run),
  });
  return {
    fetch: (url, init) => fetchInFirefox(page, url, init),
    openPanel: async () => panelOf(await browser.openPanel(await browser.tabIdOf(page))),
    openPanelOfNoTab: async () => panelOf(await browser.openPanelOfNoTab()),
    close: () => browser.close(),
  };
}

/** What the list shows, row by row. */
const rowsOf = (panel: Panel) =>
  panel.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("[role=option]")].map((row) => row.innerText),
  );
const alertsOf = (panel: Panel) =>
  panel.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("[role=alert]")].map((alert) => alert.innerText),
  );
const bannerOf = (panel: Panel) =>
  panel.evaluate(() => document.querySelector<HTMLElement>(".banner")?.innerText ?? "");

describe.each([
  ["Chromium", inChromium],
  ["Firefox", inFirefox],
] as const)("a report that is opened in %s", (_product, launch) => {
  let lab: Lab;
  let driven: Driven;
  let folder: string;
  let har: CorsHar;
  let markdown: string;
  let rows: readonly string[];

  /** A file with this text, of that name. */
  const fileOf = async (name: string, text: string) => {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "crosscheck-"));
    lab = await startLab();
    driven = await launch(lab);
    answerThree(lab, "opened");
    const panel = await driven.openPanel();
    const put = lab.url("apiA", "opened-put");
    const get = lab.url("apiA", "opened-get");
    const open = lab.url("apiB", "opened-open");
    await driven.fetch(put, { method: "PUT" });
    await driven.fetch(get);
    await driven.fetch(open, { headers: { Authorization: "Bearer s3cr3t-value" } });
    har = await panel.exportHarWhen((one) => [put, get, open].every((url) => tellsOf(url)(one)));
    markdown = await panel.exportMarkdown();
    rows = await rowsOf(panel);
    expect(rows).toHaveLength(3);
  });
  afterAll(async () => {
    await driven?.close();
    await lab?.close();
    await rm(folder, { recursive: true });
  });

  it("shows the same rows, and exports the same again but for the date", async () => {
    const panel = await driven.openPanelOfNoTab();
    await panel.choose(await fileOf("first.har", JSON.stringify(har)));
    await expect.poll(() => rowsOf(panel)).toEqual(rows);
    expect(await bannerOf(panel)).toMatch(/^first\.har Exported .+ This report is read-only\./s);
    const again = await panel.exportHar();
    expect(again.log._cors.exchanges).toEqual(har.log._cors.exchanges);
    const { capture } = again.log._cors;
    const exportedAt = har.log._cors.capture?.exportedAt;
    expect(capture?.exportedAt).not.toBe(exportedAt);
    expect({ ...again.log._cors, capture: { ...capture, exportedAt } }).toEqual(har.log._cors);
    expect({ ...again.log, _cors: null }).toEqual({ ...har.log, _cors: null });
    expect(await panel.exportMarkdown()).toBe(markdown);
  });

  it.each([
    ["truncated", (text: string) => text.slice(0, -9), /^a\.har is not complete JSON\./],
    [
      "of another tool",
      () => '{"log":{"entries":[]}}',
      /^a\.har contains no Crosscheck recording\./,
    ],
    [
      "of a later version",
      (text: string) => changed(text, { version: 99 }),
      /^A newer version of Crosscheck exported a\.har\./,
    ],
    [
      "damaged",
      (text: string) => changed(text, { exchanges: [{}] }),
      /^The recording in a\.har is damaged\.$/,
    ],
  ])(
    "gives one sentence on a file that is %s, before and after one is shown",
    async (_how, spoil, sentence) => {
      const text = JSON.stringify(har);
      const panel = await driven.openPanelOfNoTab();
      const broken = await fileOf("a.har", spoil(text));
      const said = [expect.stringMatching(sentence)];
      await panel.choose(broken);
      await expect.poll(() => alertsOf(panel)).toEqual(said);
      await panel.choose(await fileOf("whole.har", text));
      await expect.poll(() => rowsOf(panel)).toEqual(rows);
      expect(await alertsOf(panel)).toEqual([]);
      await panel.choose(broken);
      await expect.poll(() => alertsOf(panel)).toEqual(said);
      expect(await rowsOf(panel)).toEqual(rows);
    },
  );
});

/** The report with other members in its recording. */
function changed(text: string, members: object): string {
  const har = JSON.parse(text);
  Object.assign(har.log._cors.capture, members);
  return JSON.stringify(har);
}
