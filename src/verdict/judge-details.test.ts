import { describe, expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../exchange/exchange.test-builder.ts";
import { aCall, REJECTED } from "../observation/page-call.test-builder.ts";
import { judge } from "./judge.ts";
import { aReason } from "./verdict.test-builder.ts";

const ORIGIN = "https://app.test";
const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;
const acao = { "Access-Control-Allow-Origin": ORIGIN };
const judged = (init: ExchangeInit) => judge(anExchange(init));

/** Each lane's result, as "outcome code(parameter)". */
function lanes(init: ExchangeInit): Record<string, string> {
  return Object.fromEntries(
    Object.entries(judged(init).lanes).map(([name, { outcome, cause }]) => {
      const why = cause === null ? "" : ` ${cause.code}`;
      return [name, `${outcome}${why}${cause?.parameter ? `(${cause.parameter})` : ""}`];
    }),
  );
}

/** A PUT that was blocked by its preflight. */
const stopped = (headers: Record<string, string>, status = 204): ExchangeInit => ({
  ending: FAILED,
  method: "PUT",
  call: aCall({ method: "PUT" }),
  callResult: REJECTED,
  requestHeaders: null,
  response: null,
  preflight: { status, headers },
});

// The standard's own diagnosis; lane-rules.ts has the rules in which the browsers differ.
describe("the lanes of one exchange", () => {
  it.each<[string, ExchangeInit, Record<string, string>]>([
    [
      // https://fetch.spec.whatwg.org/#concept-cors-check : the combined value, from one line or several
      "a list of origins in one line",
      { ending: FAILED, response: { headers: { "Access-Control-Allow-Origin": `${ORIGIN}, *` } } },
      {
        spec: `blocked multiple-allow-origin-values(${ORIGIN}, *)`,
        chromium: `blocked multiple-allow-origin-values(${ORIGIN}, *)`,
        gecko: `blocked allow-origin-mismatch(${ORIGIN}, *)`,
      },
    ],
    [
      // https://fetch.spec.whatwg.org/#cors-preflight-fetch step 7 : the CORS check comes first
      "a redirected preflight without CORS headers",
      stopped({ Location: "/x" }, 302),
      {
        spec: "blocked missing-allow-origin",
        chromium: "blocked preflight-disallowed-redirect",
        gecko: "blocked missing-allow-origin",
      },
    ],
    [
      // step 7.3 : both lists are extracted before the method is checked
      "an invalid list, and a method that is not listed",
      stopped({
        ...acao,
        "Access-Control-Allow-Methods": "GET",
        "Access-Control-Allow-Headers": "b@d",
      }),
      {
        spec: "blocked invalid-allow-headers",
        chromium: "blocked invalid-allow-headers",
        gecko: "blocked method-disallowed(PUT)",
      },
    ],
    [
      // https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
      "Authorization under a wildcard",
      {
        call: aCall({ headerNames: ["authorization"] }),
        preflight: {
          headers: { ...acao, "Access-Control-Allow-Headers": "*" },
          requestHeaders: [
            ["Origin", ORIGIN],
            ["Access-Control-Request-Method", "GET"],
            ["Access-Control-Request-Headers", "authorization"],
          ],
        },
      },
      { spec: "blocked header-disallowed(authorization)", chromium: "allowed", gecko: "allowed" },
    ],
  ])("%s", (_name, init, wanted) => {
    expect(lanes(init)).toEqual(wanted);
  });
});

// https://fetch.spec.whatwg.org/#cors-preflight-fetch
describe("the preflight of a verdict", () => {
  const ABORTED = { kind: "failed", error: "net::ERR_ABORTED" } as const;
  const GIVEN_UP = { ...REJECTED, errorName: "AbortError" };

  it.each<[string, ExchangeInit, ReturnType<typeof judge>["preflight"]]>([
    ["none for a plain GET", {}, { needed: false, because: [], seen: "none" }],
    [
      "none for a request to the page's own origin",
      { url: `${ORIGIN}/x`, method: "PUT" },
      { needed: false, because: [], seen: "none" },
    ],
    [
      "open for a request whose headers were not recorded",
      { requestHeaders: null, response: null, ending: FAILED },
      { needed: null, because: [], seen: "unknown" },
    ],
    [
      "cached for a PUT without a preflight",
      { method: "PUT" },
      { needed: true, because: [aReason("method PUT")], seen: "cached" },
    ],
    [
      "open for a PUT whose beginning was not recorded",
      { method: "PUT", completeness: "headless" },
      { needed: true, because: [aReason("method PUT")], seen: "unknown" },
    ],
    [
      "sent, for a PUT that was aborted after its preflight response",
      {
        ...stopped({ ...acao, "Access-Control-Allow-Methods": "PUT" }),
        ...{ ending: ABORTED, callResult: GIVEN_UP },
      },
      { needed: true, because: [aReason("method PUT")], seen: "sent" },
    ],
    [
      "open, for a PUT that was aborted before that",
      {
        ...stopped({}),
        ...{ ending: ABORTED, callResult: GIVEN_UP },
        preflight: { response: null, ending: ABORTED },
      },
      { needed: true, because: [aReason("method PUT")], seen: "unknown" },
    ],
  ])("%s", (_name, init, wanted) => {
    expect(judged(init).preflight).toEqual(wanted);
  });

  // Headers that only the browser sets, or that it may set: without a preflight they need none.
  it.each([
    "Authorization",
    "Cache-Control",
    "If-Modified-Since",
    "If-None-Match",
    "Last-Event-ID",
    "Pragma",
    "Priority",
    "Purpose",
    "Upgrade-Insecure-Requests",
    "User-Agent",
    "X-Client-Data",
    "Accept-Encoding",
    "Cookie",
    "Sec-Fetch-Mode",
    "Proxy-Authorization",
  ])("none for %s, which the browser adds", (name) => {
    const requestHeaders = { Origin: ORIGIN, [name]: "x" };
    expect(judged({ requestHeaders }).preflight.needed).toBe(false);
  });

  it.each(["X-Custom", "If-Match", "Expires", "DNT2"])("one for %s, which pages set", (name) => {
    const requestHeaders = { Origin: ORIGIN, [name]: "x" };
    const because = [aReason(`header ${name.toLowerCase()}`)];
    expect(judged({ requestHeaders }).preflight).toMatchObject({ needed: true, because });
  });
});

describe("the value that the evidence names as wanted", () => {
  const evidence = (init: ExchangeInit) =>
    judged(init).findings.flatMap(({ code, evidence }) =>
      evidence.map(({ header, got, wanted }) => [code, header, got, wanted]),
    );

  it.each<[Record<string, string>, readonly unknown[]]>([
    [
      { ...acao, "Access-Control-Allow-Methods": "" },
      ["method-disallowed", "Access-Control-Allow-Methods", "", "PUT"],
    ],
    [acao, ["method-disallowed", "Access-Control-Allow-Methods", null, "PUT"]],
    [
      { ...acao, "Access-Control-Allow-Methods": "GET, PATCH" },
      ["method-disallowed", "Access-Control-Allow-Methods", "GET, PATCH", "GET, PATCH, PUT"],
    ],
    [
      { ...acao, "Access-Control-Allow-Methods": "PUT POST" },
      ["invalid-allow-methods", "Access-Control-Allow-Methods", "PUT POST", "PUT"],
    ],
    [
      { ...acao, "Access-Control-Allow-Methods": "PUT", "Access-Control-Allow-Headers": "b@d" },
      ["invalid-allow-headers", "Access-Control-Allow-Headers", "b@d", null],
    ],
  ])("%o", (headers, wanted) => {
    expect(evidence(stopped(headers))).toContainEqual(wanted);
  });
});

describe("the stage and hop of an alternative", () => {
  it.each<[string, ExchangeInit, readonly (readonly [string, string, number])[]]>([
    [
      "the request, for a call without recorded events",
      {
        ending: { kind: "not-sent" },
        call: aCall(),
        callResult: REJECTED,
        requestHeaders: null,
        response: null,
      },
      [
        ["blocked-by-client", "request", 0],
        ["csp", "request", 0],
      ],
    ],
    [
      "the redirecting hop, for a redirect that was not followed",
      {
        ending: { kind: "failed", error: "net::ERR_ABORTED" },
        hops: [
          { url: "https://api.test/a" },
          {
            url: "https://api.test/b",
            response: { status: 302, headers: { ...acao, Location: "https://c.test/" } },
            redirect: { url: "https://c.test/", internal: false },
          },
        ],
      },
      [
        ["redirect-mode-error", "redirect", 1],
        ["csp", "redirect", 1],
        ["aborted", "redirect", 1],
      ],
    ],
  ])("%s", (_name, init, wanted) => {
    const { alternatives } = judged(init);
    expect(alternatives.map(({ code, stage, hop }) => [code, stage, hop])).toEqual(wanted);
  });
});

// Chromium 156 refuses the redirect in the page's process, while the network continues a keepalive request.
it.each([
  [true, "user:secret@", "CONNECTION_RESET", "blocked credentialed-subresource@redirect/0 likely"],
  [true, "", "CONNECTION_RESET", "failed connection-reset@request/1 certain"],
  [false, "user:secret@", "CONNECTION_RESET", "failed connection-reset@request/1 certain"],
  [true, "user:secret@", "ABORTED", "blocked credentialed-subresource@redirect/0 likely"],
  [true, "", "ABORTED", "aborted aborted@request/1 certain"],
])(
  "judges a redirect, keepalive %s, to %sb.test that ended in %s",
  (keepalive, userinfo, error, wanted) => {
    const { outcome, cause, certainty } = judged({
      ending: { kind: "failed", error: `net::ERR_${error}` },
      call: aCall({ mode: "no-cors", keepalive }),
      callResult: REJECTED,
      hops: [
        { url: "https://api.test/a", requestHeaders: { "Sec-Fetch-Mode": "no-cors" } },
        { url: `https://${userinfo}b.test/`, requestHeaders: {}, response: null },
      ],
    });
    expect(`${outcome} ${cause?.code}@${cause?.stage}/${cause?.hop} ${certainty}`).toBe(wanted);
  },
);

it("judges a beacon that was redirected to a password by how the network ended it", () => {
  const { outcome, cause } = judged({
    ending: { kind: "failed", error: "net::ERR_EMPTY_RESPONSE" },
    resourceType: "ping",
    call: aCall({ api: "beacon", mode: "no-cors", keepalive: true }),
    hops: [
      { url: "https://api.test/a", requestHeaders: { "Sec-Fetch-Mode": "no-cors" } },
      { url: "https://user:secret@b.test/", requestHeaders: {}, response: null },
    ],
  });
  expect(`${outcome} ${cause?.code}`).toBe("failed empty-response");
});

// https://html.spec.whatwg.org/multipage/browsing-the-web.html#create-navigation-params-by-fetching
it.each([
  ["a frame's document", { resourceType: "sub_frame" }, "navigate"],
  ["a WebSocket's handshake", { resourceType: "websocket", url: "wss://api.test/" }, "websocket"],
] as const)("%s is requested with credentials", (_name, init, mode) => {
  const verdict = judge(anExchange(init));
  expect(verdict.mode.value).toBe(mode);
  expect(verdict.credentials).toEqual({ value: "include", basis: "inferred" });
});

const WITHDRAWN = {
  ...{ method: "PUT", requestHeaders: null, response: null },
  ending: { kind: "failed", error: "net::ERR_ABORTED" },
} as const;
it.each<[string, NonNullable<ExchangeInit["preflight"]>, string]>([
  ["had a response", { status: 204 }, "sent"],
  ["had no response yet", { response: null }, "unknown"],
])("a page aborts while its preflight %s", (_name, preflight, seen) => {
  expect(judge(anExchange({ ...WITHDRAWN, preflight })).preflight.seen).toBe(seen);
});
