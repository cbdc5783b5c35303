import { describe, expect, it } from "vitest";
import { tellsOf } from "../chromium/setting.ts";
import { BROWSERS } from "./driven-browser.ts";

/** What a server sends, a code point a byte, and how people have to read it. */
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
  });
});
