import fc from "fast-check";
import { expect, it } from "vitest";
import {
  anExchange,
  anOtherRequester,
  type ExchangeInit,
  withFields,
} from "../../exchange/exchange.test-builder.ts";
import type { OtherRequester, Response } from "../../exchange/exchange.ts";
import type { Browser } from "../../observation/observation.ts";
import { aCall } from "../../observation/page-call.test-builder.ts";
import { judge } from "../judge.ts";
import { SPEC } from "../lanes/spec.ts";
import type { RemedyChange } from "../verdict.ts";
import { applyRemedy, remedyFor, wouldPass } from "./remedy.ts";

/** The error in which each browser ends a request that CORS blocked. */
const ERROR = { chromium: "net::ERR_FAILED", gecko: "NS_ERROR_FAILURE" } as const;
const A = "https://a.test/";
const B = "https://b.test/";
const ACAO = { "Access-Control-Allow-Origin": "https://app.test" };

/** A redirect from A to B and on to a third URL, which does not allow the request. */
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
  ["to a URL that redirects again", leadingTo("https://c.test/", 302), true],
  ["back to the first URL, which redirects again", leadingTo(A, 302), false],
])("a redirect %s can be fixed by headers: %o", (_name, exchange, canBe) => {
  const { cause, remedy } = judge(exchange);
  expect(cause?.code).toBe("allow-origin-mismatch");
  expect(remedy !== null).toBe(canBe);
});

// An upgrade to HTTPS by HSTS has no response of a server.
it("is for the response after a redirect by the browser itself, not for the redirect", () => {
  const redirect = { url: B, internal: true };
  const hops = [
    { url: B.replace("https", "http"), response: null, redirect },
    { url: B, response: { headers: {} } },
  ];
  const { remedy } = judge(
    anExchange({ hops, ending: { kind: "failed", error: "net::ERR_FAILED" } }),
  );
  expect(remedy).toMatchObject([
    { hop: 1, url: B, set: [{ name: "Access-Control-Allow-Origin", value: "https://app.test" }] },
  ]);
});

const other = (allowOrigin: string | null): OtherRequester[] => [anOtherRequester({ allowOrigin })];
const blocked = (
  headers: Record<string, string>,
  requesters: readonly OtherRequester[],
  browser: Browser = "chromium",
) =>
  judge(
    anExchange({
      ...{ url: A, response: { headers }, requesters, browser },
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
  ["no other origin requests it",         ACAO, [], [TRUE]],
  ["another origin was echoed",           ACAO, other("https://b.test"), [TRUE, "Vary: Origin"]],
  ["another origin got no header",        ACAO, other(null), [TRUE, "Vary: Origin"]],
  ["all get the same origin",             ACAO, other("https://app.test"), [TRUE]],
  ["it already varies by Origin",         { ...ACAO, Vary: "accept, origin" }, other(null), [TRUE]],
  ["it varies by another header",         { ...ACAO, Vary: "Accept" }, other(null), [TRUE, "Vary: Accept, Origin"]],
  ["all got *, now an origin",            { "Access-Control-Allow-Origin": "*" }, other("*"), [OURS, TRUE, "Vary: Origin"]],
])("the response has to vary by Origin, or not, if %s", (_name, headers, others, lines) => {
  expect(blocked(headers, others)).toEqual(lines);
});

// Seen in Firefox 153: the cache does not serve a response without credentials to a request with credentials.
it.each([
  ["chromium", false, true],
  ["gecko", false, false],
  ["gecko", true, true],
  ["gecko", null, true],
] as const)("in %s, where the other's credentials are %s, it has to: %s", (...row) => {
  const [browser, credentialsIncluded, varies] = row;
  const others = [anOtherRequester({ credentialsIncluded })];
  expect(blocked(ACAO, others, browser)?.includes("Vary: Origin")).toBe(varies);
});

// Seen in Firefox 153: the cache does not serve an element's cross-site response to a call.
it("needs no Vary for requests that its browser caches separately", () => {
  const others = [anOtherRequester({ storedApart: true })];
  expect(blocked(ACAO, others, "gecko")?.includes("Vary: Origin")).toBe(false);
});

// https://httpwg.org/specs/rfc9111.html#response.cacheability
// biome-ignore format: a table is read by its columns.
it.each<[string, ExchangeInit, string]>([
  ["a shared cache may store it",     {}, "*"],
  ["it is public",                    { response: { headers: { "Cache-Control": "public" } } }, "*"],
  ["its method is HEAD",              { method: "HEAD" }, "*"],
  ["its origin is opaque",            { initiatorOrigin: "null" }, "*"],
  ["nothing shows that it is public", { response: { headers: {} } }, "one"],
  ["it has a validator only",   { response: { headers: { ETag: '"1"' } } }, "one"],
  ["it is private",                   { response: { headers: { "Cache-Control": "private, max-age=60" } } }, "one"],
  ["it varies by cookie",             { response: { headers: { "Cache-Control": "max-age=60", Vary: "Cookie" } } }, "one"],
  ["it sets a cookie",                { response: { headers: { "Cache-Control": "max-age=60", "Set-Cookie": "a=1" } } }, "one"],
  ["it is an error",                  { response: { status: 404, headers: { "Cache-Control": "max-age=60" } } }, "one"],
  ["it names another origin",         { response: { headers: { "Cache-Control": "max-age=60", "Access-Control-Allow-Origin": "https://b.test" } } }, "one"],
  ["its method is POST",              { method: "POST" }, "one"],
  ["its server is in the local network", { url: "http://10.0.0.7/logo.svg" }, "one"],
  ["its server is on this machine",   { url: "http://localhost:9000/logo.svg" }, "one"],
  ["it has cookies",                  { credentials: "include" }, "one"],
  ["it may have cookies",             { credentials: null }, "one"],
  ["it has a token",                  { token: true }, "one"],
] as [string, ExchangeInit, string][])("allows every origin, or one, if %s", (_name, init, wanted) => {
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
    requested: fc.subarray(["authorization", "x-a"]),
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
  .map(({ browser, method, credentials, requested, sent, preflight, response }) => {
    const isSimple = method === "GET" && requested.length === 0;
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
              ["Access-Control-Request-Headers", requested.join(",")],
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
  const requested = [
    ["Origin", "https://app.test"],
    ["Access-Control-Request-Method", "GET"],
    ["Access-Control-Request-Headers", "authorization"],
  ] as const;
  const { findings } = judge(
    anExchange({
      ...{
        requestHeaders: null,
        response: null,
        preflight: { headers, requestHeaders: requested },
      },
      call: { ...aCall({ url: "https://api.test/items" }), credentials },
      ending: { kind: "failed", error: "net::ERR_FAILED" },
    }),
  );
  const codes = findings.map(({ code }) => code);
  expect(codes.includes("authorization-covered-by-wildcard")).toBe(byLuck);
});

it("applied exactly, leaves no new problem", () => {
  let tried = 0;
  fc.assert(
    fc.property(anyBlocked, (exchange) => {
      const { remedy, findings } = judge(exchange);
      if (remedy === null) return;
      tried++;
      const before = new Set(findings.map(({ code }) => code));
      // The response after a fixed preflight has only the headers from the remedy.
      const hops = exchange.hops.map((hop) => ({
        ...hop,
        response: hop.response ?? { ...(anExchange().hops[0]?.response as Response), headers: [] },
      }));
      const completed = withFields(exchange, { hops, ending: { kind: "completed" } });
      const mended = applyRemedy(completed, remedy);
      const after = judge(mended).findings.filter(({ code }) => !before.has(code));
      expect(after.map(({ code }) => code)).toEqual([]);
    }),
    { numRuns: 1000 },
  );
  expect(tried).toBeGreaterThan(300);
});

const respond = (...set: RemedyChange["set"]): RemedyChange => ({
  ...{ hop: 0, stage: "response", url: "https://api.test/items", status: null, set, remove: [] },
});
const ORIGIN_LINE = { name: "Access-Control-Allow-Origin", value: "https://app.test" };
const STAR = { name: "Access-Control-Allow-Origin", value: "*" };
const CREDENTIALS = { name: "Access-Control-Allow-Credentials", value: "true" };
const KEPT = { "Cache-Control": "max-age=60" };

// A remedy is verified before it is shown. https://fetch.spec.whatwg.org/#concept-cors-check
// biome-ignore format: a table is read by its columns.
it.each<[string, Record<string, string>, "include" | "omit", RemedyChange[], boolean]>([
  ["the origin",                            {},   "omit",    [respond(ORIGIN_LINE)], true],
  ["no change",                             {},   "omit",    [], false],
  ["another origin",                        {},   "omit",    [respond({ ...ORIGIN_LINE, value: "https://b.test" })], false],
  ["a star",                                {},   "omit",    [respond(STAR)], true],
  ["* for credentials",                     {},   "include", [respond(STAR, CREDENTIALS)], false],
  ["the origin without credentials",        {},   "include", [respond(ORIGIN_LINE)], false],
  ["the origin with credentials",           {},   "include", [respond(ORIGIN_LINE, CREDENTIALS)], true],
  ["a removal of the right header",         ACAO, "omit",    [{ ...respond(), remove: ["Access-Control-Allow-Origin"] }], false],
  ["an origin that caches reuse",           KEPT, "omit",    [respond(ORIGIN_LINE)], false],
  ["an origin and Vary: Origin",            KEPT, "omit",    [respond(ORIGIN_LINE, { name: "Vary", value: "Origin" })], true],
  ["*, which caches may reuse",             KEPT, "omit",    [respond(STAR)], true],
])("with %s, the request passes or fails", (_name, headers, credentials, changes, passes) => {
  const exchange = anExchange({ response: { headers } });
  expect(wouldPass(exchange, changes, { mode: "cors", credentials }, SPEC)).toBe(passes);
});

/** The remedy for a PUT with a custom header, by its preflight's response. */
function mendedPut(
  preflight: { status?: number; headers?: Record<string, string> },
  credentials: "include" | "omit" = "omit",
): string[] {
  const exchange = anExchange({
    ...{ method: "PUT", requestHeaders: null, response: null },
    preflight: {
      requestHeaders: [
        ["Origin", "https://app.test"],
        ["Access-Control-Request-Method", "PUT"],
        ["Access-Control-Request-Headers", "x-a"],
      ],
      ...preflight,
    },
    ending: { kind: "failed", error: "net::ERR_FAILED" },
  });
  const changes = remedyFor(exchange, [{ mode: "cors", credentials }], SPEC) ?? [];
  return changes.flatMap(({ stage, status, set, remove }) => [
    ...(status === null ? [] : [`${stage} ${status}`]),
    ...set.map(({ name, value }) => `${stage} ${name}: ${value}`),
    ...remove.map((name) => `${stage} without ${name}`),
  ]);
}
const METHODS = "Access-Control-Allow-Methods";
const HEADERS = "Access-Control-Allow-Headers";
const GOOD = { ...ACAO, [METHODS]: "PUT", [HEADERS]: "x-a" };
const RESPONSE = "response Access-Control-Allow-Origin: https://app.test";

// The remedy is minimal: valid headers stay unchanged. https://fetch.spec.whatwg.org/#cors-preflight-fetch
// biome-ignore format: a table is read by its columns.
it.each<[string, { status?: number; headers?: Record<string, string> }, string[]]>([
  ["no CORS header",           { headers: {} }, [
    "preflight Access-Control-Allow-Origin: https://app.test",
    `preflight ${METHODS}: PUT`, `preflight ${HEADERS}: x-a`]],
  ["an error status",          { status: 401, headers: GOOD }, ["preflight 204"]],
  ["another ok status",        { status: 299, headers: { ...GOOD, [METHODS]: "GET" } }, [`preflight ${METHODS}: GET, PUT`]],
  ["another method",           { headers: { ...GOOD, [METHODS]: "DELETE" } }, [`preflight ${METHODS}: DELETE, PUT`]],
  ["an invalid member",        { headers: { ...GOOD, [METHODS]: "(, DELETE" } }, [`preflight ${METHODS}: DELETE, PUT`]],
  ["an invalid member beside a needed one",       { headers: { ...GOOD, [METHODS]: "(, PUT" } }, [`preflight ${METHODS}: PUT`]],
  ["another header",           { headers: { ...GOOD, [HEADERS]: "x-b" } }, [`preflight ${HEADERS}: x-b, x-a`]],
  ["an invalid name",          { headers: { ...GOOD, [HEADERS]: "x b, x-c" } }, [`preflight ${HEADERS}: x-c, x-a`]],
  ["names in upper case",      { headers: { ...GOOD, [HEADERS]: "X-A", [METHODS]: "" } }, [`preflight ${METHODS}: PUT`]],
  ["stars",                    { headers: { ...GOOD, [METHODS]: "*", [HEADERS]: "*" } }, []],
])("adds to a preflight with %s what it lacks", (_name, preflight, lines) => {
  expect(mendedPut(preflight)).toEqual(lines.length === 0 ? [] : [...lines, RESPONSE]);
});

// With credentials, `*` is an ordinary name.
it("does not use * for requests with credentials", () => {
  const headers = { ...ACAO, [METHODS]: "*", [HEADERS]: "*" };
  expect(mendedPut({ headers }, "include")).toEqual([
    "preflight Access-Control-Allow-Credentials: true",
    `preflight ${METHODS}: PUT`,
    `preflight ${HEADERS}: x-a`,
    RESPONSE,
    "response Access-Control-Allow-Credentials: true",
  ]);
});

it("is made for the likeliest hypothesis", () => {
  const exchange = anExchange({ response: { headers: { "Access-Control-Allow-Origin": "*" } } });
  const including = { mode: "cors", credentials: "include" } as const;
  const omitting = { mode: "cors", credentials: "omit" } as const;
  expect(remedyFor(exchange, [including, omitting], SPEC)?.[0]?.set).toEqual([
    ORIGIN_LINE,
    CREDENTIALS,
  ]);
  expect(remedyFor(exchange, [omitting, including], SPEC)).toBeNull();
  expect(remedyFor(exchange, [], SPEC)).toBeNull();
});
