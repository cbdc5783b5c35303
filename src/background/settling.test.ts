import { describe, expect, it, test } from "vitest";
import { anExchange, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { aCall, anElement, RESOLVED } from "../observation/page-call.test-builder.ts";
import { Settling } from "./settling.ts";

const VIOLATION = {
  effectiveDirective: "connect-src",
  blockedUrl: "https://api.test/",
  disposition: "enforce",
} as const;
const NOT_SENT = { kind: "not-sent" } as const;

function aSettling(isProbed = true) {
  let time = anExchange().endedAt as number;
  let works = isProbed;
  const settling = new Settling(
    () => works,
    () => time,
  );
  return {
    settling,
    isHeld: (exchange: Exchange) => {
      const shown = settling.shown(1, exchange);
      if (shown === exchange) return false;
      // Its request may come, as another exchange.
      const pending = { ...exchange, ending: { kind: "pending" }, endedAt: null };
      expect(shown).toEqual(exchange.kind === "requested" ? pending : null);
      return true;
    },
    pass: (ms: number) => {
      time += ms;
    },
    probeComes: () => {
      works = true;
    },
  };
}

test.each<[string, ExchangeInit, boolean]>([
  ["a call without its result", { call: aCall() }, true],
  ["a request without its call", {}, true],
  ["a call with its result", { call: aCall(), callResult: RESOLVED }, false],
  ["a call without its request", { call: aCall(), callResult: RESOLVED, response: null }, true],
  ["a pending request", { ending: { kind: "pending" }, endedAt: null }, false],
  ["a call that was not sent", { ending: NOT_SENT, call: aCall(), callResult: RESOLVED }, true],
  ["a call that was blocked", { ending: NOT_SENT, violation: VIOLATION }, false],
  ["an image", { resourceType: "image" }, true],
  ["a script", { resourceType: "script" }, true],
  ["a script whose element is known", { resourceType: "script", element: anElement() }, false],
  ["a font", { resourceType: "font" }, false],
  ["Gecko's font", { browser: "gecko", resourceType: "font" }, true],
  [
    "Gecko's font with a timeline status",
    { browser: "gecko", resourceType: "font", timedStatus: 0 },
    false,
  ],
  [
    "Gecko's font of the page's own origin",
    { browser: "gecko", resourceType: "font", url: "https://app.test/f" },
    false,
  ],
])("the report for %s is awaited: %s %s", (_name, more, isWaitedFor) => {
  expect(aSettling().isHeld(anExchange(more))).toBe(isWaitedFor);
  expect(aSettling(false).isHeld(anExchange(more))).toBe(false);
});

describe("the wait", () => {
  it("ends with the report", () => {
    const { isHeld, pass } = aSettling();
    expect(isHeld(anExchange())).toBe(true);
    pass(20);
    expect(isHeld(anExchange({ call: aCall() }))).toBe(true);
    expect(isHeld(anExchange({ call: aCall(), callResult: RESOLVED }))).toBe(false);
  });

  it("ends without a report, and does not restart", () => {
    const { isHeld, pass } = aSettling();
    expect(isHeld(anExchange())).toBe(true);
    pass(99);
    expect(isHeld(anExchange())).toBe(true);
    pass(1);
    expect(isHeld(anExchange())).toBe(false);
    pass(1_000);
    expect(isHeld(anExchange({ call: aCall() }))).toBe(false);
  });

  // https://fetch.spec.whatwg.org/#main-fetch : the hash is compared once the whole response is there.
  it("is longer for the result of a call with integrity, which decides the verdict", () => {
    const { isHeld, pass } = aSettling();
    const call = aCall({ hasIntegrity: true });
    expect(isHeld(anExchange({ call }))).toBe(true);
    pass(999);
    expect(isHeld(anExchange({ call }))).toBe(true);
    expect(isHeld(anExchange({ call, callResult: RESOLVED }))).toBe(false);
    pass(1);
    expect(isHeld(anExchange({ call }))).toBe(false);
  });

  it("does not apply to a request that was shown as ended before the probe connected", () => {
    const { isHeld, probeComes } = aSettling(false);
    expect(isHeld(anExchange({ id: "a" }))).toBe(false);
    probeComes();
    expect(isHeld(anExchange({ id: "a" }))).toBe(false);
    expect(isHeld(anExchange({ id: "b" }))).toBe(true);
  });

  it("does not apply to a request that ended long ago", () => {
    const { isHeld, pass } = aSettling();
    pass(5000);
    expect(isHeld(anExchange())).toBe(false);
  });

  it("does not grow if the clock is put back", () => {
    const { isHeld, pass } = aSettling();
    expect(isHeld(anExchange())).toBe(true);
    pass(-1000);
    expect(isHeld(anExchange())).toBe(false);
  });

  it("is separate for each exchange, until that is removed", () => {
    const { isHeld, pass, settling } = aSettling();
    isHeld(anExchange({ id: "a" }));
    pass(100);
    expect(isHeld(anExchange({ id: "b" }))).toBe(true);
    expect(isHeld(anExchange({ id: "a" }))).toBe(false);
    settling.forget(1, ["a"]);
    expect(isHeld(anExchange({ id: "a" }))).toBe(true);
    pass(100);
    settling.forgetTab(1);
    expect(isHeld(anExchange({ id: "b" }))).toBe(true);
  });
});
