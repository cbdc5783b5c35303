import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anExchange } from "../exchange/exchange.test-builder.ts";
import { FAILING, FAILING_CODES, failingExchange } from "./failing-exchange.test-builder.ts";
import { judge } from "./judge.ts";

// Property tests of words and reports are only as good as the cases that their generator makes.
describe("failingExchange", () => {
  it.each(FAILING_CODES)("knows how an exchange fails for %s", (code) => {
    expect(judge(anExchange(FAILING[code]("told"))).cause?.code).toBe(code);
  });

  it("generates exchanges with every cause, and few without one", () => {
    const causes = fc.sample(failingExchange(), 1_500).map((one) => judge(one).cause?.code ?? null);
    expect(FAILING_CODES.filter((code) => !causes.includes(code))).toEqual([]);
    expect(causes.filter((cause) => cause === null).length).toBeLessThan(200);
  });
});
