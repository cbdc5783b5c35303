import type { Page } from "playwright";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { showRequests } from "./browser.ts";
import { fetchIn, speak, useSetting } from "./setting.ts";

const setting = useSetting();
let panel: Page;

beforeAll(async () => {
  const { browser, page } = setting;
  panel = await browser.openPanel(await browser.tabIdOf(page));
});

/** The panel as it opens, with an empty list of requests. */
async function startAnew(): Promise<void> {
  await setting.page.reload();
  await panel.reload();
  await panel.getByText("No cross-origin requests yet").waitFor();
  await showRequests(panel);
}

/** Fetches a URL in the page with these numbers, one after the other. */
function fetchNumbered(page: Page, url: string, from: number, to: number): Promise<void> {
  return page.evaluate(
    async ([address, first, end]) => {
      for (let n = first; n < end; n++) await fetch(`${address}?n=${n}`).catch(() => {});
    },
    [url, from, to] as const,
  );
}

const WAIT = { timeout: 10_000, interval: 100 };

describe("a list of issues whose counts grow", () => {
  it("stays at its top, where what is new at the top is read first", async () => {
    const { lab, page } = setting;
    const { page: origin } = lab.origins;
    const values = [[], ["*, *"], ["app.test"], ["https://other.test"]] as const;
    for (const [index, [value]] of values.entries()) {
      const headers = value === undefined ? [] : [["Access-Control-Allow-Origin", value] as const];
      lab.respond(`grows-${index}`, { response: { headers } });
    }
    const preflight = { status: 204, headers: [["Access-Control-Allow-Origin", origin]] } as const;
    lab.respond("grows-put", { preflight, response: { headers: [] } });
    await startAnew();
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
  it("stays in sight as a whole beside its details, and as the panel becomes lower", async () => {
    const { lab, page } = setting;
    lab.respond("many", { response: { headers: [] } });
    await startAnew();
    await panel.setViewportSize({ width: 1000, height: 420 });
    await fetchNumbered(page, lab.url("apiA", "many"), 0, 30);
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
  it("goes on at its end while it stands there, and stands still where the reader is", async () => {
    const { lab, page } = setting;
    lab.respond("grows", { response: { headers: [] } });
    await startAnew();
    await panel.setViewportSize({ width: 1200, height: 400 });
    let count = 0;
    const grow = async () => {
      const from = count;
      count += 30;
      await fetchNumbered(page, lab.url("apiA", "grows"), from, count);
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

/** What has more lines than one in a row of the list though it may not wrap, or reaches out of its row. */
function broken(panel: Page): Promise<string[]> {
  return panel.evaluate(() => {
    const found: string[] = [];
    for (const row of document.querySelectorAll("[role=option]")) {
      const within = row.getBoundingClientRect();
      const lines = new Map<Element, DOMRect[]>();
      const texts = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
      for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
        let unbroken: Element | null = null;
        for (let at = text.parentElement; at !== null && at !== row; at = at.parentElement) {
          if (getComputedStyle(at).textWrapMode !== "nowrap") break;
          unbroken = at;
        }
        if (unbroken === null) continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        lines.set(unbroken, [...(lines.get(unbroken) ?? []), ...range.getClientRects()]);
      }
      for (const [unbroken, rects] of lines) {
        const seen = rects.filter(({ width, height }) => width > 0 && height > 0);
        const top = Math.max(...seen.map((rect) => rect.top));
        const bottom = Math.min(...seen.map((rect) => rect.bottom));
        const isOut = seen.some((rect) => rect.top < within.top || rect.bottom > within.bottom + 1);
        if (seen.length > 0 && (top >= bottom || isOut)) found.push(unbroken.textContent ?? "");
      }
    }
    return found;
  });
}

describe("the rows of the panel's lists", () => {
  beforeAll(async () => {
    const { lab, page } = setting;
    const path = "long/path/of/many/segments/each-of-which/could-be-broken/before/a/slash";
    lab.respond("rows", { response: { headers: [] } });
    lab.respond("rows-put", {
      preflight: { status: 401, headers: [["WWW-Authenticate", "Bearer"]] },
      response: { headers: [] },
    });
    await startAnew();
    for (const at of ["apiA", "apiB"] as const) {
      await fetchIn(page, lab.url(at, "rows", `?next=/${path}/${path}`));
      const headers = { "X-First-Long-Header-Name": "1", "X-Second-Long-Header-Name": "1" };
      const init = { method: "PUT", headers };
      await fetchIn(page, lab.url(at, "rows-put", `?next=/${path}/${path}`), init);
    }
    await panel.locator('[role=option][aria-setsize="4"]').first().waitFor();
  });

  it.each([
    ["en", "requests"],
    ["en", "issues"],
    ["de", "requests"],
    ["de", "issues"],
  ])("break nothing that may not wrap, in %s, of the %s", async (language, tab) => {
    await speak(setting, panel, language);
    await panel.setViewportSize({ width: 1280, height: 800 });
    await panel.locator(`#tab-${tab}`).click();
    for (const width of [1600, 1280, 900, 600, 340]) {
      await panel.setViewportSize({ width, height: 800 });
      await panel.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => drawn(null))));
      await expect.poll(() => panel.getByRole("option").count()).toBeGreaterThan(0);
      await expect.poll(() => broken(panel), { message: `${width} pixels` }).toEqual([]);
    }
  });

  it.each(["en", "de"])(
    "leave the title of the details whole at 200 percent, docked low, in %s",
    async (language) => {
      await speak(setting, panel, language);
      for (const tab of ["issues", "requests"]) {
        await panel.setViewportSize({ width: 1280, height: 800 });
        await panel.locator(`#tab-${tab}`).click();
        await panel.getByRole("option").first().click();
        await panel.locator(".detail h2").waitFor();
        await panel.setViewportSize({ width: 640, height: 136 });
        const isWhole = () =>
          panel.locator(".detail h2").evaluate(
            (title) =>
              new Promise((resolve) => {
                new IntersectionObserver(([entry]) => resolve(entry?.intersectionRatio)).observe(
                  title,
                );
              }),
          );
        await expect.poll(isWhole, { message: tab }).toBe(1);
        await panel.keyboard.press("Escape");
      }
    },
  );

  it.each(["en", "de"])(
    "leave the words of the outcome beside the buttons whole, in %s",
    async (language) => {
      await speak(setting, panel, language);
      await panel.setViewportSize({ width: 1280, height: 800 });
      await panel.locator("#tab-requests").click();
      await panel.getByRole("option").first().click();
      // As narrow as 340 pixels with DevTools' own button.
      await panel.setViewportSize({ width: 220, height: 800 });
      const cut = () =>
        panel.locator(".detail-head .outcome").evaluate((outcome) => {
          const texts = document.createTreeWalker(outcome, NodeFilter.SHOW_TEXT);
          const found: string[] = [];
          for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
            for (const { 0: word, index } of text.nodeValue?.matchAll(/\S+/g) ?? []) {
              const range = document.createRange();
              range.setStart(text, index);
              range.setEnd(text, index + word.length);
              if (range.getClientRects().length > 1) found.push(word);
            }
          }
          return found;
        });
      await expect.poll(cut).toEqual([]);
      await panel.keyboard.press("Escape");
    },
  );
});
