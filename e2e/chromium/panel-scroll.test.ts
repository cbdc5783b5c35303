import type { Frame, Page } from "playwright";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { type DevToolsPanel, dockBelow } from "./devtools-panel.ts";
import { fetchIn, useSetting } from "./setting.ts";

/** Drags DevTools' upper edge until its panel is `wanted` pixels high. */
async function setPanelHeight({ window, panel }: DevToolsPanel, wanted: number): Promise<void> {
  const frame = await panel.frameElement();
  await vi.waitFor(async () => {
    const missing = wanted - (await panel.evaluate(() => innerHeight));
    if (missing === 0) return;
    const box = (await frame.boundingBox()) as { y: number; width: number };
    // Right of the tabs, in the bar above the panel.
    const at = { x: box.width - 200, y: box.y - TOOLBAR / 2 };
    await window.mouse.move(at.x, at.y);
    await window.mouse.down();
    await window.mouse.move(at.x, at.y - missing, { steps: 3 });
    await window.mouse.up();
    throw new Error(`The panel is ${missing} px from its height.`);
  }, WAIT);
}

const TOOLBAR = 27;
const WAIT = { timeout: 10_000, interval: 100 };

/** The scroll offset of everything but the panel's own views. */
function documentScroll(panel: Page | Frame): Promise<number> {
  return panel.evaluate(() => {
    const outer = [document.documentElement, document.body, document.querySelector(".panel")];
    return Math.max(window.scrollY, ...outer.map((element) => element?.scrollTop ?? 0));
  });
}

describe("what scrolls in the panel", () => {
  const setting = useSetting();
  let devtools: DevToolsPanel;
  let tab: Page;

  beforeAll(async () => {
    const { lab, browser, page } = setting;
    const preflight = { status: 401, headers: [["WWW-Authenticate", "Bearer"]] } as const;
    lab.respond("many", { preflight, response: { headers: [] } });
    lab.respond("other", { preflight, response: { headers: [] } });
    const tabId = await browser.tabIdOf(page);
    devtools = await browser.openDevToolsPanel(page);
    await dockBelow(devtools, { width: 1280, height: 900 });
    await page.reload();
    for (const name of ["many", "other"]) {
      await fetchIn(page, lab.url("apiA", name), { method: "PUT", headers: { "X-A": "1" } });
    }
    tab = await browser.openPanel(tabId);
    for (const panel of [devtools.panel, tab]) {
      await panel.getByRole("tab", { name: /Requests/ }).click();
    }
  });

  describe.each<[string, () => Promise<Page | Frame>]>([
    // The edge can only be dragged upward: below it the panel would get the pointer.
    ["docked at 272 px", () => docked(272)],
    ["docked at 420 px", () => docked(420)],
    ["narrow, at 340 px", () => inTab(340, 800)],
  ])("%s", (_name, open) => {
    let panel: Page | Frame;
    const detail = () => panel.getByRole("region", { name: "Request in detail" });
    const row = (name: string) => panel.getByRole("option").filter({ hasText: `/_/${name}` });
    const scrolled = () => detail().evaluate((element) => element.scrollTop);
    /** Whether an element begins right below the head, or as near to it as the scroll range allows. */
    const isAtTop = (selector: string) =>
      detail().evaluate((element, wanted) => {
        const head = element.querySelector(".detail-head")?.getBoundingClientRect().bottom ?? 0;
        const top = element.querySelector(wanted)?.getBoundingClientRect().top ?? Number.NaN;
        const { scrollTop, scrollHeight, clientHeight } = element;
        const isAtEnd = scrollTop + clientHeight >= scrollHeight - 1;
        const below = Math.round(top - head);
        return scrollTop > 0 && (below === 0 || (isAtEnd && below > 0 && top < innerHeight));
      }, selector);

    /** In a narrow panel the detail view hides the list. */
    const choose = async (name: string) => {
      const back = detail().getByRole("button", { name: "Back", exact: true });
      if (await back.isVisible()) await back.click();
      await row(name).first().click();
      await detail()
        .filter({ hasText: `/_/${name}` })
        .waitFor();
    };

    beforeAll(async () => {
      panel = await open();
      await choose("many");
      for (const section of ["CORS check, step by step", "Requests and headers"]) {
        const details = detail().locator("details").filter({ hasText: section }).last();
        if ((await details.getAttribute("open")) === null)
          await detail().getByText(section).click();
      }
    });

    it("shows the What-if whose button was clicked, each time, and scrolls nothing else", async () => {
      for (let time = 0; time < 2; time++) {
        await detail().evaluate((element) => element.scrollTo(0, 0));
        await detail().getByRole("button", { name: "Simulate fix" }).click();
        await expect.poll(() => isAtTop("#what-if")).toBe(true);
        expect(await documentScroll(panel)).toBe(0);
      }
    });

    it("begins the next request at its top", async () => {
      await choose("other");
      await detail().locator("#what-if .predicted").waitFor();
      expect(await scrolled()).toBe(0);
      await choose("many");
      await detail().locator("#what-if .predicted").waitFor();
      expect(await scrolled()).toBe(0);
    });

    it("goes from an arrow to its message, and scrolls nothing else", async () => {
      await detail()
        .getByRole("button", { name: /^OPTIONS/ })
        .click();
      await expect.poll(() => isAtTop("#message-0-preflight")).toBe(true);
      expect(await documentScroll(panel)).toBe(0);
    });

    it("scrolls the document for nothing that is in it", async () => {
      await panel.evaluate(() => {
        for (const element of document.querySelectorAll("*")) element.scrollIntoView();
        for (const element of document.querySelectorAll<HTMLElement>("button, input, summary"))
          element.focus();
        window.scrollTo(0, 500);
      });
      expect(await documentScroll(panel)).toBe(0);
    });
  });

  async function docked(height: number): Promise<Frame> {
    await setPanelHeight(devtools, height);
    return devtools.panel;
  }

  async function inTab(width: number, height: number): Promise<Page> {
    await tab.bringToFront();
    await tab.setViewportSize({ width, height });
    return tab;
  }
});

describe("a list of issues whose counts grow", () => {
  const setting = useSetting();

  it("stays at its top, where what is new at the top is read first", async () => {
    const { lab, browser, page } = setting;
    const { page: origin } = lab.origins;
    const values = [[], ["*, *"], ["app.test"], ["https://other.test"]] as const;
    for (const [index, [value]] of values.entries()) {
      const headers = value === undefined ? [] : [["Access-Control-Allow-Origin", value] as const];
      lab.respond(`grows-${index}`, { response: { headers } });
    }
    const preflight = { status: 204, headers: [["Access-Control-Allow-Origin", origin]] } as const;
    lab.respond("grows-put", { preflight, response: { headers: [] } });
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    await panel.setViewportSize({ width: 1200, height: 200 });
    await panel.getByRole("tab", { name: /Issues/ }).click();
    for (const [index] of values.entries()) await fetchIn(page, lab.url("apiA", `grows-${index}`));
    await fetchIn(page, lab.url("apiA", "grows-put"), { method: "PUT" });
    const list = panel.getByRole("listbox");
    const first = panel.getByRole("option").first();
    const issues = panel.getByRole("tab", { name: /Issues 5/ });
    await issues.waitFor();
    const room = () => list.evaluate((one) => one.scrollHeight - one.clientHeight);
    expect(await room()).toBeGreaterThan(0);
    await expect(first.innerText()).resolves.not.toContain("PUT");

    for (let time = 0; time < 2; time++) {
      await fetchIn(page, lab.url("apiA", "grows-put"), { method: "PUT" });
    }
    await vi.waitFor(async () => expect(await first.innerText()).toContain("×3"), WAIT);
    expect(await first.innerText()).toContain("PUT");
    expect(await list.evaluate((one) => one.scrollTop)).toBe(0);
  });
});

describe("the row that is selected", () => {
  const setting = useSetting();

  it("stays in sight as a whole beside its details, and as the panel becomes lower", async () => {
    const { lab, browser, page } = setting;
    lab.respond("many", { response: { headers: [] } });
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    await panel.setViewportSize({ width: 1000, height: 420 });
    for (let n = 0; n < 30; n++) await fetchIn(page, lab.url("apiA", "many", `?n=${n}`));
    await panel.locator('[role=option][aria-setsize="30"]').first().waitFor();
    const selected = panel.locator(".row[aria-selected=true]");
    const cut = () =>
      selected.evaluate((row) => {
        const list = row.closest("[role=listbox]")?.getBoundingClientRect();
        const { top, bottom } = row.getBoundingClientRect();
        return list === undefined ? null : Math.max(0, list.top - top, bottom - list.bottom);
      });
    await panel.getByRole("listbox").press("End");
    await panel.getByRole("listbox").press("ArrowUp");
    // The rows then have two lines.
    await selected.click();
    await panel.locator(".list[data-lines='2']").waitFor();
    await vi.waitFor(async () => expect(await cut()).toBe(0), WAIT);
    for (const height of [360, 272, 420]) {
      await panel.setViewportSize({ width: 1000, height });
      await vi.waitFor(async () => expect(await cut()).toBe(0), WAIT);
    }
    // As by dragging the border of DevTools: a new height in each frame.
    await panel.evaluate(async () => {
      for (let height = 420; height >= 240; height -= 12) {
        document.body.style.height = `${height}px`;
        await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
      }
    });
    await vi.waitFor(async () => expect(await cut()).toBe(0), WAIT);
  });
});

describe("a list of requests that grows", () => {
  const setting = useSetting();

  it("goes on at its end while it stands there, and stands still where the reader is", async () => {
    const { lab, browser, page } = setting;
    lab.respond("grows", { response: { headers: [] } });
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    await panel.setViewportSize({ width: 1200, height: 400 });
    let count = 0;
    const grow = async () => {
      const from = count;
      count += 60;
      for (let n = from; n < count; n++) {
        await fetchIn(page, lab.url("apiA", "grows", `?n=${n}`));
      }
      const rows = panel.getByRole("option");
      const ofAll = () => rows.first().getAttribute("aria-setsize", WAIT);
      await vi.waitFor(
        async () => expect(Number(await ofAll())).toBeGreaterThanOrEqual(count),
        WAIT,
      );
    };
    const list = panel.getByRole("listbox");
    /** The completely visible rows, by the number in their URL. */
    const seen = () =>
      list.evaluate((element) => {
        const { top, bottom } = element.getBoundingClientRect();
        return [...element.querySelectorAll("[role=option]")]
          .filter((row) => {
            const box = row.getBoundingClientRect();
            return box.height > 0 && box.top >= top && box.bottom <= bottom;
          })
          .map((row) => Number(/n=(\d+)/.exec(row.textContent ?? "")?.[1]));
      });
    await grow();
    await vi.waitFor(async () => expect((await seen()).at(-1)).toBe(count - 1), WAIT);
    await grow();
    await vi.waitFor(async () => expect((await seen()).at(-1)).toBe(count - 1), WAIT);
    expect((await seen()).length).toBeGreaterThan(5);

    await list.evaluate((element) => element.scrollBy(0, -400));
    await vi.waitFor(async () => expect((await seen()).at(-1)).toBeLessThan(count - 5), WAIT);
    const before = await seen();
    await grow();
    expect(await seen()).toEqual(before);
  });
});
