import { describe, expect, it } from "vitest";
import { anExchange } from "../exchange/exchange.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import { aVerdict } from "../verdict/verdict.test-builder.ts";
import type { Verdict } from "../verdict/verdict.ts";
import { share } from "./redact.ts";
import { reportExchange } from "./report-exchange.ts";

const reported = (exchange = anExchange(), verdict: Verdict = judge(exchange)) =>
  reportExchange(share({ exchange, verdict }, true), [3, 4]);

describe("an exchange of the report", () => {
  it("has all facts of the verdict, under the contract's names", () => {
    const exchange = anExchange({
      ...{ id: "7", method: "PUT", url: "https://api.test/a", preflight: { headers: {} } },
      ...{ requestHeaders: null, response: null, trial: true },
      ending: { kind: "failed", error: "net::ERR_FAILED" },
    });
    const verdict = judge(exchange);
    const { preflight, ...said } = reported(exchange);
    const { preflight: known, crossOrigin: _, originPerHop: __, ...rest } = verdict;
    expect(said).toMatchObject({ ...said, ...pick(rest, Object.keys(said)) });
    expect(said).toMatchObject({
      ...{ id: "7", method: "PUT", url: "https://api.test/a", trial: true, entries: [3, 4] },
      stack: { preflight: null, response: null },
    });
    expect(preflight).toEqual({ needed: true, because: ["method PUT"], seen: known.seen });
    expect(reported().trial).toBe(false);
  });

  it.each<[Verdict["preflight"]["because"][number], string]>([
    [{ kind: "method", name: "PUT" }, "method PUT"],
    [{ kind: "header", name: "x-a", unsafe: "name" }, "header x-a"],
    [{ kind: "header", name: "accept", unsafe: "value" }, "header accept (its value)"],
    [
      { kind: "header", name: "accept", unsafe: "too-long" },
      "header accept (longer than 128 bytes)",
    ],
    [
      { kind: "header", name: "accept", unsafe: "total-too-long" },
      "header accept (all values together longer than 1024 bytes)",
    ],
    [{ kind: "upload" }, "upload listener or stream body"],
  ])("writes the reason for a preflight %j as %s", (reason, text) => {
    const preflight = { needed: true, because: [reason], seen: "sent" } as const;
    expect(reported(anExchange(), aVerdict({ preflight })).preflight.because).toEqual([text]);
  });

  it("has alternatives only if there are any", () => {
    const ambiguous = reported(
      anExchange({
        ...{ method: "PUT", requestHeaders: null, response: null },
        preflight: { headers: { "Access-Control-Allow-Origin": "https://app.test" } },
        ending: { kind: "failed", error: "net::ERR_FAILED" },
      }),
    );
    expect(ambiguous.certainty).toBe("ambiguous");
    expect(ambiguous.alternatives?.length).toBeGreaterThan(0);
    expect(reported()).not.toHaveProperty("alternatives");
  });
});

function pick(from: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));
}
