import { describe, expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
import { aCall } from "../observation/page-call.test-builder.ts";
import { judge } from "./judge.ts";

const CHECKED = {
  kind: "failed",
  error: "net::ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS",
} as const;
const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;

const from = (initiatorOrigin: string, ...documentOrigins: string[]): ExchangeInit => ({
  initiatorOrigin,
  documentOrigins,
  response: null,
  ending: CHECKED,
});
/** A request whose preflight failed the check, so nothing was sent. */
const inPreflight: ExchangeInit = {
  method: "PUT",
  requestHeaders: null,
  ending: FAILED,
  preflight: { response: null, ending: FAILED },
};
const called = (targetAddressSpace: string | null) => ({ call: aCall({ targetAddressSpace }) });

const DENIED = "local-network-access-denied";
const INSECURE = "insecure-local-network";

// https://wicg.github.io/local-network-access/ as measured in Chromium 156.
describe("local network access", () => {
  it.each<[string, ExchangeInit, string, readonly string[]]>([
    ["a secure page", from("https://app.test"), "certain", [DENIED]],
    ["a page of loopback", from("http://localhost:1"), "certain", [DENIED]],
    ["an insecure page", from("http://app.test"), "certain", [INSECURE]],
    ["an opaque frame of a secure page", from("null", "https://app.test"), "certain", [DENIED]],
    ["an opaque frame of an insecure page", from("null", "http://app.test"), "certain", [INSECURE]],
    [
      "a secure frame of an insecure page",
      from("https://a.test", "https://a.test", "http://app.test"),
      "certain",
      [INSECURE],
    ],
    ["an opaque origin alone", from("null"), "ambiguous", [DENIED, INSECURE]],
    [
      "a preflight, whatever address its host resolves to",
      { ...from("https://app.test"), ...inPreflight },
      "likely",
      [DENIED],
    ],
    [
      "an address space that is not the server's",
      { ...from("https://app.test"), ending: FAILED, ...called("loopback") },
      "likely",
      ["invalid-local-network-access"],
    ],
    [
      "an unexplained end without a report of the call",
      { ...from("https://app.test"), ending: FAILED },
      "ambiguous",
      ["invalid-local-network-access", "network-error"],
    ],
    [
      "an unexplained end of a call without a targetAddressSpace",
      { ...from("https://app.test"), ending: FAILED, ...called(null) },
      "ambiguous",
      ["network-error"],
    ],
  ])("%s", (_name, init, certainty, codes) => {
    const verdict = judge(anExchange(init));
    const causes = [verdict.cause, ...verdict.alternatives].filter((cause) => cause !== null);
    expect(causes.map(({ code }) => code)).toEqual(codes);
    expect(verdict.certainty).toBe(certainty);
  });

  // Chromium 156 reports the same for a preflight that was reset after the user had allowed the access.
  it("may stop a preflight before it is sent, or after", () => {
    const { preflight, reachedServer } = judge(
      anExchange({ ...from("https://app.test"), ...inPreflight }),
    );
    expect(preflight).toMatchObject({ needed: true, seen: "unknown" });
    expect(reachedServer).toBe(false);
  });

  it("is not the only explanation: the page may have aborted the call", () => {
    const result = { result: "rejected", responseType: null, status: null } as const;
    const givenUp = { ...result, errorName: "AbortError" };
    const { outcome, preflight } = judge(
      anExchange({
        ...{ ...from("https://app.test"), ...inPreflight },
        ...{ call: aCall({ method: "PUT" }), callResult: givenUp },
      }),
    );
    expect([outcome, preflight.seen]).toEqual(["aborted", "unknown"]);
  });
});
