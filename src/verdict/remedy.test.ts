import { expect, it } from "vitest";
import { anExchange, anOtherAsker } from "../exchange/exchange.test-builder.ts";
import type { OtherAsker } from "../exchange/exchange.ts";
import type { Browser } from "../observation/observation.ts";
import { aCall } from "../observation/page-call.test-builder.ts";
import { judge } from "./judge.ts";

const A = "https://a.test/";
const B = "https://b.test/";
const ACAO = { "Access-Control-Allow-Origin": "https://app.test" };

/** A redirect that leads from A to B and on to a third URL, which says no. */
const leadingTo = (url: string, status: number) => {
  const origin = { Origin: "null" };
  const headers = { ...ACAO, Location: B };
  const hops = [
    { url: A, response: { status: 302, headers }, redirect: { url: B, internal: false } },
    {
      url: B,
      requestHeaders: origin,
      response: { status: 302, headers: { "Access-Control-Allow-Origin": "*", Location: url } },
      redirect: { url, internal: false },
    },
    { url, requestHeaders: origin, response: { status, headers } },
  ];
  return anExchange({ hops, ending: { kind: "failed", error: "net::ERR_FAILED" } });
};

// https://fetch.spec.whatwg.org/#http-redirect-fetch : a redirect count of 20 is a network error.
it.each([
  ["to a URL of its own", leadingTo("https://c.test/", 200), true],
  ["to one that redirects on", leadingTo("https://c.test/", 302), true],
  ["back to the first, which redirects again", leadingTo(A, 302), false],
])("a redirect %s can be mended by headers: %o", (_name, exchange, canBe) => {
  const { cause, remedy } = judge(exchange);
  expect(cause?.code).toBe("allow-origin-mismatch");
  expect(remedy !== null).toBe(canBe);
});

const other = (allowOrigin: string | null): OtherAsker[] => [anOtherAsker({ allowOrigin })];
const blocked = (
  headers: Record<string, string>,
  otherAskers: readonly OtherAsker[],
  browser: Browser = "chromium",
) =>
  judge(
    anExchange({
      ...{ url: A, response: { headers }, otherAskers, browser },
      call: { ...aCall({ url: A }), credentials: "include" },
      ending: {
        kind: "failed",
        error: browser === "chromium" ? "net::ERR_FAILED" : "NS_ERROR_FAILURE",
      },
    }),
  ).remedy?.flatMap(({ set }) => set.map(({ name, value }) => `${name}: ${value}`));
const TRUE = "Access-Control-Allow-Credentials: true";
const OURS = "Access-Control-Allow-Origin: https://app.test";

// https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches
// biome-ignore format: a table is read by its columns.
it.each([
  ["nobody else asks",                     ACAO, [], [TRUE]],
  ["another got its own origin",           ACAO, other("https://b.test"), [TRUE, "Vary: Origin"]],
  ["another got no origin",                ACAO, other(null), [TRUE, "Vary: Origin"]],
  ["all get the same",                     ACAO, other("https://app.test"), [TRUE]],
  ["it varies already",                    { ...ACAO, Vary: "accept, origin" }, other(null), [TRUE]],
  ["it varies by something else",          { ...ACAO, Vary: "Accept" }, other(null), [TRUE, "Vary: Accept, Origin"]],
  ["all got *, which is an origin now",    { "Access-Control-Allow-Origin": "*" }, other("*"), [OURS, TRUE, "Vary: Origin"]],
])("the answer has to vary by Origin, or not, where %s", (_name, headers, others, lines) => {
  expect(blocked(headers, others)).toEqual(lines);
});

// Seen in Firefox 153: what was asked without credentials answers nobody who includes them.
it.each([
  ["chromium", false, true],
  ["gecko", false, false],
  ["gecko", true, true],
  ["gecko", null, true],
] as const)("in %s, where the other's credentials are %s, it has to: %s", (...row) => {
  const [browser, credentialsIncluded, varies] = row;
  const others = [anOtherAsker({ credentialsIncluded })];
  expect(blocked(ACAO, others, browser)?.includes("Vary: Origin")).toBe(varies);
});
