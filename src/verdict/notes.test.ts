import { describe, expect, it } from "vitest";
import {
  anExchange,
  type ExchangeInit,
  type HeadersInit,
} from "../exchange/exchange.test-builder.ts";
import { aCall } from "../observation/page-call.test-builder.ts";
import { judge } from "./judge.ts";
import { findingOf, rootCauseOf } from "./root-cause.ts";

const ORIGIN = "https://app.test";
const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;
const ACAO = { "Access-Control-Allow-Origin": ORIGIN };

/** The notes of an exchange, as "code(parameter)". */
const notesOf = (init: ExchangeInit) =>
  judge(anExchange(init))
    .findings.filter(({ severity }) => severity === "warning")
    .map(({ code, parameter }) => (parameter === null ? code : `${code}(${parameter})`));

// RFC 9110, 15.5 and 15.6: the meaning of each status.
describe("the note for a blocked preflight's status", () => {
  it.each<[number, HeadersInit, string | null]>([
    [401, {}, "preflight-met-authentication"],
    [407, {}, "preflight-met-authentication"],
    [403, { "WWW-Authenticate": "Basic" }, "preflight-met-authentication"],
    [403, {}, null],
    [302, { Location: "/login" }, "preflight-met-authentication"],
    [302, { Location: "/orders" }, null],
    [302, {}, null],
    [404, {}, "preflight-not-routed"],
    [405, {}, "preflight-not-routed"],
    [501, {}, "preflight-not-routed"],
    [400, {}, null],
    [429, {}, null],
    [499, {}, null],
    [500, {}, "preflight-met-server-error"],
    [503, {}, "preflight-met-server-error"],
  ])("%s %j: %s", (status, headers, code) => {
    const init: ExchangeInit = {
      ...{ method: "PUT", call: aCall({ method: "PUT" }) },
      ...{ requestHeaders: null, response: null },
      preflight: { status, headers },
      ending: { kind: "failed", error: "net::ERR_FAILED" },
    };
    expect(notesOf(init)).toEqual(code === null ? [] : [`${code}(${status})`]);
  });
});

// https://fetch.spec.whatwg.org/#http-responses : the header fields of the CORS protocol.
it.each([
  "Access-Control-Allow-Origin",
  "Access-Control-Allow-Credentials",
  "Access-Control-Allow-Methods",
  "Access-Control-Allow-Headers",
  "Access-Control-Expose-Headers",
])("names %s where it was changed in the browser, with both values", (name) => {
  const response = {
    headers: { ...ACAO, Vary: "Origin", [name]: "before" },
    rewrittenHeaders: { ...ACAO, Vary: "Origin", [name]: ORIGIN },
  };
  const { findings } = judge(anExchange({ call: aCall(), response }));
  const found = findings.find(({ code }) => code === "headers-rewritten-by-extension");
  expect(found?.evidence).toEqual([{ header: name, got: "before", wanted: ORIGIN }]);
});

// Seen in Chromium 156: a rule of declarativeNetRequest also applies to preflights.
describe("a preflight response whose headers were changed in the browser", () => {
  const init = (rewrittenHeaders: Record<string, string>): ExchangeInit => ({
    ...{ method: "PUT", call: aCall({ method: "PUT" }), ending: FAILED },
    ...{ requestHeaders: null, response: null },
    preflight: {
      response: { headers: { ...ACAO, "Access-Control-Allow-Methods": "PUT" }, rewrittenHeaders },
    },
  });
  const rootOf = (given: ExchangeInit) => {
    const verdict = judge(anExchange(given));
    return verdict.cause && rootCauseOf(verdict, findingOf(verdict, verdict.cause));
  };

  it("has the change as its root cause", () => {
    expect(rootOf(init({ "Access-Control-Allow-Methods": "PUT" }))).toMatchObject({
      code: "headers-rewritten-by-extension",
      stage: "preflight",
      evidence: [{ header: "Access-Control-Allow-Origin", got: ORIGIN, wanted: null }],
    });
  });

  it.each<[string, ExchangeInit]>([
    ["a trial of ours made it", { ...init({}), trial: true }],
    [
      "the response to the request failed",
      {
        ...init({ ...ACAO, "Access-Control-Allow-Methods": "PUT, GET" }),
        requestHeaders: {},
        response: { headers: {} },
      },
    ],
  ])("does not have it where %s", (_name, given) => {
    expect(rootOf(given) ?? null).toBeNull();
  });
});

it.each([
  ["a header that CORS does not read", { ...ACAO, Vary: "Origin", "X-Frame-Options": "DENY" }],
  ["only the case of a header's name", { "access-control-allow-origin": ORIGIN, Vary: "Origin" }],
])("adds no note about an extension that changed %s", (_name, rewrittenHeaders) => {
  const response = { headers: { ...ACAO, Vary: "Origin" }, rewrittenHeaders };
  expect(notesOf({ call: aCall(), response })).toEqual([]);
});

// A passing response from the cache gets no note. A blocked one does, as fixing the server has no effect yet.
it.each<[string, ExchangeInit, string[]]>([
  ["passed", { response: { headers: ACAO, fromCache: true } }, []],
  [
    "was blocked",
    {
      call: aCall(),
      response: { headers: {}, fromCache: true },
      ending: { kind: "failed", error: "net::ERR_FAILED" },
    },
    ["response-from-cache"],
  ],
  [
    "was a redirect that was blocked for its URL or, with credentials, for its CORS headers",
    {
      ...{ browser: "gecko", resourceType: "other" },
      response: {
        ...{ status: 302, fromCache: true },
        headers: { "Access-Control-Allow-Origin": "*", Location: "data:,x" },
      },
      ending: { kind: "failed", error: "NS_ERROR_DOM_BAD_URI" },
    },
    ["response-from-cache"],
  ],
  [
    "was a redirect that was blocked for its URL alone",
    {
      ...{ browser: "gecko", call: aCall() },
      response: {
        ...{ status: 302, fromCache: true },
        headers: { "Access-Control-Allow-Origin": "*", Location: "data:,x" },
      },
      ending: { kind: "failed", error: "NS_ERROR_DOM_BAD_URI" },
    },
    [],
  ],
])("notes that a response came from the cache where it %s: %o", (_name, init, notes) => {
  expect(notesOf(init)).toEqual(notes);
});
