import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BugReport } from "../../src/report/bug-report.ts";
import type { CorsHar } from "../../src/report/har.ts";
import { respondThree, tellsOf } from "../chromium/setting.ts";
import { BROWSERS, type DrivenDocument, type DrivenPanel } from "./driven-browser.ts";

const SECRET = "Zq7kX9vB2mW4";

/** The extension's API, in one of its pages. */
type Inside = {
  readonly runtime: {
    connect(info: { name: string }): { postMessage(message: unknown): void };
    getURL(path: string): string;
  };
  readonly storage: {
    readonly session: {
      set(items: object): Promise<void>;
      remove(key: string): Promise<void>;
      setAccessLevel?: unknown;
    };
  };
};

const reportIn = (har: CorsHar): BugReport => {
  const { bugReport } = har.log._cors;
  if (bugReport === undefined) throw new Error("There is no bug report in it.");
  return bugReport;
};
const entryOf = (report: BugReport, kind: string) =>
  report.journal.find((entry) => entry.kind === kind);
const rowsOf = (panel: DrivenDocument) =>
  panel.evaluate(() => {
    document.getElementById("tab-requests")?.click();
    const rows = document.querySelectorAll<HTMLElement>("[aria-label=Requests] [role=option]");
    return [...rows].map((row) => row.innerText);
  });

/** Sends the worker a message that no version of ours would send, as a view. */
const sendBroken = (view: DrivenDocument, message: object) =>
  view.evaluate((sent) => {
    const { browser, chrome } = globalThis as unknown as { browser?: Inside; chrome: Inside };
    const tabId = new URLSearchParams(location.search).get("tabId");
    (browser ?? chrome).runtime.connect({ name: `panel:${tabId}` }).postMessage(sent);
  }, message);

/** Fills the extension's storage, so that every write of the worker fails. */
const fillStorage = (view: DrivenDocument) =>
  view.evaluate(async () => {
    const { browser, chrome } = globalThis as unknown as { browser?: Inside; chrome: Inside };
    const { session } = (browser ?? chrome).storage;
    for (let size = 4_000_000, n = 0; size >= 250; n++) {
      try {
        await session.set({ [`junk${n}`]: "x".repeat(size) });
      } catch {
        size /= 2;
      }
    }
  });
const emptyStorage = (view: DrivenDocument) =>
  view.evaluate(async () => {
    const { browser, chrome } = globalThis as unknown as { browser?: Inside; chrome: Inside };
    const { session } = (browser ?? chrome).storage;
    for (let n = 0; n < 100; n++) await session.remove(`junk${n}`);
  });

describe.each(BROWSERS)("a bug report in %s", (_product, use) => {
  const browser = use();
  let folder: string;
  let panel: DrivenPanel;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "crosscheck-"));
    respondThree(browser.lab, "bug");
    panel = await browser.page.openPanel();
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Saves reports until the condition holds: the journal records an error a little later. */
  const reportWith = async (view: DrivenPanel, has: (report: BugReport) => boolean) => {
    let har = await view.saveBugReport();
    await expect
      .poll(
        async () => {
          har = await view.saveBugReport();
          return has(reportIn(har));
        },
        // The worker waits longer after each failed write.
        { timeout: 40_000, interval: 500 },
      )
      .toBe(true);
    return har;
  };

  it("says a write that fails, and the next that does not", async () => {
    const writeFails = async () => {
      // What the worker removes meanwhile makes room again.
      await fillStorage(panel);
      await browser.page.fetch(browser.lab.url("apiA", "bug-get"));
      return entryOf(reportIn(await panel.saveBugReport()), "write-failed") !== undefined;
    };
    await expect.poll(writeFails, { timeout: 20_000, interval: 500 }).toBe(true);
    await emptyStorage(panel);
    const har = await reportWith(
      panel,
      (report) => entryOf(report, "write-recovered") !== undefined,
    );
    const { error } = entryOf(reportIn(har), "write-failed") ?? {};
    expect(`${error?.name} ${error?.message}`).toMatch(/quota/i);
  }, 90_000);

  it("says the worker's death, and what it could not do, and holds the recording", async () => {
    const { lab, page } = browser;
    const put = lab.url("apiA", "bug-put");
    const open = lab.url("apiB", "bug-open");
    await page.fetch(put, { method: "PUT" });
    await page.fetch(open, { headers: { Authorization: `Bearer ${SECRET}` } });
    await panel.exportHarWhen((har) => [put, open].every((url) => tellsOf(url)(har)));
    await browser.stopWorker();
    await expect
      .poll(
        async () => entryOf(reportIn(await panel.saveBugReport()), "restored")?.counts?.requests,
      )
      .toBeGreaterThan(1);
    await sendBroken(panel, { type: "check-again", of: SECRET });
    const har = await reportWith(
      panel,
      (report) => entryOf(report, "command-failed") !== undefined,
    );
    const report = reportIn(har);
    expect(entryOf(report, "view-disconnected")).toBeDefined();
    expect(entryOf(report, "command-failed")).toMatchObject({
      of: "check-again",
      ofTab: true,
      error: {
        name: "TypeError",
        stack: expect.arrayContaining([expect.stringMatching(/^background:\d+:\d+$/)]),
      },
    });
    expect(report).toMatchObject({
      version: 1,
      language: "en-US",
      view: "panel",
      settings: { record: "always", probe: true },
      tab: { pending: 0, connected: true, notUnderstood: 0 },
      worker: { hasAccess: true, probeScripts: 2, isProbed: true, isRestored: true },
      journalLost: 0,
    });
    expect(report.tab.requests).toBe(har.log._cors.exchanges.length);

    // It opens like any report of ours, with the same verdicts.
    const rows = await rowsOf(panel);
    const path = join(folder, "crosscheck-bug-report.json");
    await writeFile(path, JSON.stringify(har));
    const opened = await browser.openPanelOfNoTab();
    await opened.choose(path);
    await expect.poll(() => rowsOf(opened)).toEqual(rows);
    const again = await opened.exportHar();
    expect(again.log._cors.exchanges).toEqual(har.log._cors.exchanges);
  });

  it("has the panel's own errors, in the popup too, and no word that was in them", async () => {
    await panel.evaluate((secret) => {
      setTimeout(() => new URL(`https://bob:${secret}@[/?access_token=${secret}`));
      void Promise.reject(new TypeError(`"${secret}" is not a function`));
    }, SECRET);
    const count = (report: BugReport) =>
      report.journal.filter(({ kind }) => kind === "view-error").length;
    const har = await reportWith(panel, (report) => count(report) === 2);
    const popup = await browser.page.openPopup();
    await expect
      .poll(() => popup.evaluate(() => document.querySelector(".counts") !== null))
      .toBe(true);
    const other = await popup.saveBugReport();
    await popup.close();
    expect([reportIn(other).view, count(reportIn(other))]).toEqual(["popup", 2]);
    for (const one of [har, other]) {
      expect(JSON.stringify(one)).not.toContain(SECRET);
      const errors = reportIn(one).journal.filter(({ kind }) => kind === "view-error");
      expect(errors.map(({ error }) => error?.name)).toContain("TypeError");
    }
  });

  it("comes without the recording where that cannot be exported, and says so", async () => {
    await panel.evaluate(() => {
      const { postMessage } = Worker.prototype;
      Worker.prototype.postMessage = function (
        this: Worker,
        message: { recorded?: readonly unknown[] },
      ) {
        if ((message.recorded?.length ?? 0) > 0) throw new RangeError("Out of memory");
        postMessage.call(this, message);
      } as typeof postMessage;
    });
    const har = await panel.saveBugReport();
    expect(har.log._cors.exchanges).toEqual([]);
    expect(entryOf(reportIn(har), "export-failed")?.error?.name).toBe("RangeError");
  });
});
