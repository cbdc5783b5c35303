import { expect, it } from "vitest";
import { preflightLife, someFacts } from "../observation/observation.test-builder.ts";
import { anExchange } from "./exchange.test-builder.ts";
import type { Hop } from "./exchange.ts";
import { pairPreflights } from "./pair-preflights.ts";
import { type RequestTrace, readTrace, withObservation } from "./request-trace.ts";

const URL = "https://api.test/";

function preflightFor(headers: string) {
  let trace: RequestTrace | undefined;
  for (const observation of preflightLife({
    facts: someFacts({ requestId: "2" }),
    url: URL,
    method: "OPTIONS",
    asksFor: "GET",
    at: 10,
    requestHeaders: [["Access-Control-Request-Headers", headers]],
  })) {
    trace = withObservation(trace, observation);
  }
  return { requestId: "2", read: readTrace(trace as RequestTrace) };
}

// Firefox 153 announces Content-Type for the GET that a redirect made of a POST, and takes it off.
it.each([
  ["gecko", 1, "content-type", true],
  ["gecko", 0, "content-type", false],
  ["gecko", 1, "x-custom", false],
  ["chromium", 1, "content-type", false],
] as const)(
  "in %s a GET of hop %i without %s may be what announced it: %s",
  (browser, index, header, isPair) => {
    const [hop] = anExchange({ url: URL, requestHeaders: {} }).hops;
    const of = {
      requestId: "1",
      index,
      hop: { ...(hop as Hop), startedAt: 9, sentAt: 20, response: null },
    };
    const pairing = pairPreflights([{ ...of, endedAt: null }], [preflightFor(header)], browser);
    expect(pairing.has("2")).toBe(isPair);
  },
);
