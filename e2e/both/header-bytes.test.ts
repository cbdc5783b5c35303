import { describe, expect, it } from "vitest";
import { tellsOf } from "../chromium/setting.ts";
import { BROWSERS } from "./driven-browser.ts";

/** A server's header values, one code point per byte, and their display text. */
const VALUES = [
  ["X-Utf", "caf\u00c3\u00a9", "café"],
  ["X-Latin", "caf\u00e9", "caf\u00e9"],
  ["X-Euro", "\u00e2\u0082\u00ac", "€"],
] as const;

describe.each(BROWSERS)("in %s", (_product, use) => {
  const browser = use();

  it("a header's bytes are read as UTF-8 where they are that", async () => {
    const { lab, page } = browser;
    const url = lab.url("cdn", "bytes");
    const sent = VALUES.map(([name, bytes]) => [name, bytes] as const);
    lab.respond("bytes", {
      response: {
        headers: [["Access-Control-Allow-Origin", "*"], ...sent],
      },
    });
    const panel = await page.openPanel();
    await page.fetch(url);
    const har = await panel.exportHarWhen(tellsOf(url));
    const entry = har.log.entries.find(({ request }) => request.url === url);
    const exported = new Map(entry?.response.headers.map(({ name, value }) => [name, value]));
    expect(VALUES.map(([name]) => exported.get(name))).toEqual(VALUES.map(([, , text]) => text));
    await panel.close();
  });

  it("breaks no line after a slash, however narrow, and copies a path as it is", async () => {
    const { lab, page } = browser;
    lab.respond("paths", { response: { headers: [] } });
    const panel = await page.openPanel();
    await page.fetch(lab.url("apiA", "paths"));
    const title = () => panel.evaluate(() => document.querySelector("h2 bdi")?.textContent);
    await panel.evaluate(() => document.querySelector<HTMLElement>("#tab-issues")?.click());
    await expect
      .poll(async () => {
        await panel.evaluate(() => document.querySelector<HTMLElement>(".row")?.click());
        return title();
      })
      .toMatch(/http:\/\/\S+/);
    const broken = await panel.evaluate(() => {
      const shown = document.querySelector<HTMLElement>("h2 bdi") as HTMLElement;
      const all: [Text, number][] = [];
      const walker = document.createTreeWalker(shown, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        for (let at = 0; at < (node as Text).length; at++) all.push([node as Text, at]);
      }
      const topOf = ([text, at]: [Text, number]) => {
        const range = document.createRange();
        range.setStart(text, at);
        range.setEnd(text, at + 1);
        return range.getBoundingClientRect().top;
      };
      const found: number[] = [];
      const heading = shown.closest("h2") as HTMLElement;
      for (let width = 300; width < 700; width += 7) {
        heading.style.width = `${width}px`;
        const isBroken = all.some((one, index) => {
          const next = all[index + 1];
          const isSlash = one[0].data[one[1]] === "/";
          return (
            isSlash && next && /\S/.test(next[0].data[next[1]] ?? "") && topOf(one) < topOf(next)
          );
        });
        if (isBroken) found.push(width);
      }
      return found;
    });
    expect(broken).toEqual([]);
    const copied = await panel.evaluate(() => {
      getSelection()?.selectAllChildren(document.querySelector("h2 bdi") as Element);
      return String(getSelection());
    });
    expect(copied).toBe(await title());
    await panel.close();
  });
});
