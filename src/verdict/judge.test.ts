import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  anExchange,
  type ExchangeInit,
  type HeadersInit,
  withFields,
} from "../exchange/exchange.test-builder.ts";
import { type Exchange, firstHop, type Hop, type Response } from "../exchange/exchange.ts";
import { aCall, aFailure } from "../observation/page-call.test-builder.ts";
import type { PageCall, PageCallResult } from "../observation/page-call.ts";
import { judge } from "./judge.ts";
import { CHROMIUM } from "./lanes/chromium.ts";
import { applyRemedy } from "./remedy/remedy.ts";
import { mainFetch } from "./standard/main-fetch.ts";
import { aReason } from "./verdict.test-builder.ts";
import type { RemedyChange, Verdict } from "./verdict.ts";

const ORIGIN = "https://app.test";
const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;

/** A request that the browser blocked after the response. */
function blocked(init: ExchangeInit): ExchangeInit {
  return { ending: FAILED, ...init };
}

/** A request that was not sent after its preflight got this response. */
function stopped(
  method: string,
  headers: HeadersInit,
  status = 204,
  requested: string[] = [],
): ExchangeInit {
  const requestHeaders: [string, string][] = [
    ["Origin", ORIGIN],
    ["Access-Control-Request-Method", method],
  ];
  if (requested.length > 0)
    requestHeaders.push(["Access-Control-Request-Headers", requested.join(",")]);
  return blocked({
    method,
    requestHeaders: null,
    response: null,
    preflight: { status, headers, requestHeaders },
  });
}

const RUNS = 500;
const WHAT_REMEDIES_DO = [
  "Access-Control-Allow-Origin",
  "Access-Control-Allow-Credentials",
  "Access-Control-Allow-Methods",
  "Access-Control-Allow-Headers",
  "status",
  "no Access-Control-Allow-Methods",
  "no Access-Control-Allow-Headers",
  "several readings",
];

const acao = { "Access-Control-Allow-Origin": ORIGIN };
const COOKIE: HeadersInit = { Origin: ORIGIN, Cookie: "a=b" };

/** The verdict in one line, as "outcome cause@stage/hop(parameter) certainty". */
function inShort(verdict: Verdict): string {
  const { cause } = verdict;
  const why =
    cause === null ? "" : ` ${cause.code}@${cause.stage}/${cause.hop}(${cause.parameter ?? ""})`;
  return `${verdict.outcome}${why} ${verdict.certainty}`;
}

// Each row follows the clause named in cors-check.ts, cors-preflight-fetch.ts, http-redirect-fetch.ts or
// main-fetch.ts. End-to-end tests cover each row in Chromium 156.
describe("judge", () => {
  it.each<[string, ExchangeInit, string]>([
    ["allowed", {}, "allowed certain"],
    [
      "nothing configured",
      blocked({ response: { headers: {} } }),
      "blocked missing-allow-origin@response/0() certain",
    ],
    [
      "a blocked 500",
      blocked({ response: { status: 500, headers: {} } }),
      "blocked missing-allow-origin@response/0() certain",
    ],
    ["a readable 500", { response: { status: 500, headers: acao } }, "allowed certain"],
    [
      "* and a cookie was sent",
      blocked({
        requestHeaders: COOKIE,
        response: { headers: { "Access-Control-Allow-Origin": "*" } },
      }),
      "blocked wildcard-origin-not-allowed@response/0() certain",
    ],
    [
      "* and a failure without a cookie",
      blocked({ response: { headers: { "Access-Control-Allow-Origin": "*" } } }),
      "blocked wildcard-origin-not-allowed@response/0() likely",
    ],
    [
      "the origin, without credentials, and a cookie was sent",
      blocked({ requestHeaders: COOKIE, response: { headers: acao } }),
      "blocked invalid-allow-credentials@response/0() certain",
    ],
    [
      "mismatch",
      blocked({ response: { headers: { "Access-Control-Allow-Origin": `${ORIGIN}/` } } }),
      `blocked allow-origin-mismatch@response/0(${ORIGIN}/) certain`,
    ],
    [
      "preflight without headers",
      stopped("PUT", {}),
      "blocked missing-allow-origin@preflight/0() certain",
    ],
    [
      "preflight 401 without headers: ACAO is checked first",
      stopped("PUT", {}, 401),
      "blocked missing-allow-origin@preflight/0() certain",
    ],
    [
      "preflight 404 with all headers but credentials unknown",
      stopped(
        "PUT",
        {
          ...acao,
          "Access-Control-Allow-Credentials": "true",
          "Access-Control-Allow-Methods": "PUT",
        },
        404,
      ),
      "blocked preflight-invalid-status@preflight/0() certain",
    ],
    [
      "preflight redirected",
      stopped("PUT", { ...acao, Location: "/login" }, 302),
      "blocked preflight-disallowed-redirect@preflight/0() certain",
    ],
    [
      "method missing, credentials settled",
      stopped("PUT", { ...acao, "Access-Control-Allow-Credentials": "true" }),
      "blocked method-disallowed@preflight/0(PUT) certain",
    ],
    [
      "method missing, credentials unknown: ambiguous",
      stopped("PUT", acao),
      "blocked method-disallowed@preflight/0(PUT) ambiguous",
    ],
    [
      "patch is not PATCH",
      stopped("patch", {
        ...acao,
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Allow-Methods": "PATCH",
      }),
      "blocked method-disallowed@preflight/0(patch) certain",
    ],
    [
      "header missing",
      stopped("GET", { ...acao, "Access-Control-Allow-Credentials": "true" }, 204, ["x-a"]),
      "blocked header-disallowed@preflight/0(x-a) certain",
    ],
    [
      "unparsable methods",
      stopped("PUT", {
        ...acao,
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Allow-Methods": "GET PUT",
      }),
      "blocked invalid-allow-methods@preflight/0() certain",
    ],
    [
      "unparsable headers",
      stopped("PUT", {
        ...acao,
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Allow-Methods": "PUT",
        "Access-Control-Allow-Headers": '"x"',
      }),
      "blocked invalid-allow-headers@preflight/0() certain",
    ],
    [
      "preflight reset: the request has the network error",
      blocked({
        method: "PUT",
        requestHeaders: null,
        response: null,
        preflight: { response: null, ending: FAILED },
        ending: { kind: "failed", error: "net::ERR_CONNECTION_RESET" },
      }),
      "failed connection-reset@preflight/0(net::ERR_CONNECTION_RESET) certain",
    ],
    [
      "refused",
      blocked({ response: null, ending: { kind: "failed", error: "net::ERR_CONNECTION_REFUSED" } }),
      "failed connection-refused@request/0(net::ERR_CONNECTION_REFUSED) certain",
    ],
    [
      "aborted",
      blocked({ response: null, ending: { kind: "failed", error: "net::ERR_ABORTED" } }),
      "aborted aborted@request/0(net::ERR_ABORTED) certain",
    ],
    [
      "no-cors",
      { requestHeaders: { "Sec-Fetch-Mode": "no-cors" }, response: { headers: {} } },
      "opaque opaque-no-cors@response/0() certain",
    ],
    [
      "an image without crossorigin is not a CORS request",
      { resourceType: "image", requestHeaders: {}, response: { headers: {} } },
      "opaque opaque-no-cors@response/0() certain",
    ],
    [
      "same origin",
      { url: `${ORIGIN}/x`, requestHeaders: {}, response: { headers: {} } },
      "allowed certain",
    ],
    [
      "navigation",
      {
        url: "https://b.test/",
        resourceType: "main_frame",
        initiatorOrigin: null,
        requestHeaders: {},
        response: { headers: {} },
      },
      "allowed certain",
    ],
    [
      "redirect without headers",
      blocked({
        hops: [
          {
            url: "https://b.test/",
            redirect: null,
            response: { status: 302, headers: { Location: "https://c.test/" } },
          },
        ],
      }),
      "blocked missing-allow-origin@redirect/0() certain",
    ],
    [
      "tainted by two foreign origins",
      blocked({
        hops: [
          { url: "https://b.test/" },
          { url: "https://c.test/", requestHeaders: { Origin: "null" } },
        ],
      }),
      `blocked allow-origin-mismatch@response/1(${ORIGIN}) certain`,
    ],
    [
      "tainted, and * allows it",
      {
        hops: [
          { url: "https://b.test/" },
          {
            url: "https://c.test/",
            requestHeaders: { Origin: "null" },
            response: { headers: { "Access-Control-Allow-Origin": "*" } },
          },
        ],
      },
      "allowed certain",
    ],
    [
      "back to the page's own origin is tainted too",
      blocked({
        hops: [
          { url: "https://b.test/" },
          { url: `${ORIGIN}/x`, requestHeaders: { Origin: "null" }, response: { headers: {} } },
        ],
      }),
      "blocked missing-allow-origin@response/1() certain",
    ],
    [
      "from the page's own origin to a foreign one is not tainted",
      { hops: [{ url: `${ORIGIN}/go`, requestHeaders: {} }, { url: "https://c.test/" }] },
      "allowed certain",
    ],
    [
      "redirect with a password",
      blocked({
        hops: [
          {
            url: "https://b.test/",
            redirect: null,
            response: {
              status: 302,
              headers: {
                ...acao,
                "Access-Control-Allow-Credentials": "true",
                Location: "https://u:p@b.test/",
              },
            },
          },
        ],
      }),
      "blocked redirect-contains-credentials@redirect/0() certain",
    ],
    [
      "redirect to a scheme without events",
      {
        ending: { kind: "pending" },
        endedAt: null,
        hops: [
          {
            url: "https://b.test/",
            redirect: { url: "foo:bar", internal: false },
            response: { status: 302, headers: { ...acao, Location: "foo:bar" } },
          },
        ],
      },
      "blocked cors-disabled-scheme@redirect/0() certain",
    ],
    [
      "mode same-origin redirected to another origin",
      blocked({
        ending: { kind: "failed", error: "net::ERR_ABORTED" },
        hops: [
          {
            url: `${ORIGIN}/go`,
            requestHeaders: { "Sec-Fetch-Mode": "same-origin" },
            redirect: { url: "https://b.test/", internal: false },
            response: { status: 302, headers: { Location: "https://b.test/" } },
          },
        ],
      }),
      "blocked disallowed-by-mode@redirect/0() certain",
    ],
    [
      "a redirect that is not followed, for an unknown reason",
      blocked({
        ending: { kind: "failed", error: "net::ERR_ABORTED" },
        hops: [
          {
            url: "https://b.test/",
            redirect: { url: "https://c.test/", internal: false },
            response: { status: 302, headers: { ...acao, Location: "https://c.test/" } },
          },
        ],
      }),
      "opaque opaque-redirect@redirect/0() ambiguous",
    ],
    [
      "still under way",
      { ending: { kind: "pending" }, endedAt: null, response: null },
      "pending certain",
    ],
    ["an orphan preflight", { completeness: "orphan-preflight" }, "unknown ambiguous"],
    [
      "fails although every check passes",
      blocked({
        requestHeaders: {
          Origin: ORIGIN,
          "Sec-Fetch-Mode": "cors",
          "Sec-Fetch-Site": "cross-site",
        },
      }),
      "unknown ambiguous",
    ],
    ["passes although a check fails", { response: { headers: {} } }, "allowed likely"],
  ])("%s", (_name, init, wanted) => {
    expect(inShort(judge(anExchange(init)))).toBe(wanted);
  });

  it("blames the hash only where the call has one", () => {
    const rejected = {
      result: "rejected",
      responseType: null,
      status: null,
      errorName: "TypeError",
    } as const;
    const url = "https://api.test/items";
    const ofScript = {
      resourceType: "script",
      element: aFailure({ url, hasIntegrity: true }),
      elementFailed: true,
    };
    expect(inShort(judge(anExchange(ofScript)))).toBe("blocked integrity@response/0() likely");
    const ofCall = (hasIntegrity: boolean) =>
      inShort(judge(anExchange({ call: aCall({ hasIntegrity }), callResult: rejected })));
    expect(ofCall(true)).toBe("blocked integrity@response/0() certain");
    expect(ofCall(false)).toBe("blocked network-error@response/0() ambiguous");
  });

  it.each([
    ["xhr", "blocked network-error@response/0() ambiguous"],
    // An EventSource reports the same error for status 204 or another media type.
    ["event-source", "allowed certain"],
  ] as const)("judges the error event of an %s", (api, judged) => {
    const callResult = {
      result: "rejected",
      responseType: null,
      status: null,
      errorName: "NetworkError",
    } as const;
    expect(inShort(judge(anExchange({ call: aCall({ api }), callResult })))).toBe(judged);
  });

  it.each([
    ["a call whose preflight failed", stopped("PUT", {}), "certain"],
    [
      "a call that succeeded, without a recorded request",
      { requestHeaders: null, response: null },
      "likely",
    ],
  ] as const)("is only as certain as its evidence: %s", (_name, init, certainty) => {
    const call = aCall({ credentials: "include" });
    expect(judge(anExchange({ ...init, call })).certainty).toBe(certainty);
  });

  it("reports every problem at once", () => {
    const verdict = judge(
      anExchange(stopped("PUT", { "Access-Control-Allow-Methods": "GET" }, 401, ["x-a", "x-b"])),
    );
    expect(verdict.findings.map((f) => `${f.code}(${f.parameter ?? ""})`)).toEqual([
      "missing-allow-origin()",
      "preflight-invalid-status()",
      "method-disallowed(PUT)",
      "header-disallowed(x-a)",
      "header-disallowed(x-b)",
      "preflight-met-authentication(401)",
    ]);
  });

  it("distinguishes the three lanes: Authorization under a wildcard", () => {
    const { outcome, lanes, findings } = judge(
      anExchange({
        requestHeaders: { Origin: ORIGIN, Authorization: "Bearer x" },
        response: { headers: acao },
        preflight: {
          headers: { ...acao, "Access-Control-Allow-Headers": "*" },
          requestHeaders: [
            ["Origin", ORIGIN],
            ["Access-Control-Request-Method", "GET"],
            ["Access-Control-Request-Headers", "authorization"],
          ],
        },
      }),
    );
    expect(outcome).toBe("allowed");
    expect(lanes.chromium).toMatchObject({ outcome: "allowed", name: null });
    expect(lanes.gecko).toMatchObject({ outcome: "allowed" });
    expect(lanes.spec).toMatchObject({
      outcome: "blocked",
      cause: { code: "header-disallowed", parameter: "authorization" },
    });
    // https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name : it has to be listed by name.
    expect(
      findings.find(({ code }) => code === "authorization-covered-by-wildcard")?.evidence,
    ).toEqual([{ header: "Access-Control-Allow-Headers", got: "*", wanted: "*, Authorization" }]);
  });

  it("distinguishes a request that was never sent from one that was only blocked", () => {
    expect(judge(anExchange(stopped("PUT", {}))).reachedServer).toBe(false);
    expect(judge(anExchange(blocked({ response: { headers: {} } }))).reachedServer).toBe(true);
    // A redirect from the cache sent no request, but its target got one.
    const response = { status: 301, fromCache: true, headers: { Location: "https://b.test/" } };
    const redirect = { url: "https://b.test/", internal: false };
    const hops = [{ response, redirect }, { url: redirect.url }];
    expect(judge(anExchange({ hops })).reachedServer).toBe(true);
    expect(judge(anExchange({ response: { fromCache: true } })).reachedServer).toBe(false);
  });

  const afterRedirect = (call: Partial<PageCall>): ExchangeInit => ({
    browser: "gecko",
    call: aCall(call),
    hops: [
      {
        requestHeaders: { Origin: ORIGIN, Authorization: "x" },
        preflight: {
          requestHeaders: {
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "authorization",
          },
        },
      },
      { url: "https://b.test/me", preflight: {} },
    ],
  });

  it.each<[string, ExchangeInit, Partial<Verdict["preflight"]>]>([
    [
      "seen",
      { method: "PUT", preflight: {} },
      { needed: true, because: [aReason("method PUT")], seen: "sent" },
    ],
    [
      "needed by a header's value",
      { requestHeaders: { Origin: ORIGIN, "Content-Type": "application/json" } },
      { needed: true, because: [aReason("header content-type (its value)")], seen: "cached" },
    ],
    // Browsers add Authorization as well; only the call shows that the page set it.
    [
      "needed by a header that the page's call set",
      {
        requestHeaders: { Origin: ORIGIN, Authorization: "Bearer t" },
        call: aCall({ headerNames: ["authorization"] }),
      },
      { needed: true, because: [aReason("header authorization")], seen: "cached" },
    ],
    [
      "not needed for a header that the browser may have added",
      { requestHeaders: { Origin: ORIGIN, Authorization: "Basic t" }, call: aCall() },
      { needed: false },
    ],
    // Firefox 153 announces a request before its preflight, so an abort may precede the preflight.
    [
      "unknown where Firefox aborted before it",
      {
        ...{ browser: "gecko", method: "PUT", response: null },
        ending: { kind: "failed", error: "NS_BINDING_ABORTED" },
      },
      { needed: true, because: [aReason("method PUT")], seen: "unknown" },
    ],
    [
      "not needed",
      { requestHeaders: { Accept: "text/html" } },
      { needed: false, because: [], seen: "none" },
    ],
    [
      "because of an upload listener",
      { method: "POST", preflight: {} },
      { needed: true, because: [aReason("upload listener or stream body")], seen: "sent" },
    ],
    // Seen in Firefox 153, for a plain fetch() without a body.
    [
      "needed again after a redirect that removed the header",
      afterRedirect({ headerNames: ["authorization"] }),
      { needed: true, because: [aReason("header authorization")], seen: "sent" },
    ],
    [
      "needed again for an upload listener after a redirect",
      afterRedirect({ api: "xhr", headerNames: ["authorization"], uploadListener: true }),
      {
        needed: true,
        because: [aReason("header authorization"), aReason("upload listener or stream body")],
      },
    ],
    [
      "not needed for the same origin",
      { url: `${ORIGIN}/x`, method: "PUT" },
      { needed: false, seen: "none" },
    ],
  ])("preflight %s", (_name, init, wanted) => {
    expect(judge(anExchange(init)).preflight).toMatchObject(wanted);
  });
});

describe("the remedy", () => {
  it.each<[string, ExchangeInit, unknown]>([
    [
      "adds the origin",
      blocked({ response: { headers: {} } }),
      [
        {
          hop: 0,
          stage: "response",
          url: "https://api.test/items",
          status: null,
          set: [{ name: "Access-Control-Allow-Origin", value: ORIGIN }],
          remove: [],
        },
      ],
    ],
    [
      "allows credentials where they were sent",
      blocked({ requestHeaders: COOKIE, response: { headers: {} } }),
      [
        {
          set: [
            { name: "Access-Control-Allow-Origin", value: ORIGIN },
            { name: "Access-Control-Allow-Credentials", value: "true" },
          ],
        },
      ],
    ],
    [
      "varies by Origin where a cache may store the response",
      blocked({ requestHeaders: COOKIE, response: { headers: { ...acao, ETag: "x" } } }),
      [
        {
          set: [
            { name: "Access-Control-Allow-Credentials", value: "true" },
            { name: "Vary", value: "Origin" },
          ],
        },
      ],
    ],
    [
      "does not lead to a redirect that the call refuses",
      blocked({
        response: { status: 302, headers: { Location: "https://b.test/" } },
        call: { ...aCall({ url: "https://api.test/items" }), redirect: "error" },
      }),
      null,
    ],
    [
      "omits credentials where none were sent",
      blocked({
        requestHeaders: {
          Origin: ORIGIN,
          "Sec-Fetch-Site": "cross-site",
          "Sec-Fetch-Mode": "cors",
        },
        response: { headers: {} },
      }),
      [
        {
          hop: 0,
          stage: "response",
          set: [{ name: "Access-Control-Allow-Origin", value: ORIGIN }],
        },
      ],
    ],
    [
      "never allows null",
      blocked({
        initiatorOrigin: "null",
        requestHeaders: { Origin: "null", Cookie: "a=b" },
        response: { headers: {} },
      }),
      null,
    ],
    [
      "is null where no server caused the block",
      blocked({ response: null, ending: { kind: "failed", error: "net::ERR_CONNECTION_REFUSED" } }),
      null,
    ],
    [
      "keeps what a list already allows",
      stopped("PUT", {
        ...acao,
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Allow-Methods": "GET, DELETE",
      }),
      [
        {
          stage: "preflight",
          set: [{ name: "Access-Control-Allow-Methods", value: "GET, DELETE, PUT" }],
        },
        { stage: "response" },
      ],
    ],
    [
      "removes the password from a redirect",
      blocked({
        hops: [
          {
            url: "https://b.test/",
            redirect: null,
            requestHeaders: COOKIE,
            response: {
              status: 302,
              headers: {
                ...acao,
                "Access-Control-Allow-Credentials": "true",
                Location: "https://u:p@b.test/x",
              },
            },
          },
        ],
      }),
      [{ set: [{ name: "Location", value: "https://b.test/x" }] }],
    ],
  ])("%s", (_name, init, wanted) => {
    const { remedy } = judge(anExchange(init));
    if (wanted === null) expect(remedy).toBeNull();
    else expect(remedy).toMatchObject(wanted as object[]);
  });

  const header = fc.constantFrom(
    "*",
    ORIGIN,
    `${ORIGIN}/`,
    "null",
    "",
    "true",
    "PUT",
    "x-a",
    "GET PUT",
    // This value contains no name.
    "(",
    "*, *",
  );
  const headers = fc
    .array(
      fc.tuple(
        fc.constantFrom(
          "Access-Control-Allow-Origin",
          "Access-Control-Allow-Credentials",
          "Access-Control-Allow-Methods",
          "Access-Control-Allow-Headers",
        ),
        header,
      ),
      { maxLength: 5 },
    )
    .map((lines) => lines as readonly [string, string][]);
  // A request is sent only after its preflight has passed, or with a cached preflight result.
  const passing = (method: string, requested: readonly string[]): HeadersInit => [
    ["Access-Control-Allow-Origin", ORIGIN],
    ["Access-Control-Allow-Credentials", "true"],
    ["Access-Control-Allow-Methods", method],
    ["Access-Control-Allow-Headers", requested.join(",")],
  ];
  const anyExchange = fc
    .record({
      method: fc.constantFrom("GET", "PUT", "patch"),
      // With null, no evidence shows the credentials mode, so both are possible.
      credentials: fc.constantFrom("include", "omit", null),
      requested: fc.subarray(["authorization", "x-a", "x-b"]),
      preflight: fc.record({ status: fc.constantFrom(200, 204, 401, 500), headers }),
      response: headers,
      sent: fc.boolean(),
      isCached: fc.boolean(),
    })
    .map(({ method, credentials, requested, preflight, response, sent, isCached }) => {
      const isSimple = method === "GET" && requested.length === 0;
      const own: HeadersInit = [
        ["Origin", ORIGIN],
        ...requested.map((name) => [name, "1"] as const),
      ];
      const passed = isSimple || isCached ? null : { headers: passing(method, requested) };
      return anExchange({
        method,
        ending: FAILED,
        call: credentials && aCall({ method, credentials, headerNames: requested }),
        callResult: credentials && rejected,
        requestHeaders: sent ? own : null,
        response: sent ? { headers: response } : null,
        preflight: (sent ? passed : preflight) && {
          ...(sent ? passed : preflight),
          requestHeaders: [
            ["Origin", ORIGIN],
            ["Access-Control-Request-Method", method],
            ...(requested.length === 0
              ? []
              : [["Access-Control-Request-Headers", requested.join(",")] as const]),
          ],
        },
      });
    });
  const rejected: PageCallResult = {
    result: "rejected",
    responseType: null,
    status: null,
    errorName: "TypeError",
  };

  /** The exchange after a fixed preflight: its response has only the headers from the remedy. */
  const carriedOn = (exchange: Exchange): Exchange =>
    withFields(exchange, {
      ending: { kind: "completed" },
      callResult: null,
      hops: exchange.hops.map((hop) =>
        hop.response !== null
          ? hop
          : {
              ...hop,
              sentAt: hop.startedAt + 10,
              requestHeaders: [["Origin", ORIGIN]],
              response: { ...(anExchange().hops[0]?.response as Response), headers: [] },
            },
      ),
    });

  /** The outcome; a request that passed against the rules counts separately. */
  function passed(exchange: Exchange): string {
    const { outcome, findings } = judge(exchange);
    const isAgainst = findings.some(({ code }) => code === "passed-against-the-rules");
    return isAgainst ? "against the rules" : outcome;
  }

  /** The remedy without one of its lines, its status or one of its removals. */
  function* lessThan(remedy: readonly RemedyChange[]) {
    for (const change of remedy) {
      const without = (less: Partial<RemedyChange>) =>
        remedy.map((one) => (one === change ? { ...one, ...less } : one));
      for (const line of change.set) {
        const set = change.set.filter((other) => other !== line);
        // `Vary` is for later requesters, which a single exchange does not show.
        if (line.name !== "Vary") yield { change, what: line.name, less: without({ set }) };
      }
      if (change.status !== null) yield { change, what: "status", less: without({ status: null }) };
      for (const name of change.remove) {
        const remove = change.remove.filter((other) => other !== name);
        yield { change, what: `no ${name}`, less: without({ remove }) };
      }
    }
  }

  const ABOUT_CREDENTIALS = [
    "invalid-allow-credentials",
    "wildcard-origin-not-allowed",
    "method-disallowed",
    "header-disallowed",
  ];

  it("lets the exchange pass, and each of its changes is necessary", () => {
    const met = new Map<string, number>();
    const count = (what: string) => met.set(what, (met.get(what) ?? 0) + 1);
    fc.assert(
      fc.property(anyExchange, (exchange) => {
        const { remedy } = judge(exchange);
        if (remedy === null) return;
        count("tried");
        if (exchange.call === null) count("several readings");
        expect(passed(applyRemedy(carriedOn(exchange), remedy))).toEqual("allowed");
        for (const credentials of exchange.call === null ? (["include", "omit"] as const) : []) {
          const call = aCall({ method: firstHop(exchange).method, credentials });
          const mended = applyRemedy(withFields(carriedOn(exchange), { call }), remedy);
          if (credentials === "omit") expect(passed(mended)).toBe("allowed");
          // The remedy allows credentials only if they were recorded, so only these problems may remain.
          const { problems } = mainFetch(mended, { mode: "cors", credentials }, CHROMIUM);
          for (const { code } of problems) expect(ABOUT_CREDENTIALS).toContain(code);
        }
        const { response } = exchange.hops[0] as Hop;
        for (const { change, what, less } of lessThan(remedy)) {
          // An unrecorded response has no line to remove.
          if (change.stage === "response" && response === null) continue;
          count(what);
          const verdict = judge(applyRemedy(exchange, less));
          expect([verdict.outcome, what]).toEqual(["blocked", what]);
        }
        for (const { name, value } of remedy.flatMap(({ set }) => set)) {
          if (name === "Access-Control-Allow-Origin") expect(value).not.toBe("null");
        }
      }),
      { numRuns: RUNS, seed: 20_251_126 },
    );
    // The property must have been tested often enough.
    expect(met.get("tried")).toBeGreaterThan(RUNS / 2);
    for (const what of WHAT_REMEDIES_DO)
      expect([what, (met.get(what) ?? 0) > 0]).toEqual([what, true]);
  });

  it("never throws on hostile exchanges", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), fc.string(), (value, url, name) => {
        const lines = [
          [name, value],
          ["Access-Control-Allow-Origin", value],
          ["Location", value],
        ] as const;
        judge(
          anExchange({
            url,
            ending: FAILED,
            requestHeaders: lines,
            response: { headers: lines },
            preflight: { headers: lines, requestHeaders: lines },
          }),
        );
      }),
    );
  });
});

// Each case was found by e2e/conformance and seen in Chromium 156.
describe("behaviour measured in Chromium", () => {
  it("names the network's error", () => {
    const ending = { kind: "failed", error: "net::ERR_CONNECTION_RESET" } as const;
    const { lanes } = judge(anExchange({ response: null, ending }));
    expect(lanes.chromium.name).toBe("net::ERR_CONNECTION_RESET");
  });

  it("cannot tell whether a request reached a server that broke off after its preflight", () => {
    const ending = { kind: "failed", error: "net::ERR_EMPTY_RESPONSE" } as const;
    const sent = anExchange({ method: "PUT", preflight: {}, response: null, ending });
    expect(judge(sent).reachedServer).toBeNull();
  });

  it("does not take a server's 407 for an unreachable proxy", () => {
    const ending = { kind: "failed", error: "net::ERR_UNEXPECTED_PROXY_AUTH" } as const;
    expect(judge(anExchange({ response: null, ending })).reachedServer).toBeNull();
  });

  it("leaves credentials open where a redirect leads back to the page's site", () => {
    // Sec-Fetch-Site describes the whole chain; Sec-Fetch-Storage-Access is only sent across sites.
    const { credentials } = judge(
      anExchange({
        initiatorOrigin: "http://localhost",
        hops: [
          { url: "http://api.test/a", requestHeaders: {} },
          {
            url: "http://localhost:81/b",
            requestHeaders: { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors" },
          },
        ],
      }),
    );
    expect(credentials.basis).toBe("assumed");
  });

  it("does not infer mode cors from the Origin of a frame's element", () => {
    // A cross-site frame sends Origin, with credentials, in requests to the top-level page's site.
    const { outcome, mode } = judge(
      anExchange({
        frameId: 12,
        resourceType: "script",
        initiatorOrigin: "null",
        url: "http://app.test/x.js",
        requestHeaders: { Origin: "null" },
        response: { headers: {} },
      }),
    );
    expect(outcome).toBe("opaque");
    expect(mode).toEqual({ value: "no-cors", basis: "inferred" });
  });

  it("does not call credentials inferred that the only open mode assumes", () => {
    const { credentials } = judge(
      anExchange({ method: "POST", requestHeaders: { Origin: ORIGIN }, response: { headers: {} } }),
    );
    expect(credentials.basis).toBe("assumed");
  });

  it("judges a same-origin request with a stream body as cors", () => {
    const { cause } = judge(
      anExchange({
        ...stopped("PUT", { ...acao, "Access-Control-Allow-Headers": "b@d" }),
        call: aCall({ method: "PUT", mode: "same-origin", body: "stream" }),
      }),
    );
    expect(cause?.code).toBe("invalid-allow-headers");
  });

  it.each<[string, Partial<PageCall> | null, string]>([
    [
      "fetch that hides redirects",
      { redirect: "manual" },
      "opaque opaque-redirect@redirect/0() certain",
    ],
    ["fetch", {}, "blocked credentialed-subresource@redirect/0() certain"],
    ["an unknown call", null, "blocked credentialed-subresource@redirect/0() ambiguous"],
  ])("does not follow to a URL with a password: %s", (_name, call, wanted) => {
    const next = `${ORIGIN.replace("//", "//user:secret@")}/b`;
    const verdict = judge(
      anExchange({
        hops: [
          {
            url: `${ORIGIN}/a`,
            requestHeaders: { "Sec-Fetch-Mode": "cors" },
            redirect: { url: next, internal: false },
            response: { status: 302, headers: { Location: next } },
          },
        ],
        ending: { kind: "failed", error: "net::ERR_ABORTED" },
        call: call && aCall({ url: `${ORIGIN}/a`, ...call }),
      }),
    );
    expect(inShort(verdict)).toBe(wanted);
  });

  it("leaves open what blocked an element's redirect from its own origin to an unknown scheme", () => {
    // The browser sends neither Origin nor Sec-Fetch-Mode there, so the mode is unknown.
    const verdict = judge(
      anExchange({
        initiatorOrigin: "http://app.test",
        resourceType: "stylesheet",
        hops: [
          {
            url: "http://app.test/a",
            requestHeaders: {},
            redirect: { url: "foo:bar", internal: false },
            response: { status: 302, headers: { Location: "foo:bar" } },
          },
        ],
        ending: { kind: "pending" },
      }),
    );
    expect(inShort(verdict)).toContain("ambiguous");
    expect(verdict.alternatives.map(({ code }) => code)).toEqual(["cors-disabled-scheme"]);
  });

  it("names a disallowed header as if the page had set no forbidden ones", () => {
    const exchange = stopped("GET", acao, 204, ["accept-language", "authorization"]);
    const headerNames = ["cookie2", "accept-language", "authorization"];
    const init = { ...exchange, initiatorOrigin: "http://localhost", url: "http://api-a.test/x" };
    const { cause } = judge(
      anExchange({
        ...init,
        preflight: {
          ...exchange.preflight,
          headers: { "Access-Control-Allow-Origin": "http://localhost" },
        },
        call: aCall({ url: "http://api-a.test/x", headerNames }),
      }),
    );
    expect(cause?.parameter).toBe("accept-language");
  });
});
