import { describe, it } from "vitest";
import { BROWSERS } from "../both/driven-browser.ts";
import { outlivesDeaths } from "./deaths.ts";

const REQUESTS = Number(process.env.CROSSCHECK_REQUESTS ?? 300);
const DEATHS = Number(process.env.CROSSCHECK_DEATHS ?? 30);
const SEED = Number(process.env.CROSSCHECK_SEED ?? 1);

describe.each(BROWSERS)("deaths of the worker at random points, in %s", (_product, use) => {
  const browser = use();

  it.each([
    ["no panel open", false],
    ["a panel open", true],
  ])("change nothing of what is recorded, with %s", async (_name, isOpen) => {
    const ours = await browser.openPanelOfNoTab();
    await outlivesDeaths(browser, ours, { requests: REQUESTS, deaths: DEATHS, seed: SEED, isOpen });
  });
});
