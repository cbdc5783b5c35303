import { describe, expect, it } from "vitest";
import { expectCacheNamed } from "../lab/cached-failures.ts";
import { BROWSERS } from "./driven-browser.ts";

/** More responses than this come from the cache. */
const STORED = {
  // Chromium stores only allowed responses: the passing twins.
  Chromium: 4,
  // Firefox stores blocked responses as well.
  Firefox: 20,
} as const;

describe.each(BROWSERS)("in %s", (product, use) => {
  const browser = use();

  it.each(["reload", "address"] as const)(
    "speaks of the cache where a response came from it, and nowhere else: by %s",
    async (how) => {
      const { lab, page } = browser;
      await page.goto(`${lab.origins.page}/blank`);
      const panel = await page.openPanel();
      await page.reload();
      expect(await expectCacheNamed(lab, how, page, panel)).toBeGreaterThan(STORED[product]);
      await panel.close();
    },
  );
});
