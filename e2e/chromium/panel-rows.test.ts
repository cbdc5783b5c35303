import type { Page } from "playwright";
import { beforeAll, describe, expect, it } from "vitest";
import { fetchIn, speak, useSetting } from "./setting.ts";

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
  const setting = useSetting();
  let panel: Page;

  beforeAll(async () => {
    const { lab, browser, page } = setting;
    const path = "long/path/of/many/segments/each-of-which/could-be-broken/before/a/slash";
    lab.respond("rows", { response: { headers: [] } });
    lab.respond("rows-put", {
      preflight: { status: 401, headers: [["WWW-Authenticate", "Bearer"]] },
      response: { headers: [] },
    });
    panel = await browser.openPanel(await browser.tabIdOf(page));
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
