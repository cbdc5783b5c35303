import type { Frame, Locator, Page } from "playwright";
import { type ExtensionBrowser, launchWithExtension } from "../chromium/browser.ts";
import { type DevToolsPanel, dockBelow, showPanel } from "../chromium/devtools-panel.ts";
import { Hand } from "./hand.ts";
import { type Shop, startShop } from "./shop.ts";
import type { Walk } from "./walk.ts";

const SIZE = { width: 1280, height: 800 };

/** The environment of a task: the page, and DevTools docked below it, 300 pixels high. */
interface Scene {
  readonly shop: Shop;
  readonly page: Page;
  readonly window: Page;
  readonly panel: Frame;
  /** Loads a page of the shop, and waits until it has made its requests. */
  load(path: string): Promise<void>;
}

type Way = (hand: Hand, scene: Scene) => Promise<void>;

const IN_SIGHT_MS = 5_000;

/** Waits until an element is visible without scrolling. */
async function inSight(element: Locator): Promise<Locator> {
  await element.waitFor();
  const deadline = Date.now() + IN_SIGHT_MS;
  for (;;) {
    const isSeen = await element.evaluate(
      (node) =>
        new Promise<boolean>((resolve) => {
          new IntersectionObserver(([entry]) =>
            resolve((entry?.intersectionRatio ?? 0) > 0.9),
          ).observe(node);
        }),
    );
    if (isSeen) return element;
    if (Date.now() > deadline) throw new Error(`Out of sight: ${await element.innerText()}`);
  }
}

const click = (hand: Hand, name: string, element: Locator, init: { button?: "right" } = {}) =>
  hand.click(name, () => element.click(init));

const readAll = async (hand: Hand, elements: Locator) => {
  for (const text of await elements.allInnerTexts()) hand.read(text);
};

// With Crosscheck.

const issue = (panel: Frame, text: string | RegExp) =>
  panel.getByRole("option").filter({ hasText: text }).first();

const OURS: Readonly<Record<number, Way>> = {
  1: async (hand, { panel, load }) => {
    await load("/");
    const rows = panel.getByRole("option");
    await hand.see(() => inSight(rows.first()));
    await readAll(hand, rows);
  },
  2: async (hand, { panel, load }) => {
    await load("/");
    const row = issue(panel, "OPTIONS /items/42").filter({ hasText: "PUT" });
    hand.read(await row.innerText());
    await click(hand, "the issue", row);
    const place = panel.locator(".detail-head .called-from");
    await hand.see(() => inSight(place));
    hand.read(await place.innerText());
    await click(hand, "Copy", panel.locator(".detail .part-head").getByRole("button"));
    await hand.see(() => panel.getByText("Copied").first().waitFor());
  },
  3: async (hand, { panel, page, shop, load }) => {
    await load("/");
    await panel.getByRole("option").nth(3).waitFor();
    for (const fix of ["search", "put", "cdn"] as const) shop.fixed.add(fix);
    await hand.type("Ctrl+R", () => page.reload(), 2);
    const line = panel.locator(".progress p");
    await hand.see(() => inSight(line.filter({ hasText: "Fixed 3" })));
    hand.read(await line.innerText());
    shop.fixed.clear();
  },
  4: async (hand, { panel, load }) => {
    await load("/many");
    const rows = panel.getByRole("option");
    await hand.see(() => inSight(rows.nth(2)));
    await readAll(hand, rows);
  },
  5: async (hand, { panel, load }) => {
    await load("/many");
    await panel.locator("#tab-requests").focus();
    await hand.type("/ method:PUT status:401", async () => {
      await panel.locator("body").press("/");
      await panel.getByLabel("Filter").pressSequentially("method:PUT status:401");
    });
    await hand.see(() => panel.locator("#tab-requests", { hasText: "20" }).waitFor());
    await panel.getByLabel("Filter").fill("");
  },
  6: async (hand, { panel, page, load }) => {
    await load("/");
    await click(hand, "the issue", issue(panel, "x-api-key"));
    await click(
      hand,
      "Try it in this tab",
      panel.getByRole("button", { name: "Try it in this tab" }),
    );
    await click(hand, "Reload page", panel.locator(".trial").getByText("Reload page"));
    await page.waitForFunction(() => document.title === "done");
    await hand.see(() => panel.locator(".progress", { hasText: "Fixed in trial 1" }).waitFor());
    await panel.getByRole("button", { name: "Stop trial" }).click();
  },
  7: async (hand, { panel, load }) => {
    await load("/");
    await click(hand, "Requests", panel.locator("#tab-requests"));
    // The row has the reason; the suggested fix is a click away.
    const row = issue(panel, "not readable: Content-Disposition");
    hand.read(await (await inSight(row)).innerText());
  },
  8: async (hand, { panel, load }) => {
    await load("/");
    await click(hand, "the issue", issue(panel, "instead of *"));
    const title = panel.locator(".detail h2");
    await hand.see(() => inSight(title));
    const change = panel.locator(".detail .change").first();
    await hand.see(() => inSight(change));
    hand.read(`${await title.innerText()} ${await change.innerText()}`);
  },
  9: async (hand, { panel, load }) => {
    await load("/contexts");
    // The row names both.
    const row = issue(panel, "worker.js");
    await hand.see(() => inSight(row));
    hand.read(await row.innerText());
  },
  10: async (hand, { panel, window, load }) => {
    await load("/");
    const download = window.waitForEvent("download");
    await click(hand, "Export Markdown", panel.getByRole("button", { name: "Export Markdown" }));
    await hand.see(() => download);
  },
};

// With Chromium's own Network and Issues.

const kinds = (window: Page) => window.locator("li.issue");
const networkRow = (window: Page, text: string | RegExp) =>
  window.locator("tr.data-grid-data-grid-node").filter({ hasText: text }).first();

/** Opens Issues by the counter of DevTools' toolbar. */
async function openIssues(hand: Hand, window: Page): Promise<void> {
  await click(
    hand,
    "the issue counter",
    window.locator("devtools-issue-counter, issue-counter").first(),
  );
  await hand.see(() => kinds(window).first().waitFor());
  await readAll(hand, kinds(window));
}

/** Unfolds a kind of issue and the requests in it, and reads them. */
async function unfold(hand: Hand, kind: Locator): Promise<void> {
  await click(hand, "a kind of issue", kind);
  const body = kind.locator("xpath=following-sibling::ol[1]");
  hand.read(await body.innerText());
  const table = body.locator("table").filter({ visible: true }).first();
  if (await table.isVisible()) return;
  await click(hand, "its requests", body.locator(".cors-issue-affected-resource-label").first());
  await hand.see(() => table.waitFor());
  hand.read(await table.innerText());
}

async function unfoldAll(hand: Hand, window: Page): Promise<void> {
  await openIssues(hand, window);
  const count = await kinds(window).count();
  for (let at = 0; at < count; at++) await unfold(hand, kinds(window).nth(at));
}

async function filterBy(hand: Hand, window: Page, text: string): Promise<void> {
  const field = window
    .locator("devtools-toolbar-input, .toolbar-input")
    .filter({ visible: true })
    .first();
  await click(hand, "the filter", field);
  await hand.type(text, async () => {
    await window.keyboard.press("Control+a");
    await window.keyboard.type(text);
  });
}

const THEIRS: Readonly<Record<number, Way>> = {
  1: async (hand, { window, load }) => {
    await load("/");
    await unfoldAll(hand, window);
  },
  2: async (hand, { window, load }) => {
    await load("/");
    await openIssues(hand, window);
    await unfold(hand, kinds(window).filter({ hasText: "only allowed headers" }));
    const header = "Access-Control-Allow-Headers: content-type, authorization";
    await hand.type(header, async () => undefined);
  },
  3: async (hand, { window, page, shop, load }) => {
    await load("/");
    await unfoldAll(hand, window);
    for (const fix of ["search", "put", "cdn"] as const) shop.fixed.add(fix);
    await hand.type("Ctrl+R", () => page.reload(), 2);
    await page.waitForFunction(() => document.title === "done");
    await hand.see(() => kinds(window).first().waitFor());
    const count = await kinds(window).count();
    for (let at = 0; at < count; at++) hand.read(await kinds(window).nth(at).innerText());
    shop.fixed.clear();
  },
  4: async (hand, { window, load }) => {
    await load("/many");
    await unfoldAll(hand, window);
  },
  5: async (hand, { window, load }) => {
    await load("/many");
    await filterBy(hand, window, "method:OPTIONS status-code:401");
    await hand.see(() => networkRow(window, "401").waitFor());
    await filterBy(hand, window, "method:PUT");
    await hand.see(() => networkRow(window, "CORS error").waitFor());
  },
  7: async (hand, { window, load }) => {
    await load("/");
    await filterBy(hand, window, "export.csv");
    await click(hand, "the row", networkRow(window, "export.csv").locator("td").first());
    const header = window.getByText(/content-disposition/i).first();
    await hand.see(() => header.waitFor());
  },
  8: async (hand, { window, load }) => {
    await load("/");
    await openIssues(hand, window);
    await unfold(hand, kinds(window).last());
  },
  9: async (hand, { window, load }) => {
    await load("/contexts");
    // The list marks a worker's request with a cogwheel, and a frame's not at all.
    await click(hand, "the row", networkRow(window, "from-frame").locator("td").first());
    await click(hand, "Initiator", window.getByRole("tab", { name: "Initiator" }).first());
    const stack = window.getByText("Request call stack").first();
    await hand.see(() => stack.waitFor());
  },
  10: async (hand, { window, load }) => {
    await load("/");
    await unfoldAll(hand, window);
    await hand.type("Ctrl+C of what is marked", async () => undefined, 2);
  },
};

/** Does the ten tasks with Crosscheck and with Chromium's own panels. */
export async function walkInChromium(only: readonly number[] = []): Promise<Walk> {
  const shop = await startShop();
  const args = ["--host-resolver-rules=MAP *.shop.test 127.0.0.1"];
  const walk: Walk = { product: "Chromium", done: [] };
  try {
    for (const [whose, ways] of [
      ["ours", OURS],
      ["theirs", THEIRS],
    ] as const) {
      for (const [task, way] of Object.entries(ways)) {
        if (only.length > 0 && !only.includes(Number(task))) continue;
        // DevTools remembers its open panels: each task begins with a new profile.
        const browser = await launchWithExtension({ args, viewport: SIZE });
        try {
          await doTask(browser, shop, whose, Number(task), way, walk);
        } finally {
          await browser.close();
        }
      }
    }
  } finally {
    shop.close();
  }
  return walk;
}

async function doTask(
  browser: ExtensionBrowser,
  shop: Shop,
  whose: "ours" | "theirs",
  task: number,
  way: Way,
  walk: Walk,
): Promise<void> {
  const page = await browser.context.newPage();
  await page.goto(`${shop.at.page}/blank`);
  const devTools: DevToolsPanel = await browser.openDevToolsPanel(page);
  const { window, panel } = devTools;
  try {
    await dockBelow(devTools, SIZE);
    if (whose === "ours") await showPanel(devTools, browser.extensionId);
    else
      await window.evaluate(() => {
        type Api = { InspectorFrontendAPI?: { showPanel?(panel: string): void } };
        (globalThis as Api).InspectorFrontendAPI?.showPanel?.("network");
      });
    const hand = new Hand();
    await panel.locator("#tab-issues").evaluate((tab) => (tab as HTMLElement).click());
    const load = async (path: string) => {
      await page.goto(shop.at.page + path);
      await page.waitForFunction(() => document.title === "done");
    };
    await way(hand, { shop, page, window, panel, load });
    walk.done.push({ task, whose, ...hand.effort });
  } finally {
    await page.close();
  }
}
