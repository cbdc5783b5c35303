import { describe, expect, it } from "vitest";
import type { ReportedExchange } from "../../src/report/report-exchange.ts";
import { exchangeOf } from "../chromium/setting.ts";
import { TINY_FONT } from "../lab/tiny-font.ts";
import { exportHarWhen } from "./exports.ts";
import { fetchIn, type Setting, useSetting } from "./setting.ts";

/** Has the page load a font, and returns the result. */
function loadFont({ page }: Setting, url: string): Promise<string> {
  return page.evaluate(async (source) => {
    try {
      return (await new FontFace("Lab", `url("${source}")`).load()).status;
    } catch {
      return "rejected";
    }
  }, url);
}

/** Has a style of the page mask an element with an image, until the timeline has its entry. */
function loadMask({ page }: Setting, url: string): Promise<string> {
  return page.evaluate(
    (image) =>
      new Promise<string>((resolve) => {
        new PerformanceObserver((list) => {
          const [entry] = list.getEntriesByName(image) as PerformanceResourceTiming[];
          if (entry !== undefined) resolve(entry.responseStatus > 0 ? "loaded" : "rejected");
        }).observe({ type: "resource" });
        const element = document.createElement("div");
        element.style.cssText = `width: 9px; height: 9px; mask-image: url("${image}")`;
        document.body.append(element);
      }),
    url,
  );
}

const load = async ({ page }: Setting, url: string, init: RequestInit) =>
  (await fetchIn(page, url, init)).outcome;

type Call = (setting: Setting, url: string) => Promise<string>;
type HeaderLines = readonly (readonly [string, string])[];
const ANY: HeaderLines = [["Access-Control-Allow-Origin", "*"]];
const PASSES = { outcome: "allowed", cause: null, certainty: "certain", outcomeBasis: "observed" };
/** The page was there before the probe, and may have forged its timeline. */
const SEEMS_TO_PASS = { ...PASSES, certainty: "likely" };
const STOPPED = { outcome: "blocked", outcomeBasis: "observed", reachedServer: true };

describe("what the page's timeline shows in Firefox", () => {
  const setting = useSetting();

  /** Our report on a URL, by a panel that is opened only now. */
  async function accountAfterwards(url: string): Promise<ReportedExchange | undefined> {
    const { browser, page } = setting;
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    const har = await exportHarWhen(browser, panel, (it) => {
      const { outcome, outcomeBasis } = exchangeOf(it, url) ?? {};
      return outcome !== "pending" && outcomeBasis === "observed";
    });
    // The next call is made without the probe.
    await browser.closePanel(panel);
    return exchangeOf(har, url);
  }

  // Without the probe nothing shows whether these have credentials: the API is same-site.
  it.each<[string, Call, HeaderLines, string, object]>([
    ["a fetch that passed", (it, url) => load(it, url, {}), ANY, "allowed", SEEMS_TO_PASS],
    [
      "a fetch that did not",
      (it, url) => load(it, url, { credentials: "include" }),
      ANY,
      "rejected",
      { ...STOPPED, cause: { code: "wildcard-origin-not-allowed" }, certainty: "likely" },
    ],
    ["a font that passed", loadFont, ANY, "loaded", PASSES],
    ["a font that did not", loadFont, [], "rejected", STOPPED],
    ["a mask that passed", loadMask, ANY, "loaded", SEEMS_TO_PASS],
    ["a mask that did not", loadMask, [], "rejected", STOPPED],
  ])("settles %s before the panel was opened", async (name, call, headers, seen, wanted) => {
    const { lab, page } = setting;
    const id = name.replaceAll(" ", "-");
    const type = name.includes("mask") ? "image/png" : "font/ttf";
    lab.respond(id, {
      response: { headers: [["Content-Type", type], ...headers], body: TINY_FONT },
    });
    const url = `${lab.servers.apiA.at("localhost")}/_/${id}`;
    await page.goto(`${lab.origins.page}/blank`);
    expect(await call(setting, url)).toBe(seen);
    expect(await accountAfterwards(url)).toMatchObject(wanted);
  });
});
