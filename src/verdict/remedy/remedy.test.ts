import fc from "fast-check";
import { expect, it } from "vitest";
import {
  anExchange,
  anOtherAsker,
  type ExchangeInit,
} from "../../exchange/exchange.test-builder.ts";
import type { OtherAsker, Response } from "../../exchange/exchange.ts";
import type { Browser } from "../../observation/observation.ts";
import { aCall } from "../../observation/page-call.test-builder.ts";
import { judge } from "../judge.ts";
import { applyRemedy } from "./remedy.ts";

/** How each browser ends what CORS stopped. */
const ERROR = { chromium: "net::ERR_FAILED", gecko: "NS_ERROR_FAILURE" } as const;
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
        error: ERROR[browser],
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

// https://httpwg.org/specs/rfc9111.html#response.cacheability
// biome-ignore format: a table is read by its columns.
it.each<[string, ExchangeInit, string]>([
  ["a cache may give it to anybody",  {}, "*"],
  ["it is public",                    { response: { headers: { "Cache-Control": "public" } } }, "*"],
  ["it was sought with HEAD",         { method: "HEAD" }, "*"],
  ["its origin is opaque",            { initiatorOrigin: "null" }, "*"],
  ["nothing says that it is shared",  { response: { headers: {} } }, "one"],
  ["it can be asked about again",     { response: { headers: { ETag: '"1"' } } }, "one"],
  ["it is private",                   { response: { headers: { "Cache-Control": "private, max-age=60" } } }, "one"],
  ["it varies by cookie",             { response: { headers: { "Cache-Control": "max-age=60", Vary: "Cookie" } } }, "one"],
  ["it sets a cookie",                { response: { headers: { "Cache-Control": "max-age=60", "Set-Cookie": "a=1" } } }, "one"],
  ["it is an error",                  { response: { status: 404, headers: { "Cache-Control": "max-age=60" } } }, "one"],
  ["it names another origin",         { response: { headers: { "Cache-Control": "max-age=60", "Access-Control-Allow-Origin": "https://b.test" } } }, "one"],
  ["it was posted for",               { method: "POST" }, "one"],
  ["it is in the own network",        { url: "http://10.0.0.7/logo.svg" }, "one"],
  ["it is on the own machine",        { url: "http://localhost:9000/logo.svg" }, "one"],
  ["cookies go with it",              { credentials: "include" }, "one"],
  ["cookies may go with it",          { credentials: null }, "one"],
  ["a token goes with it",            { token: true }, "one"],
] as [string, ExchangeInit, string][])("opens a response to everybody where %s", (_name, init, wanted) => {
  const { credentials = "same-origin", token = false, url = "https://cdn.test/logo.svg", ...own } = init as ExchangeInit & { credentials?: "include" | null; token?: boolean };
  const { remedy } = judge(
    anExchange({
      ...{ url, response: { headers: { "Cache-Control": "max-age=60" } } },
      call: credentials === null ? null : { ...aCall({ url }), credentials, ...(own.method && { method: own.method }) },
      requestHeaders: {
        Origin: own.initiatorOrigin ?? "https://app.test",
        ...(token && { Authorization: "Bearer a" }),
      },
      ending: { kind: "failed", error: ERROR.chromium },
      ...own,
    }),
  );
  const lines = remedy?.flatMap(({ set }) => set.map(({ name, value }) => `${name}: ${value}`));
  if (wanted === "*") expect(lines).toEqual(["Access-Control-Allow-Origin: *"]);
  else expect(lines).toContain(OURS);
});

const headersOf = (...lines: readonly (readonly [string, readonly string[]])[]) =>
  fc
    .tuple(...lines.map(([name, values]) => fc.constantFrom(null, ...values).map((v) => [name, v])))
    .map((all) => all.filter((line): line is [string, string] => line[1] !== null));

const ACCESS = [
  ["Access-Control-Allow-Origin", ["*", "https://app.test", "https://b.test", "null"]],
  ["Access-Control-Allow-Credentials", ["true", "1"]],
] as const;

const anyBlocked = fc
  .record({
    browser: fc.constantFrom<Browser>("chromium", "gecko"),
    method: fc.constantFrom("GET", "PUT"),
    credentials: fc.constantFrom("include", "omit", null),
    asked: fc.subarray(["authorization", "x-a"]),
    sent: fc.boolean(),
    preflight: headersOf(
      ...ACCESS,
      ["Access-Control-Allow-Methods", ["*", "PUT", "(", "GET"]],
      ["Access-Control-Allow-Headers", ["*", "authorization", "x-a", "*, authorization"]],
    ),
    response: headersOf(
      ...ACCESS,
      ["Vary", ["Origin", "Accept", "*"]],
      ["Cache-Control", ["max-age=60", "no-store", "public", "s-maxage=5", "no-cache"]],
      ["ETag", ['"x"']],
      ["Last-Modified", ["Mon, 02 Nov 2020 10:00:00 GMT"]],
      ["Expires", ["Mon, 02 Nov 2099 10:00:00 GMT", "0"]],
    ),
  })
  .map(({ browser, method, credentials, asked, sent, preflight, response }) => {
    const isSimple = method === "GET" && asked.length === 0;
    return anExchange({
      ...{ browser, method, response: sent || isSimple ? { headers: response } : null },
      ...(sent || isSimple ? {} : { requestHeaders: null }),
      call: credentials && { ...aCall({ url: "https://api.test/items" }), method, credentials },
      preflight: isSimple
        ? null
        : {
            headers: preflight,
            requestHeaders: [
              ["Origin", "https://app.test"],
              ["Access-Control-Request-Method", method],
              ["Access-Control-Request-Headers", asked.join(",")],
            ],
          },
      ending: {
        kind: "failed",
        error: ERROR[browser],
      },
    });
  });

// https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
it.each([
  ["*", "omit", true],
  ["*", "include", false],
  ["x-a", "omit", false],
  ["*, authorization", "omit", false],
] as const)("Allow-Headers: %s, credentials %s: by luck %s", (value, credentials, byLuck) => {
  const headers = { "Access-Control-Allow-Headers": value };
  const asked = [
    ["Origin", "https://app.test"],
    ["Access-Control-Request-Method", "GET"],
    ["Access-Control-Request-Headers", "authorization"],
  ] as const;
  const { findings } = judge(
    anExchange({
      ...{ requestHeaders: null, response: null, preflight: { headers, requestHeaders: asked } },
      call: { ...aCall({ url: "https://api.test/items" }), credentials },
      ending: { kind: "failed", error: "net::ERR_FAILED" },
    }),
  );
  const codes = findings.map(({ code }) => code);
  expect(codes.includes("authorization-covered-by-wildcard")).toBe(byLuck);
});

it("done exactly as it says, leaves nothing to say that was not said before", () => {
  let tried = 0;
  fc.assert(
    fc.property(anyBlocked, (exchange) => {
      const { remedy, findings } = judge(exchange);
      if (remedy === null) return;
      tried++;
      const before = new Set(findings.map(({ code }) => code));
      // What follows a mended preflight has only what the remedy gives it.
      const hops = exchange.hops.map((hop) => ({
        ...hop,
        response: hop.response ?? { ...(anExchange().hops[0]?.response as Response), headers: [] },
      }));
      const completed = { ...exchange, hops, ending: { kind: "completed" } as const };
      const mended = applyRemedy(completed, remedy);
      const after = judge(mended).findings.filter(({ code }) => !before.has(code));
      expect(after.map(({ code }) => code)).toEqual([]);
    }),
    { numRuns: 1000 },
  );
  expect(tried).toBeGreaterThan(300);
});
