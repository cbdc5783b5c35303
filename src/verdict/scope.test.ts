import fc from "fast-check";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { ObservedBrowser } from "../browsers/observed-browser.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { hostileExchange } from "../exchange/hostile-exchange.test-builder.ts";
import { decideExchange } from "./decide-exchange.ts";
import { failingExchange } from "./failing-exchange.test-builder.ts";

type Decide = typeof decideExchange;

const SCOPES = {
  chromium: { READS_CHROMIUM: true, READS_GECKO: false },
  gecko: { READS_CHROMIUM: false, READS_GECKO: true },
} satisfies Record<ObservedBrowser, object>;

/** The engine as in the worker's bundle for a browser: `build/worker-modules.ts`. */
async function engineOf(browser: ObservedBrowser): Promise<Decide> {
  vi.resetModules();
  vi.doMock("../browsers/scope.ts", () => ({ ...SCOPES[browser], DECIDES_DETAILS: false }));
  return (await import("./decide-exchange.ts")).decideExchange;
}

const engines: Partial<Record<ObservedBrowser, Decide>> = {};

beforeAll(async () => {
  engines.chromium = await engineOf("chromium");
  engines.gecko = await engineOf("gecko");
});

afterEach(() => {
  vi.doUnmock("../browsers/scope.ts");
});

const ERRORS = {
  chromium: {
    ofOther: /^NS_/,
    own: ["net::ERR_FAILED", "net::ERR_ABORTED", "net::ERR_CONNECTION_RESET", "net::ERR_OTHER"],
  },
  gecko: {
    ofOther: /^net::/,
    own: [
      "NS_ERROR_DOM_BAD_URI",
      "NS_BINDING_ABORTED",
      "NS_BINDING_FAILED",
      "NS_ERROR_NET_RESET",
      "NS_ERROR_CORRUPTED_CONTENT",
      "NS_ERROR_NET_PARTIAL_TRANSFER",
      "NS_ERROR_UNEXPECTED",
    ],
  },
} satisfies Record<ObservedBrowser, object>;

/** The exchange as this browser records it, with only its own error names. */
function recordedBy(browser: ObservedBrowser, exchange: Exchange, nth: number): Exchange {
  const { own, ofOther } = ERRORS[browser];
  return JSON.parse(JSON.stringify({ ...exchange, browser }), (key, value) =>
    key === "error" && ofOther.test(value) ? own[(value.length + nth) % own.length] : value,
  );
}

/** The parts of a decision that the badge uses, and its rule. */
function counted({ chosen, decision: { outcome, rule, cause } }: ReturnType<Decide>) {
  return { outcome, rule, family: cause?.family ?? null, mode: chosen.modes.mode };
}

describe.each(["chromium", "gecko"] as const)("the worker of %s", (browser) => {
  it.each([
    ["failing exchanges", failingExchange],
    ["hostile exchanges", hostileExchange],
  ] satisfies [string, () => fc.Arbitrary<Exchange>][])("counts %s as a view does", (_, made) => {
    fc.assert(
      fc.property(made(), fc.nat(), (one, nth) => {
        const exchange = recordedBy(browser, one, nth);
        const decide = engines[browser] as Decide;
        expect(counted(decide(exchange))).toEqual(counted(decideExchange(exchange)));
      }),
      { numRuns: 400 },
    );
  });
});
