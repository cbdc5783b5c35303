import { beforeAll, describe, expect, it } from "vitest";
import type { CorsHar } from "../../src/report/har.ts";
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
        setTimeout(resolve, 10_000, "without an entry");
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

/** A call before the panel was opened: its result, and our report. */
interface Row {
  readonly name: string;
  readonly call: Call;
  readonly headers: HeaderLines;
  readonly seen: string;
  readonly wanted: object;
}

// Without the probe nothing shows whether these have credentials: the API is same-site.
const ROWS: readonly Row[] = [
  {
    name: "a fetch that passed",
    call: (it, url) => load(it, url, {}),
    headers: ANY,
    seen: "allowed",
    wanted: SEEMS_TO_PASS,
  },
  {
    name: "a fetch that did not",
    call: (it, url) => load(it, url, { credentials: "include" }),
    headers: ANY,
    seen: "rejected",
    wanted: { ...STOPPED, cause: { code: "wildcard-origin-not-allowed" }, certainty: "likely" },
  },
  { name: "a font that passed", call: loadFont, headers: ANY, seen: "loaded", wanted: PASSES },
  { name: "a font that did not", call: loadFont, headers: [], seen: "rejected", wanted: STOPPED },
  {
    name: "a mask that passed",
    call: loadMask,
    headers: ANY,
    seen: "loaded",
    wanted: SEEMS_TO_PASS,
  },
  { name: "a mask that did not", call: loadMask, headers: [], seen: "rejected", wanted: STOPPED },
];

describe("what the page's timeline shows in Firefox", () => {
  const setting = useSetting();
  const idOf = (name: string) => name.replaceAll(" ", "-");
  const urlOf = (name: string) => `${setting.lab.servers.apiA.at("localhost")}/_/${idOf(name)}`;
  const results = new Map<string, string>();
  let har: CorsHar;

  /** All calls without the probe; our reports on them, by a panel that is opened only then. */
  beforeAll(async () => {
    const { lab, browser, page } = setting;
    for (const { name, call, headers } of ROWS) {
      const type = name.includes("mask") ? "image/png" : "font/ttf";
      lab.respond(idOf(name), {
        response: { headers: [["Content-Type", type], ...headers], body: TINY_FONT },
      });
      const result = call(setting, urlOf(name)).catch(String);
      results.set(name, await result);
    }
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    har = await exportHarWhen(browser, panel, (it) =>
      ROWS.every(({ name }) => {
        const { outcome, outcomeBasis } = exchangeOf(it, urlOf(name)) ?? {};
        return outcome !== "pending" && outcomeBasis === "observed";
      }),
    );
  });

  it.each(ROWS)("settles $name before the panel was opened", ({ name, seen, wanted }) => {
    expect(results.get(name)).toBe(seen);
    expect(exchangeOf(har, urlOf(name))).toMatchObject(wanted);
  });
});
