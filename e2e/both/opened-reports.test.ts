import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { CorsHar } from "../../src/report/har.ts";
import { respondThree, tellsOf } from "../chromium/setting.ts";
import { BROWSERS, type DrivenDocument, type DrivenPanel } from "./driven-browser.ts";

const SAME_MS = 10_000;

/** The rows of the request list; a report opens with its issues. */
const rowsOf = (panel: DrivenDocument) =>
  panel.evaluate(() => {
    document.getElementById("tab-requests")?.click();
    const rows = document.querySelectorAll<HTMLElement>("[aria-label=Requests] [role=option]");
    return [...rows].map((row) => row.innerText);
  });
const alertsOf = (panel: DrivenPanel) =>
  panel.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("[role=alert]")].map((alert) => alert.innerText),
  );
/** The text of the first element that matches a selector. */
const textOf = (view: DrivenDocument, selector: string) =>
  view.evaluate(
    (wanted) => document.querySelector<HTMLElement>(wanted)?.innerText.trim() ?? "",
    selector,
  );
/** Clicks the first element that matches a selector and whose text begins so, once it exists. */
const pressIn = (view: DrivenDocument, selector: string, text = "") =>
  expect
    .poll(() =>
      view.evaluate(
        (wanted, beginning) => {
          const found = [...document.querySelectorAll<HTMLElement>(wanted)].find((element) =>
            element.innerText.trim().startsWith(beginning),
          );
          found?.click();
          return found !== undefined;
        },
        selector,
        text,
      ),
    )
    .toBe(true);
const bannerOf = (panel: DrivenPanel) =>
  panel.evaluate(() => document.querySelector<HTMLElement>(".banner")?.innerText ?? "");

describe.each(BROWSERS)("a report that is opened in %s", (_product, use) => {
  const browser = use();
  let folder: string;
  let har: CorsHar;
  let markdown: string;
  let rows: readonly string[];
  let live: DrivenPanel;
  let reader: DrivenPanel;

  /** The panel of no tab, without a report. */
  const emptied = async () => {
    await reader.evaluate(() => {
      document.body.remove();
      location.reload();
    });
    return reader;
  };

  /** Writes a file with this name and text. */
  const fileOf = async (name: string, text: string) => {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "crosscheck-"));
    const { lab, page } = browser;
    respondThree(lab, "opened");
    const panel = await page.openPanel();
    const put = lab.url("apiA", "opened-put");
    const get = lab.url("apiA", "opened-get");
    const open = lab.url("apiB", "opened-open");
    await page.fetch(put, { method: "PUT" });
    await page.fetch(get);
    await page.fetch(open, { headers: { Authorization: "Bearer s3cr3t-value" } });
    // Both exports must be of the same recording: the status from the page's timeline may arrive in
    // between.
    await vi.waitFor(async () => {
      har = await panel.exportHarWhen((one) => [put, get, open].every((url) => tellsOf(url)(one)));
      markdown = await panel.exportMarkdown();
      const after = await panel.exportHar();
      expect(after.log._cors.exchanges).toEqual(har.log._cors.exchanges);
    }, SAME_MS);
    live = panel;
    rows = await rowsOf(panel);
    expect(rows).toHaveLength(3);
    reader = await browser.openPanelOfNoTab();
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("shows the same rows, and exports the same again but for the date", async () => {
    const panel = await emptied();
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

  it("is copied whole as the Markdown that is exported", async () => {
    await live.evaluate(() => {
      navigator.clipboard.writeText = async (copied) => {
        document.body.dataset.copied = copied;
      };
    });
    await pressIn(live, "#tab-requests");
    await pressIn(live, "[role=option]");
    await pressIn(live, ".menu-box > button");
    await pressIn(live, "[role=menuitem]", "Whole report as Markdown");
    await expect.poll(() => live.evaluate(() => document.body.dataset.copied)).toBe(markdown);
  });

  it("is a page that shows the same from disk, without a request, an error or a barrier", async () => {
    // A tab in the background draws once a second: the panel is read first, and then the page opened.
    await live.bringToFront();
    const text = await live.exportHtml();
    expect(text.length).toBeLessThan(400_000);
    const tabs = await textOf(live, "[role=tablist]");
    const openedIn = async (view: DrivenDocument) => {
      await pressIn(view, "[role=tab]", "Issues");
      await pressIn(view, "[role=option]");
      await pressIn(view, ".target");
      await expect.poll(() => textOf(view, ".sequence ol")).not.toBe("");
      const parts = [".detail h2", ".detail .asked", ".sequence ol", ".change"];
      return Promise.all(parts.map((part) => textOf(view, part)));
    };
    const details = await openedIn(live);
    const page = await browser.openFile(await fileOf("a report.html", text));
    await expect.poll(() => rowsOf(page)).toEqual(rows);
    expect(await textOf(page, ".banner")).toMatch(/\.html Exported .+ This report is read-only\./s);
    expect(await textOf(page, "[role=tablist]")).toBe(tabs);
    expect(await openedIn(page)).toEqual(details);
    await pressIn(page, "button", "Simulate fix");
    await expect.poll(() => textOf(page, ".predicted-head")).toMatch(/^With your changes: allowed/);
    await page.evaluate(() => {
      navigator.clipboard.writeText = async (copied) => {
        document.body.dataset.copied = copied;
      };
    });
    await pressIn(page, "button", "Copy as Markdown");
    await expect.poll(() => page.evaluate(() => document.body.dataset.copied)).toBe(markdown);
    expect(await page.violations()).toEqual([]);
    expect(page.troubles()).toEqual([]);
    await page.close();
    const damaged = text.replace(/("exchanges":"H4s)[^"]+/, "$1");
    const broken = await browser.openFile(await fileOf("damaged.html", damaged));
    await expect.poll(() => textOf(broken, "#view")).toMatch(/^The recording in .+ is damaged\.$/);
    await broken.close();
  });

  it("says how far a long export is, and ends it without a file where it is cancelled", async () => {
    const panel = await emptied();
    await panel.choose(await fileOf("long.har", repeated(har, LONG)));
    const shown = () => textOf(panel, ".status-bar");
    // A busy machine reads and judges them for longer than other conditions take.
    await expect.poll(shown, { timeout: 30_000 }).toContain(LONG.toLocaleString("en"));
    // Cancel is pressed in the panel itself, as an export can be over before the next look from outside.
    await panel.evaluate(() => {
      const make = URL.createObjectURL;
      URL.createObjectURL = (content) => {
        document.body.dataset.saved = "yes";
        return make(content);
      };
      const watch = new MutationObserver(() => {
        const bar = document.querySelector<HTMLElement>(".status-bar");
        const done = bar?.querySelector("progress")?.value ?? 0;
        if (!bar || done === 0) return;
        watch.disconnect();
        document.body.dataset.seen = bar.innerText;
        const buttons = [...bar.querySelectorAll("button")];
        buttons.find((button) => button.innerText === "Cancel")?.click();
      });
      watch.observe(document.body, { subtree: true, childList: true, attributes: true });
    });
    await panel.press("Export HTML");
    const seen = () => panel.evaluate(() => document.body.dataset.seen ?? "");
    await expect.poll(seen).toContain("Exporting HTML…");
    await expect.poll(shown).not.toContain("Exporting");
    // The next export is complete, and nothing of the previous one remains.
    expect(await panel.evaluate(() => document.body.dataset.saved)).toBe(undefined);
    expect(await panel.exportMarkdown()).toContain("## 1.");
    expect(await panel.evaluate(() => document.body.dataset.saved)).toBe("yes");
    expect(await alertsOf(panel)).toEqual([]);
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
      const panel = await emptied();
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

/** Enough that their export takes noticeable time. */
const LONG = 3_000;

/** A report that repeats another one's exchanges. */
function repeated(har: CorsHar, count: number): string {
  const { capture } = har.log._cors;
  const exchanges = Array.from({ length: count }, (_, index) => ({
    ...capture?.exchanges[index % capture.exchanges.length],
    id: `long-${index}`,
  }));
  return JSON.stringify({ log: { _cors: { capture: { ...capture, exchanges } } } });
}

/** The report with changed members in its recording. */
function changed(text: string, members: object): string {
  const har = JSON.parse(text);
  Object.assign(har.log._cors.capture, members);
  return JSON.stringify(har);
}
