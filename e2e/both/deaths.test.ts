import { describe, expect, it } from "vitest";
import { outlivesDeaths } from "../soak/deaths.ts";
import { randomFrom } from "../soak/random.ts";
import { BROWSERS } from "./driven-browser.ts";

// For thirty deaths in three hundred requests, of any seed: `npm run soak`.
describe.each(BROWSERS)("deaths of the worker at random points, in %s", (_product, use) => {
  const browser = use();

  it.each([
    ["no panel open", false],
    ["a panel open", true],
  ])("change nothing of what is recorded, with %s", async (_name, isOpen) => {
    const ours = await browser.openPanelOfNoTab();
    const id = isOpen ? "open" : "closed";
    const few = { requests: 24, deaths: 3, id, random: randomFrom(5), isOpen };
    expect(await outlivesDeaths(browser, ours, few)).toBeGreaterThan(0);
  });
});
