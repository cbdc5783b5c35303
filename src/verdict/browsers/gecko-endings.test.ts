import { describe, expect, it } from "vitest";
import { anExchange, type ExchangeInit } from "../../exchange/exchange.test-builder.ts";
import { aCall, anElement, REJECTED } from "../../observation/page-call.test-builder.ts";
import { judge } from "../judge.ts";

const ORIGIN = "https://app.test";
const BAD_URI = { kind: "failed", error: "NS_ERROR_DOM_BAD_URI" } as const;
const acao = { "Access-Control-Allow-Origin": ORIGIN };

const ofAllowOrigin = (value: string) => ["Access-Control-Allow-Origin", value] as const;
const failed = (error: string) => ({ kind: "failed", error }) as const;

/** The verdict on an exchange in Firefox, as "outcome cause@stage name certainty". */
function said(init: ExchangeInit): string {
  const { outcome, cause, certainty, lanes } = judge(anExchange({ browser: "gecko", ...init }));
  const why = cause === null ? "" : ` ${cause.code}@${cause.stage}`;
  return `${outcome}${why} ${lanes.gecko.name} ${certainty}`;
}

/** The Sec-Fetch headers of a cross-site fetch without credentials. */
const WITHOUT_CREDENTIALS = {
  Origin: ORIGIN,
  "Sec-Fetch-Mode": "cors",
  "Sec-Fetch-Site": "cross-site",
};

// Each row was seen in Firefox 153; e2e/firefox runs similar requests.
describe("Gecko's endings", () => {
  it.each<[string, ExchangeInit, string]>([
    [
      "a complete response that CORS blocks",
      { response: { headers: {} } },
      "blocked missing-allow-origin@response CORSMissingAllowOrigin certain",
    ],
    [
      "a failed preflight, after the request was reported",
      {
        method: "PUT",
        requestHeaders: WITHOUT_CREDENTIALS,
        preflight: { status: 404, headers: acao, ending: BAD_URI },
        response: null,
        ending: BAD_URI,
      },
      "blocked preflight-invalid-status@preflight CORSPreflightDidNotSucceed likely",
    ],
    [
      "a preflight whose response another extension redirected",
      {
        method: "PUT",
        requestHeaders: WITHOUT_CREDENTIALS,
        preflight: {
          headers: { ...acao, "Access-Control-Allow-Methods": "PUT" },
          redirect: { url: "https://b.test/", internal: false },
          ending: failed("NS_ERROR_NET_ON_RECEIVING_FROM"),
        },
        response: null,
        ending: BAD_URI,
      },
      "blocked preflight-disallowed-redirect@preflight CORSExternalRedirectNotAllowed likely",
    ],
    [
      "a preflight to a server that is down",
      {
        method: "PUT",
        preflight: { response: null, ending: failed("NS_ERROR_CONNECTION_REFUSED") },
        response: null,
        ending: BAD_URI,
      },
      "failed connection-refused@preflight NS_ERROR_CONNECTION_REFUSED certain",
    ],
    [
      "a connection that was reset, or closed without a response",
      { response: null, ending: failed("NS_ERROR_NET_RESET") },
      "failed connection-reset@request NS_ERROR_NET_RESET ambiguous",
    ],
    [
      "a failed TLS handshake, reported in a sentence",
      { response: null, ending: failed("SSL received a record that is too long.") },
      "failed tls-error@request CORSDidNotSucceed certain",
    ],
    [
      "a redirect that CORS blocks, ended with another error's name",
      {
        call: aCall(),
        response: { status: 302, headers: { Location: "https://b.test/" } },
        ending: failed("NS_ERROR_NET_ON_RECEIVING_FROM"),
      },
      "blocked missing-allow-origin@redirect CORSMissingAllowOrigin certain",
    ],
    [
      "a redirect that CORS or the document's policy blocked, without the probe",
      {
        response: { status: 302, headers: { Location: "https://b.test/" } },
        ending: failed("NS_ERROR_NET_ON_RECEIVING_FROM"),
      },
      "blocked missing-allow-origin@redirect CORSMissingAllowOrigin likely",
    ],
    ...(
      [
        ["a script, which may have no credentials", "script", "ambiguous"],
        ["a call", "xmlhttprequest", "likely"],
      ] as const
    ).map(([name, resourceType, certainty]): [string, ExchangeInit, string] => [
      `a redirect that CORS blocks with credentials alone, of ${name}, without the probe`,
      {
        resourceType,
        response: {
          status: 303,
          headers: { "Access-Control-Allow-Origin": "*", Location: "https://b.test/" },
        },
        ending: failed("NS_ERROR_NET_ON_RECEIVING_FROM"),
      },
      `blocked wildcard-origin-not-allowed@redirect CORSNotSupportingCredentials ${certainty}`,
    ]),
    [
      "a redirect that CORS blocks by a list that may be two lines, which have their own error name",
      {
        response: {
          status: 302,
          headers: {
            "Access-Control-Allow-Origin": "null, http://b.test",
            Location: "https://b.test/",
          },
        },
        ending: failed("NS_ERROR_NET_ON_RECEIVING_FROM"),
      },
      "blocked multiple-allow-origin-values@redirect CORSMultipleAllowOriginNotAllowed ambiguous",
    ],
    ...(
      [
        ["fetch", "xmlhttprequest", acao, "mixed-content@redirect null certain"],
        ["fetch that CORS blocks too", "xmlhttprequest", {}, "mixed-content@redirect null certain"],
        [
          "image, which Firefox would upgrade to TLS",
          "image",
          {},
          "missing-allow-origin@redirect CORSMissingAllowOrigin certain",
        ],
      ] as const
    ).map(([name, resourceType, headers, wanted]): [string, ExchangeInit, string] => [
      `a redirect to mixed content, of a ${name}`,
      {
        resourceType,
        call: aCall(),
        response: { status: 302, headers: { ...headers, Location: "http://b.test/" } },
        ending: failed("NS_ERROR_NET_ON_RECEIVING_FROM"),
      },
      `blocked ${wanted}`,
    ]),
    // A redirect that is not followed leads to no mixed content. (Conformance seed 167000209)
    ...(
      [
        [
          "manual",
          aCall({ redirect: "manual" }),
          "missing-allow-origin@redirect CORSMissingAllowOrigin certain",
        ],
        ["unknown", null, "mixed-content@redirect null ambiguous"],
      ] as const
    ).map(([redirectMode, call, wanted]): [string, ExchangeInit, string] => [
      `a redirect to mixed content that CORS blocks too, with redirect mode ${redirectMode}`,
      {
        documentId: null,
        call,
        response: { status: 302, headers: { Location: "http://b.test/" } },
        ending: BAD_URI,
      },
      `blocked ${wanted}`,
    ]),
    ...(
      [
        [failed("NS_ERROR_NET_ON_RECEIVING_FROM"), "https://b.test/"],
        [{ kind: "pending" }, "foo:bar"],
      ] as const
    ).map(([ending, url]): [string, ExchangeInit, string] => [
      `a redirect to ${url} that a policy forbids, and CORS too`,
      {
        call: aCall(),
        violation: { effectiveDirective: "connect-src", blockedUrl: url, disposition: "enforce" },
        hops: [
          {
            response: { status: 302, headers: { Location: url } },
            redirect: { url, internal: false },
          },
        ],
        ending,
      },
      "blocked csp@redirect null certain",
    ]),
    [
      "a redirect in a worker that CORS allows, ended as if by a policy",
      {
        documentId: null,
        response: { status: 302, headers: { ...acao, Location: "https://b.test/" } },
        ending: BAD_URI,
      },
      "blocked csp@redirect null ambiguous",
    ],
    // https://fetch.spec.whatwg.org/#http-redirect-fetch : no CORS check, so only a policy is possible.
    [
      "a no-cors request's redirect in a worker, ended as if by a policy",
      {
        documentId: null,
        call: aCall({ mode: "no-cors" }),
        response: { status: 302, headers: { Location: "https://b.test/" } },
        ending: BAD_URI,
      },
      "blocked csp@redirect null likely",
    ],
    [
      "a redirect in a worker to another scheme: CORS is checked first, if it had credentials",
      {
        documentId: null,
        hops: [
          {
            response: { status: 302, headers: { ...acao, Location: "foo:bar" } },
            redirect: { url: "foo:bar", internal: false },
          },
        ],
        ending: { kind: "pending" },
      },
      "blocked cors-disabled-scheme@redirect CORSDidNotSucceed ambiguous",
    ],
    [
      "a response that CORS blocks, and whose body breaks off",
      { response: { headers: {} }, ending: failed("NS_ERROR_NET_PARTIAL_TRANSFER") },
      "blocked missing-allow-origin@response CORSMissingAllowOrigin certain",
    ],
    [
      "a preflight response that CORS blocks, and whose body breaks off",
      {
        method: "PUT",
        preflight: { headers: {}, ending: failed("NS_ERROR_NET_PARTIAL_TRANSFER") },
        response: null,
        ending: BAD_URI,
      },
      "blocked missing-allow-origin@preflight CORSMissingAllowOrigin certain",
    ],
    [
      "a response that CORS allows, and whose body breaks off",
      {
        call: aCall(),
        response: { headers: acao },
        ending: failed("NS_ERROR_NET_PARTIAL_TRANSFER"),
      },
      "failed connection-reset@response NS_ERROR_NET_PARTIAL_TRANSFER certain",
    ],
    [
      "a response that CORS allows only without credentials, and whose body breaks off",
      {
        documentId: null,
        requestHeaders: { Origin: ORIGIN },
        response: { headers: { "Access-Control-Allow-Origin": "*" } },
        ending: failed("NS_ERROR_NET_PARTIAL_TRANSFER"),
      },
      "failed connection-reset@response NS_ERROR_NET_PARTIAL_TRANSFER ambiguous",
    ],
    [
      "a font that a preload requests in another mode",
      {
        resourceType: "font",
        element: anElement({ resourceType: "font", mode: "no-cors", credentials: "include" }),
        response: { headers: { "Access-Control-Allow-Origin": "*" } },
      },
      "allowed null certain",
    ],
    [
      "a beacon, whose page knows only that it was queued",
      {
        resourceType: "beacon",
        call: aCall({ api: "beacon", method: "POST", credentials: "include" }),
        callResult: { result: "resolved", responseType: null, status: null, errorName: null },
        response: { headers: acao },
      },
      "blocked invalid-allow-credentials@response CORSMissingAllowCredentials certain",
    ],
    [
      "an image that Firefox upgrades to TLS, with its origin",
      {
        resourceType: "image",
        element: anElement({ resourceType: "image", mode: "cors", credentials: "same-origin" }),
        hops: [
          {
            url: "http://a.test/",
            response: null,
            redirect: { url: "https://a.test/", internal: true },
          },
          {
            url: "https://a.test/",
            requestHeaders: { Origin: ORIGIN },
            response: { headers: acao },
          },
        ],
      },
      "allowed null certain",
    ],
    [
      "a redirect to data:",
      {
        response: { status: 302, headers: { ...acao, Location: "data:,x" } },
        ending: failed("NS_ERROR_CORRUPTED_CONTENT"),
      },
      "failed unsafe-redirect@redirect NS_ERROR_CORRUPTED_CONTENT certain",
    ],
    [
      "a redirect that completes: its redirect mode is manual or error",
      { response: { status: 302, headers: { ...acao, Location: "https://b.test/" } } },
      "opaque opaque-redirect@redirect null ambiguous",
    ],
    [
      "a redirect that may not be followed and that CORS blocks: CORS is checked first",
      {
        call: aCall({ redirect: "error" }),
        response: { status: 302, headers: { Location: "https://b.test/" } },
      },
      "blocked missing-allow-origin@redirect CORSMissingAllowOrigin certain",
    ],
    [
      "a redirect that may not be followed and that CORS allows",
      {
        call: aCall({ redirect: "error" }),
        response: { status: 302, headers: { ...acao, Location: "https://b.test/" } },
      },
      "blocked redirect-mode-error@redirect null certain",
    ],
    // https://fetch.spec.whatwg.org/#concept-http-fetch : the redirect status alone is an error.
    [
      "a redirect without a location that may not be followed",
      {
        call: aCall({ redirect: "error" }),
        callResult: REJECTED,
        response: { status: 302, headers: acao },
      },
      "blocked redirect-mode-error@redirect null certain",
    ],
    [
      "a redirect without a location that may not be followed and that CORS blocks",
      {
        call: aCall({ redirect: "error" }),
        callResult: REJECTED,
        response: { status: 302, headers: {} },
      },
      "blocked missing-allow-origin@response CORSMissingAllowOrigin certain",
    ],
    [
      "a redirect without a location that may be followed",
      {
        call: aCall({ redirect: "follow" }),
        response: { status: 302, headers: acao },
      },
      "allowed null certain",
    ],
    ...["https://b.test/", "http://", null].map((to): [string, ExchangeInit, string] => [
      `a redirect that a worker may not follow and that CORS allows, to ${to}`,
      {
        documentId: null,
        response: { status: 302, headers: { ...acao, ...(to !== null && { Location: to }) } },
        ending: failed("NS_BINDING_FAILED"),
      },
      "blocked redirect-mode-error@redirect null certain",
    ]),
    [
      "a preflight that redirects, ended as a redirect",
      {
        method: "PUT",
        requestHeaders: WITHOUT_CREDENTIALS,
        preflight: {
          status: 302,
          headers: { ...acao, Location: "https://b.test/" },
          ending: failed("NS_ERROR_NET_ON_RECEIVING_FROM"),
        },
        response: null,
        ending: BAD_URI,
      },
      "blocked preflight-disallowed-redirect@preflight CORSExternalRedirectNotAllowed likely",
    ],
    [
      "a preflight that redirects, ended as a response: the call's redirect mode is not follow",
      {
        method: "PUT",
        requestHeaders: WITHOUT_CREDENTIALS,
        preflight: {
          status: 302,
          headers: { ...acao, Location: "https://b.test/" },
          ending: BAD_URI,
        },
        response: null,
        ending: BAD_URI,
      },
      "blocked preflight-invalid-status@preflight CORSPreflightDidNotSucceed likely",
    ],
    [
      "an image redirected to file:",
      {
        resourceType: "image",
        requestHeaders: { "Sec-Fetch-Mode": "no-cors" },
        response: { status: 302, headers: { Location: "file:///etc/hostname" } },
        ending: BAD_URI,
      },
      "failed unsafe-redirect@redirect NS_ERROR_DOM_BAD_URI certain",
    ],
    [
      "an image redirected to a scheme that another program may open: Firefox shows the redirect's body",
      {
        resourceType: "image",
        hops: [
          {
            requestHeaders: { "Sec-Fetch-Mode": "no-cors" },
            response: { status: 302, headers: { Location: "foo:bar" } },
            redirect: { url: "foo:bar", internal: false },
          },
        ],
        ending: { kind: "pending" },
      },
      "failed network-error@redirect CORSDidNotSucceed ambiguous",
    ],
    ...(["opaque", null] as const).map((responseType): [string, ExchangeInit, string] => [
      `a keepalive request redirected to about:blank, of which its page got ${responseType ?? "nothing"}`,
      {
        hops: [
          {
            requestHeaders: { "Sec-Fetch-Mode": "no-cors" },
            response: { status: 302, headers: { Location: "about:blank" } },
            redirect: { url: "about:blank", internal: false },
          },
        ],
        ending: { kind: "pending" },
        call: aCall({ mode: "no-cors", keepalive: true }),
        callResult: {
          result: responseType === null ? "rejected" : "resolved",
          ...{ responseType, status: null, errorName: null },
        },
      },
      responseType === null
        ? "failed network-error@redirect CORSDidNotSucceed certain"
        : "opaque opaque-no-cors@redirect null certain",
    ]),
    ...(
      [
        ["NS_ERROR_XFO_VIOLATION", "frame-not-allowed"],
        ["NS_ERROR_CSP_FRAME_ANCESTOR_VIOLATION", "frame-not-allowed"],
        ["NS_ERROR_DOM_COEP_FAILED", "coep-frame"],
        ["NS_ERROR_DOM_CORP_FAILED", "corp-not-same-origin-after-defaulted-to-same-origin-by-coep"],
      ] as const
    ).map(([error, code]): [string, ExchangeInit, string] => [
      `a frame refused by ${error}`,
      { resourceType: "sub_frame", response: { headers: {} }, ending: failed(error) },
      `blocked ${code}@response ${error} certain`,
    ]),
    [
      "an image that opaque response blocking blocks",
      {
        resourceType: "image",
        requestHeaders: { "Sec-Fetch-Mode": "no-cors" },
        response: { headers: { "Content-Type": "application/json" } },
        ending: failed("NS_BINDING_ABORTED"),
      },
      "blocked orb@response null likely",
    ],
    ...(["image", "stylesheet", "script"] as const).map(
      (resourceType): [string, ExchangeInit, string] => [
        `an HTML page that opaque response blocking read before it blocked it: ${resourceType}`,
        {
          resourceType,
          requestHeaders: { "Sec-Fetch-Mode": "no-cors" },
          response: { headers: { "Content-Type": "text/html" } },
          ending: failed("NS_ERROR_FAILURE"),
        },
        "blocked orb@response NS_ERROR_FAILURE likely",
      ],
    ),
    ...(["serviceworker", "script"] as const).map((dest): [string, ExchangeInit, string] => [
      `a redirect beyond the limit of a ${dest}`,
      {
        resourceType: "script",
        initiatorOrigin: "https://api.test",
        requestHeaders: { "Sec-Fetch-Mode": "same-origin", "Sec-Fetch-Dest": dest },
        response: { status: 302, headers: { Location: "/b.js" } },
        ending: failed("NS_ERROR_REDIRECT_LOOP"),
      },
      dest === "serviceworker"
        ? "blocked redirect-mode-error@redirect null certain"
        : "failed too-many-redirects@response NS_ERROR_REDIRECT_LOOP certain",
    ]),
    [
      "another origin's document in an object, whose status the timeline hides",
      {
        resourceType: "object",
        requestHeaders: { "Sec-Fetch-Mode": "navigate" },
        response: {},
        timedStatus: 0,
      },
      "allowed null certain",
    ],
    // Firefox 153's console: "media request's response status is neither 200 nor 206".
    [
      "a video that opaque response blocking blocks for its status",
      {
        resourceType: "media",
        requestHeaders: { "Sec-Fetch-Mode": "no-cors" },
        response: { status: 404, headers: { "Content-Type": "video/mp4" } },
        ending: failed("NS_BINDING_ABORTED"),
        element: anElement({ resourceType: "media" }),
        elementFailed: true,
      },
      "blocked orb@response null certain",
    ],
    [
      "a video that the page aborted",
      {
        resourceType: "media",
        requestHeaders: { "Sec-Fetch-Mode": "no-cors" },
        response: { status: 206, headers: { "Content-Type": "video/mp4" } },
        ending: failed("NS_BINDING_ABORTED"),
        element: anElement({ resourceType: "media" }),
      },
      "aborted aborted@response null certain",
    ],
    [
      "an image with an unrequested partial response",
      {
        resourceType: "image",
        requestHeaders: { "Sec-Fetch-Mode": "no-cors" },
        response: { status: 206, headers: { "Content-Type": "image/png" } },
        ending: failed("NS_BINDING_ABORTED"),
      },
      "blocked orb@response null likely",
    ],
    [
      "an image with status 204, for a document of unknown origin",
      {
        resourceType: "image",
        initiatorOrigin: null,
        requestHeaders: {},
        response: { status: 205, headers: { "Content-Type": "image/png" } },
        ending: failed("NS_BINDING_ABORTED"),
        element: anElement({ resourceType: "image" }),
        elementFailed: true,
      },
      "aborted aborted@response null ambiguous",
    ],
    [
      "an image from the page's own origin, whatever its type",
      {
        url: `${ORIGIN}/a`,
        resourceType: "image",
        requestHeaders: { "Sec-Fetch-Mode": "no-cors" },
        response: { headers: { "Content-Type": "application/json" } },
        ending: failed("NS_BINDING_ABORTED"),
      },
      "aborted aborted@response null certain",
    ],
    [
      "an image that the page aborted",
      {
        resourceType: "image",
        requestHeaders: { "Sec-Fetch-Mode": "no-cors" },
        response: { status: 200, headers: { "Content-Type": "image/png" } },
        ending: failed("NS_BINDING_ABORTED"),
        element: anElement({ resourceType: "image" }),
      },
      "aborted aborted@response null certain",
    ],
    [
      "a preload of an image, which may be blocked for its content, whatever its type",
      {
        resourceType: "image",
        requestHeaders: { "Sec-Fetch-Mode": "no-cors" },
        response: { status: 200, headers: { "Content-Type": "image/png" } },
        ending: failed("NS_BINDING_ABORTED"),
      },
      "aborted aborted@response null ambiguous",
    ],
    [
      "an image without a type, which may be blocked for its content",
      {
        resourceType: "image",
        requestHeaders: { "Sec-Fetch-Mode": "no-cors" },
        response: { headers: {} },
        ending: failed("NS_BINDING_ABORTED"),
      },
      "aborted aborted@response null ambiguous",
    ],
    ...(["text/css", ""] as const).map((type): [string, ExchangeInit, string] => [
      `a style of type "${type}" that failed`,
      {
        resourceType: "stylesheet",
        requestHeaders: { "Sec-Fetch-Mode": "no-cors" },
        response: { headers: type === "" ? {} : { "Content-Type": type } },
        ending: failed("NS_BINDING_ABORTED"),
        element: anElement({ resourceType: "stylesheet" }),
        elementFailed: true,
      },
      `aborted aborted@response null ${type === "" ? "ambiguous" : "certain"}`,
    ]),
    [
      "an image without a type that reported no error",
      {
        resourceType: "image",
        requestHeaders: { "Sec-Fetch-Mode": "no-cors" },
        response: { headers: {} },
        ending: failed("NS_BINDING_ABORTED"),
        element: anElement({ resourceType: "image" }),
      },
      "aborted aborted@response null certain",
    ],
    [
      "an image without a type from the page's own origin",
      {
        url: `${ORIGIN}/x`,
        resourceType: "image",
        requestHeaders: { "Sec-Fetch-Mode": "no-cors" },
        response: { headers: {} },
        ending: failed("NS_BINDING_ABORTED"),
      },
      "aborted aborted@response null certain",
    ],
    [
      "a list that may be two lines",
      { response: { headers: { "Access-Control-Allow-Origin": `${ORIGIN}, *` } } },
      "blocked multiple-allow-origin-values@response CORSMultipleAllowOriginNotAllowed ambiguous",
    ],
    [
      "a list in one line, as DevTools reported",
      { response: { headers: { "Access-Control-Allow-Origin": `${ORIGIN}, *` }, linesSeen: true } },
      "blocked allow-origin-mismatch@response CORSAllowOriginNotMatchingOrigin certain",
    ],
    [
      "two lines, as DevTools reported",
      { response: { headers: [ofAllowOrigin(ORIGIN), ofAllowOrigin("*")], linesSeen: true } },
      "blocked multiple-allow-origin-values@response CORSMultipleAllowOriginNotAllowed certain",
    ],
    [
      "a list that cannot be two lines, which would be joined with a space",
      { response: { headers: { "Access-Control-Allow-Origin": `${ORIGIN},*` } } },
      "blocked allow-origin-mismatch@response CORSAllowOriginNotMatchingOrigin certain",
    ],
    [
      "lines that Gecko does not count because of their spelling",
      { response: { headers: { "access-control-allow-origin": `${ORIGIN}, *` } } },
      "blocked allow-origin-mismatch@response CORSAllowOriginNotMatchingOrigin certain",
    ],
    [
      "* in a document's request that seems to have no credentials, depending on cookie settings",
      {
        requestHeaders: WITHOUT_CREDENTIALS,
        response: { headers: { "Access-Control-Allow-Origin": "*" } },
      },
      "allowed null likely",
    ],
    [
      "the origin without Allow-Credentials, likewise",
      { requestHeaders: WITHOUT_CREDENTIALS, response: { headers: acao } },
      "allowed null likely",
    ],
    [
      "no header at all, which is blocked with and without credentials",
      { requestHeaders: WITHOUT_CREDENTIALS, response: { headers: {} } },
      "blocked missing-allow-origin@response CORSMissingAllowOrigin certain",
    ],
    [
      "* where the probe recorded the call",
      {
        call: aCall(),
        requestHeaders: WITHOUT_CREDENTIALS,
        response: { headers: { "Access-Control-Allow-Origin": "*" } },
      },
      "allowed null certain",
    ],
    [
      "* in a worker's request, which does not show credentials",
      {
        documentId: null,
        requestHeaders: WITHOUT_CREDENTIALS,
        response: { headers: { "Access-Control-Allow-Origin": "*" } },
      },
      "allowed null ambiguous",
    ],
  ])("%s", (_name, init, wanted) => {
    expect(said(init)).toBe(wanted);
  });

  it("judges a preflight after redirects as if the request began there", () => {
    const preflight = { status: 204, headers: { ...acao, "Access-Control-Allow-Methods": "PUT" } };
    const exchange = anExchange({
      browser: "gecko",
      hops: [
        { url: "https://a.test/", method: "PUT", preflight },
        { url: "https://b.test/", method: "PUT", preflight, requestHeaders: { Origin: "null" } },
      ],
    });
    const { lanes } = judge(exchange);
    expect(lanes.gecko.cause).toMatchObject({ stage: "response", hop: 1 });
    expect(lanes.spec.cause).toMatchObject({ stage: "preflight", hop: 1 });
  });

  it("names the requesting origin in the remedy of such a preflight", () => {
    const plain = { status: 200, headers: acao };
    const { remedy } = judge(
      anExchange({
        browser: "gecko",
        call: aCall({ method: "PUT" }),
        hops: [
          {
            url: "https://a.test/",
            method: "PUT",
            preflight: { ...plain, headers: { ...acao, "Access-Control-Allow-Methods": "PUT" } },
            response: { status: 307, headers: { ...acao, Location: "https://b.test/" } },
            redirect: { url: "https://b.test/", internal: false },
          },
          {
            url: "https://b.test/",
            method: "PUT",
            preflight: { ...plain, ending: BAD_URI },
            requestHeaders: { Origin: "null" },
            response: null,
          },
        ],
        ending: BAD_URI,
      }),
    );
    expect(remedy).toMatchObject([
      { hop: 1, stage: "preflight", set: [{ name: "Access-Control-Allow-Methods", value: "PUT" }] },
      { hop: 1, stage: "response", set: [{ name: "Access-Control-Allow-Origin", value: "*" }] },
    ]);
  });

  it.each([
    ["a preflight that passed", { status: 204, headers: acao }, null],
    ["a failed preflight", { status: 404, headers: acao, ending: BAD_URI }, false],
  ] as const)("knows whether a reset request was sent, after %s", (_, preflight, wanted) => {
    const ending = failed("NS_ERROR_NET_RESET");
    const init: ExchangeInit = { method: "PUT", preflight, response: null, ending };
    expect(judge(anExchange({ browser: "gecko", ...init })).reachedServer).toBe(wanted);
  });

  it.each([
    ["whose request was aborted", "NS_BINDING_ABORTED", null],
    ["whose request was blocked", "NS_ERROR_DOM_BAD_URI", false],
  ])(
    "knows whether the request was sent after a preflight that broke off, %s",
    (_, error, wanted) => {
      const broken = failed("NS_ERROR_NET_PARTIAL_TRANSFER");
      const preflight = { headers: acao, ending: broken };
      const init: ExchangeInit = {
        method: "PUT",
        preflight,
        response: null,
        ending: failed(error),
      };
      expect(judge(anExchange({ browser: "gecko", ...init })).reachedServer).toBe(wanted);
    },
  );

  it.each([
    ["shows", false, "opaque opaque-no-cors@response null certain"],
    [
      "does not show",
      true,
      "failed connection-reset@response NS_ERROR_NET_PARTIAL_TRANSFER certain",
    ],
  ] as const)(
    "judges an image that broke off and that the page %s",
    (_, elementFailed, reported) => {
      const element = anElement({ resourceType: "image", mode: "no-cors", credentials: "include" });
      const ending = failed("NS_ERROR_NET_PARTIAL_TRANSFER");
      const init: ExchangeInit = { resourceType: "image", element, elementFailed, ending };
      expect(said({ ...init, requestHeaders: {}, response: { headers: {} } })).toBe(reported);
    },
  );

  it.each([
    ["image", false, "ambiguous"],
    ["stylesheet", false, "ambiguous"],
    ["stylesheet", true, "certain"],
    ["script", false, "ambiguous"],
    ["script", true, "certain"],
  ])(
    "judges a %s that broke off, its error reported: %s, as %s",
    (resourceType, elementFailed, certainty) => {
      const ending = failed("NS_ERROR_NET_PARTIAL_TRANSFER");
      const named = anElement({ resourceType, mode: "no-cors", credentials: "include" });
      const element = elementFailed ? named : null;
      const init: ExchangeInit = {
        resourceType,
        element,
        elementFailed,
        ending,
        requestHeaders: {},
      };
      expect(said({ ...init, response: { headers: {} } })).toBe(
        `failed connection-reset@response NS_ERROR_NET_PARTIAL_TRANSFER ${certainty}`,
      );
    },
  );

  it("infers no mode from the target of a redirect that may not be followed", () => {
    const init: ExchangeInit = {
      ...{ browser: "gecko", documentId: null, method: "POST" },
      requestHeaders: { Origin: ORIGIN },
      response: { status: 303, headers: { ...acao, Location: "https://a:b@b.test/" } },
      ending: failed("NS_BINDING_FAILED"),
    };
    expect(judge(anExchange(init)).mode.basis).toBe("assumed");
    expect(said(init)).toBe("blocked redirect-mode-error@redirect null certain");
  });

  it.each([
    ["an EventSource's redirect", "text/event-stream", "*", "NS_ERROR_UNEXPECTED"],
    ["a synchronous call's redirect", "*/*", "all", "NS_ERROR_NET_ON_RECEIVING_FROM"],
  ])("judges %s in a worker as blocked by CORS or by a policy", (_, accept, allowed, error) => {
    const redirect = { url: "https://b.test/", internal: false };
    const init: ExchangeInit = {
      ...{ documentId: null, initiatorOrigin: ORIGIN },
      hops: [
        {
          requestHeaders: { Origin: ORIGIN, Accept: accept },
          response: {
            status: 302,
            headers: { "Access-Control-Allow-Origin": allowed, Location: redirect.url },
          },
          redirect: error === "NS_ERROR_UNEXPECTED" ? null : redirect,
        },
      ],
      ending: failed(error),
    };
    const { outcome, cause, certainty, alternatives } = judge(
      anExchange({ browser: "gecko", ...init }),
    );
    expect([outcome, certainty]).toEqual(["blocked", "ambiguous"]);
    expect([cause, ...alternatives].map((it) => it?.code)).toContain("csp");
  });

  // After a preflight that broke off and passed, the request is sent. Here it was not sent (seed 84).
  it("infers credentials where the broken preflight would have passed without", () => {
    const ending = failed("NS_ERROR_NET_PARTIAL_TRANSFER");
    const init: ExchangeInit = {
      ...{ documentId: null, initiatorOrigin: ORIGIN, method: "PUT" },
      requestHeaders: { Origin: ORIGIN },
      preflight: {
        headers: { "Access-Control-Allow-Origin": ORIGIN, "Access-Control-Allow-Methods": "PUT" },
        ending,
      },
      ...{ response: null, ending: BAD_URI },
    };
    expect(said(init)).toBe(
      "blocked invalid-allow-credentials@preflight CORSMissingAllowCredentials likely",
    );
  });

  // Without Sec-Fetch-Mode, no event shows whether CORS or the ban on file: links stopped the request.
  it("infers no mode from a redirect that is unsafe without CORS and blocked with CORS", () => {
    const init: ExchangeInit = {
      ...{ browser: "gecko", documentId: null, method: "POST", initiatorOrigin: ORIGIN },
      requestHeaders: { Origin: ORIGIN },
      response: {
        status: 307,
        headers: {
          "Access-Control-Allow-Origin": "https://b.test",
          Location: "file:///etc/hostname",
        },
      },
      ending: BAD_URI,
    };
    const { mode, certainty } = judge(anExchange(init));
    expect([mode.basis, certainty]).toEqual(["assumed", "ambiguous"]);
  });

  it("names both causes where a worker's list of origins may be two lines", () => {
    const list = `${ORIGIN}, ${ORIGIN}`;
    const { alternatives } = judge(
      anExchange({
        ...{ browser: "gecko", documentId: null, initiatorOrigin: ORIGIN },
        requestHeaders: { Origin: ORIGIN },
        response: {
          status: 302,
          headers: { "Access-Control-Allow-Origin": list, Location: "https://b.test/" },
        },
        ending: BAD_URI,
      }),
    );
    expect(alternatives.map(({ code }) => code)).toEqual([
      "multiple-allow-origin-values",
      "allow-origin-mismatch",
    ]);
  });

  const NOSNIFF = { "X-Content-Type-Options": "nosniff" };
  const DAMAGED = "failed protocol-error@response NS_ERROR_CORRUPTED_CONTENT certain";
  const REFUSED = "blocked mime-type@response NS_ERROR_CORRUPTED_CONTENT";

  // https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-mime-type?
  it.each<[string, string, object, string]>([
    ["script", "image/png", {}, `${REFUSED} certain`],
    ["script", "Text/CSV; charset=utf-8", {}, `${REFUSED} certain`],
    ["script", "video/mp4", {}, `${REFUSED} certain`],
    ["script", "text/plain", NOSNIFF, `${REFUSED} certain`],
    ["script", "", NOSNIFF, `${REFUSED} certain`],
    // The script is most likely a module.
    ["script", "text/html", {}, `${REFUSED} likely`],
    ["stylesheet", "text/html", NOSNIFF, `${REFUSED} certain`],
    ["script", "text/javascript", {}, DAMAGED],
    ["script", "application/javascript", NOSNIFF, DAMAGED],
    ["stylesheet", "text/css", NOSNIFF, DAMAGED],
    ["stylesheet", "text/html", {}, DAMAGED],
    ["xmlhttprequest", "image/png", NOSNIFF, DAMAGED],
  ])(
    "a %s of the type %j, %j, is refused for its type or damaged",
    (resourceType, type, more, wanted) => {
      const headers = { ...acao, "Content-Type": type, ...more };
      const ending = failed("NS_ERROR_CORRUPTED_CONTENT");
      expect(said({ resourceType, response: { headers }, ending })).toBe(wanted);
    },
  );

  it("infers no credentials from a redirect that a policy may have blocked", () => {
    const init: ExchangeInit = {
      ...{ browser: "gecko", documentId: null, method: "GET", initiatorOrigin: ORIGIN },
      requestHeaders: { Origin: ORIGIN },
      response: { status: 302, headers: { ...acao, Location: "https://b.test/" } },
      ending: BAD_URI,
    };
    const { credentials, cause, alternatives } = judge(anExchange(init));
    expect(credentials.basis).toBe("assumed");
    const codes = [cause, ...alternatives].map((it) => it?.code);
    expect(codes).toEqual(["csp", "invalid-allow-credentials"]);
  });

  it("leaves open whether an upgraded image's request without a response was sent", () => {
    const init: ExchangeInit = {
      ...{ browser: "gecko", resourceType: "image", ending: failed("NS_ERROR_UNEXPECTED") },
      hops: [
        {
          url: "http://a.test/",
          ...{ requestHeaders: null, response: null },
          redirect: { url: "https://a.test/", internal: true },
        },
        { url: "https://a.test/", requestHeaders: WITHOUT_CREDENTIALS, response: null },
      ],
    };
    const { reachedServer, alternatives } = judge(anExchange(init));
    expect(reachedServer).toBeNull();
    expect(alternatives.map(({ code }) => code)).toEqual(["network-error"]);
  });

  it("does not blame a preflight that succeeded", () => {
    const init: ExchangeInit = {
      ...{ documentId: null, method: "PUT", requestHeaders: { Origin: ORIGIN }, response: null },
      preflight: {
        headers: { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "PUT" },
      },
      ending: BAD_URI,
    };
    expect(said(init)).toBe("unknown null ambiguous");
  });

  it("trusts the page's report that it got a response", () => {
    const call = aCall();
    const callResult = { result: "resolved", responseType: "cors", status: 200, errorName: null };
    expect(said({ call, callResult: callResult as never, response: { headers: {} } })).toBe(
      "allowed null likely",
    );
  });
});
