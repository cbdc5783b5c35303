import { describe, expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import type { CorsHar } from "./har.ts";
import { makeReport } from "./make-report.ts";

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
  it("has its requests in the order in which they began, however they were recorded", () => {
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
    ["its page, where that is known", "shop.test", "crosscheck-shop.test-20260731-140501"],
    ["who requested, where it is not", null, "crosscheck-app.test-20260731-140501"],
  ])("is named for %s", (_name, host, name) => {
    const names = (["har", "markdown"] as const).map(
      (format) => makeReport(format, [recorded({})], { ...OPTIONS, host }).name,
    );
    expect(names).toEqual([`${name}.har`, `${name}.md`]);
  });
});
