import { describe, expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import type { CorsHar } from "./har.ts";
import { makeReport, STEPS } from "./make-report.ts";
import { shareAll } from "./redact.ts";

const OPTIONS = {
  creatorVersion: "1",
  browser: { name: "Chromium", version: "156" },
  dropped: 0,
  includeSecrets: false,
  at: new Date(2026, 6, 31, 14, 5, 1),
};
const recorded = (init: ExchangeInit) => {
  const exchange = anExchange(init);
  return { exchange, verdict: judge(exchange) };
};

describe("a report", () => {
  // https://w3c.github.io/web-performance/specs/HAR/Overview.html#entries: the oldest should come first.
  it("has its requests in the order of their start, however they were recorded", () => {
    const [first, second] = [{ startedAt: 1_000 }, { startedAt: 2_000 }];
    const { text } = makeReport("har", [recorded(second), recorded(first)], {
      ...OPTIONS,
      host: null,
    });
    const { log } = JSON.parse(text) as CorsHar;
    const times = log.entries.map(({ startedDateTime }) => Date.parse(startedDateTime));
    expect(times).toEqual([...times].sort());
    expect(new Set(times).size).toBe(2);
  });

  it.each([
    ["its page, if that is known", "shop.test", "crosscheck-shop.test-20260731-140501"],
    ["the requesting origin otherwise", null, "crosscheck-app.test-20260731-140501"],
  ])("is named for %s", (_name, host, name) => {
    const names = (["har", "markdown"] as const).map(
      (format) => makeReport(format, [recorded({})], { ...OPTIONS, host }).name,
    );
    expect(names).toEqual([`${name}.har`, `${name}.md`]);
  });

  const CONTEXT = { ...OPTIONS, host: "shop.test" };
  const secret = recorded({ url: "https://api.test/?token=q7Zx2L" });

  it.each([false, true])("contains the recording as a HAR, with secrets: %s", (includeSecrets) => {
    const context = { ...CONTEXT, dropped: 3, includeSecrets };
    const { mimeType, text } = makeReport("har", [secret], context);
    expect(mimeType).toBe("application/json");
    const { log } = JSON.parse(text) as CorsHar;
    expect(log).toMatchObject({ creator: { version: "1" }, browser: CONTEXT.browser });
    expect(log._cors).not.toHaveProperty("bugReport");
    expect(log._cors.capture).toEqual({
      version: 1,
      exportedAt: CONTEXT.at.toISOString(),
      browser: CONTEXT.browser,
      redacted: !includeSecrets,
      dropped: 3,
      exchanges: shareAll([secret], includeSecrets).map(({ exchange }) => exchange),
    });
    expect(text.includes("q7Zx2L")).toBe(includeSecrets);
  });

  it.each([false, true])("is only a ticket as Markdown, with secrets: %s", (includeSecrets) => {
    const { mimeType, text } = makeReport("markdown", [secret], { ...CONTEXT, includeSecrets });
    expect(mimeType).toBe("text/markdown");
    expect(text).toMatch(/^# CORS report: no problems\n- .* by Crosscheck 1\. /);
    expect(text.includes("**Secrets are included.**")).toBe(includeSecrets);
  });

  // Bug trackers accept JSON, but few accept HAR; the name does not contain the page's host.
  it("is JSON about the extension's state as a bug report", () => {
    const bugReport = {
      ...{ userAgent: "Linux", language: "en", view: "panel" as const, settings: {}, tab: {} },
      ...{ worker: null, troubles: [], lost: 2 },
    };
    const { name, text } = makeReport("har", [secret], { ...CONTEXT, bugReport });
    expect(name).toBe("crosscheck-bug-report-20260731-140501.json");
    const { _cors } = (JSON.parse(text) as CorsHar).log;
    expect(_cors.bugReport).toMatchObject({ version: 1, system: "Linux", journalLost: 2 });
    expect(_cors.capture?.exchanges).toHaveLength(1);
  });

  it.each(["har", "markdown"] as const)("as %s takes as many steps as it says", (format) => {
    let steps = 0;
    makeReport(format, [recorded({}), recorded({})], { ...CONTEXT, onStep: () => steps++ });
    expect(steps).toBe(2 * STEPS[format]);
  });
});
