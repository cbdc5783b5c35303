import { expect, it } from "vitest";
import type { ReportedRequest } from "../../diagnosis/case.test-builder.ts";
import { explained, type Sibling as Row } from "./explained.test-helper.ts";

const PAGE = "https://shop.example";
const AO = "Access-Control-Allow-Origin";
const AC = "Access-Control-Allow-Credentials";
const AH = "Access-Control-Allow-Headers";
const AM = "Access-Control-Allow-Methods";
const JSON_TYPE = "Content-Type: application/json";
const HTML = "Content-Type: text/html";
const allowed = [
  `${AO}: ${PAGE}`,
  `${AM}: PUT, PATCH`,
  `${AH}: authorization, content-type`,
] as const;
const put: ReportedRequest = { method: "PUT", headers: { Authorization: "Bearer t" } };
const json: ReportedRequest = { method: "POST", headers: { "Content-Type": "application/json" } };
const LOCAL = "http://localhost:3000";
const passed = (url?: string): ReportedRequest => ({
  blocked: false,
  ...(url && { url }),
  response: [200, `${AO}: ${PAGE}`],
});
/** A call whose preflight allows one header alone. */
const withHeaders = (...names: string[]): ReportedRequest => ({
  headers: Object.fromEntries(names.map((name) => [name, "1"])),
  preflight: [204, `${AO}: *`, `${AH}: x-other`],
});

const ROWS: readonly Row[] = [
  // Values of Access-Control-Allow-Origin.
  [
    "a placeholder of nginx",
    [{ response: [200, `${AO}: $http_origin`] }],
    "certain server invalid-allow-origin-value",
    /placeholder/,
  ],
  [
    "a placeholder of Apache",
    [{ response: [200, `${AO}: %{ORIGIN}e`] }],
    "certain server invalid-allow-origin-value",
    /placeholder/,
  ],
  [
    "an environment variable that is not set",
    [{ response: [200, `${AO}: undefined`] }],
    "certain server invalid-allow-origin-value",
    /environment variable/,
  ],
  [
    "another origin's preflight response from a CDN",
    [{ ...put, preflight: [204, `${AO}: https://two.example`, "X-Cache: Hit from cloudfront"] }],
    "ambiguous proxy shared-cache-other-origin",
    /cache/,
  ],
  // Who added the header.
  [
    "Datadog beside W3C headers",
    [withHeaders("x-datadog-trace-id", "x-datadog-origin", "traceparent", "tracestate")],
    "likely page library-adds-headers",
    /Datadog/,
    /OpenTelemetry/,
  ],
  [
    "New Relic",
    [withHeaders("newrelic", "traceparent", "tracestate")],
    "likely page library-adds-headers",
    /New Relic/,
  ],
  [
    "Application Insights",
    [withHeaders("request-id", "request-context", "traceparent")],
    "likely page library-adds-headers",
    /Application Insights/,
  ],
  [
    "some tracer, of which nothing tells",
    [withHeaders("traceparent", "tracestate", "baggage")],
    "likely page library-adds-headers",
    /A tracing library, such as/,
  ],
  [
    "two tracers",
    [withHeaders("sentry-trace", "x-datadog-trace-id")],
    "likely page library-adds-headers",
    /A tracing library/,
  ],
  ["X-Ray", [withHeaders("x-amzn-trace-id")], "likely page library-adds-headers", /X-Ray/],
  ["twin: baggage alone", [withHeaders("baggage")], "certain server header-disallowed", /baggage/],
  [
    "Supabase, with a key that clients of every kind send",
    [withHeaders("apikey", "authorization", "x-client-info")],
    "likely server library-adds-headers",
    /Supabase probably adds apikey and x-client-info/,
  ],
  [
    "MCP",
    [withHeaders("mcp-session-id", "last-event-id")],
    "likely server library-adds-headers",
    /expose Mcp-Session-Id/,
  ],
  [
    "gRPC-Web",
    [withHeaders("x-grpc-web", "x-user-agent", "content-type")],
    "likely server library-adds-headers",
    /gRPC-Web/,
  ],
  [
    "a response header that the page sends",
    [withHeaders("Access-Control-Allow-Origin")],
    "certain page response-header-in-request",
    /Remove access-control-allow-origin from the request/,
    /send Access-Control-Allow-Headers:/,
  ],
  [
    "the same, which alone makes a preflight necessary",
    [{ headers: { "Access-Control-Allow-Origin": "*" }, preflight: [405] }],
    "likely page response-header-in-request",
    /response header/,
  ],
  [
    "twin: beside a method that needs one too",
    [{ method: "PUT", headers: { "Access-Control-Allow-Origin": "*" }, preflight: [405] }],
    "certain server preflight-not-routed",
    /405/,
  ],
  [
    "a GET with a Content-Type",
    [withHeaders("Content-Type")],
    "likely page content-type-without-body",
    /no body/,
  ],
  [
    "twin: a POST with a Content-Type",
    [{ ...json, preflight: [204, `${AO}: *`, `${AH}: x-other`] }],
    "certain server header-disallowed",
    /content-type/,
  ],
  [
    "the list of ingress-nginx today",
    [
      {
        headers: { "X-Tenant": "1" },
        preflight: [
          204,
          `${AO}: *`,
          `${AH}: DNT,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,Content-Type,Range,Authorization`,
        ],
      },
    ],
    "ambiguous proxy platform-default-headers",
    /cors-allow-headers/,
  ],
  [
    "the list of django-cors-headers",
    [
      {
        headers: { "X-Tenant": "1" },
        preflight: [
          200,
          `${AO}: *`,
          `${AH}: accept, authorization, content-type, user-agent, x-csrftoken, x-requested-with`,
        ],
      },
    ],
    "ambiguous server platform-default-headers",
    /CORS_ALLOW_HEADERS/,
  ],
  [
    "the list of API Gateway",
    [
      {
        headers: { "X-Tenant": "1" },
        preflight: [
          200,
          `${AO}: *`,
          `${AH}: Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token`,
        ],
      },
    ],
    "ambiguous proxy platform-default-headers",
    /API Gateway/,
  ],
  [
    "a method in lower case that is on no list",
    [{ method: "patch", preflight: [204, `${AO}: *`, `${AM}: GET, POST`] }],
    "certain page method-disallowed",
    /Access-Control-Allow-Methods: GET, POST, PATCH/,
    /The server needs no change/,
  ],
  [
    "a list in lower case",
    [{ method: "PATCH", preflight: [204, `${AO}: *`, `${AM}: get, post, patch`] }],
    "certain server method-disallowed",
    /in lower case/,
  ],
  // The status first.
  [
    "a token that is not accepted",
    [
      {
        ...put,
        preflight: [204, ...allowed],
        response: [401, 'WWW-Authenticate: Bearer error="invalid_token"'],
      },
    ],
    "ambiguous server unauthenticated",
    /does not accept the token.*invalid_token/s,
    /credentials: "include"|send it in the Authorization/,
  ],
  [
    "twin: no token at all",
    [{ response: [401] }],
    "ambiguous server unauthenticated",
    /no valid session or token/,
  ],
  [
    "a signed URL that S3 refuses",
    [
      {
        method: "PUT",
        url: "https://b.s3.amazonaws.com/k?X-Amz-Signature=x",
        preflight: [200, ...allowed],
        response: [403, "Server: AmazonS3"],
      },
    ],
    "ambiguous server forbidden",
    /signed: check that it has not expired/,
  ],
  [
    "Lambda behind API Gateway",
    [{ response: [502, "X-Amzn-ErrorType: InternalServerErrorException", JSON_TYPE] }],
    "likely proxy gateway-error",
    /Lambda.*DEFAULT_5XX/s,
  ],
  [
    "Cloudflare's TLS",
    [{ response: [525, "Server: cloudflare", HTML] }],
    "likely proxy gateway-error",
    /certificate/,
    /runs and listens/,
  ],
  [
    "Cloudflare's timeout",
    [{ response: [524, "Server: cloudflare", HTML] }],
    "likely proxy gateway-timeout",
    /slow/,
  ],
  [
    "an exception in FastAPI",
    [{ response: [500, "Server: uvicorn"] }],
    "likely server server-error",
    /skips CORSMiddleware/,
  ],
  [
    "an error where it passed before",
    [passed(), { response: [500] }],
    "likely server server-error",
    /An earlier request for the same path passed/,
  ],
  [
    "a limit that only the last chunk exceeds",
    [
      { method: "PUT", blocked: false, preflight: [204, ...allowed], response: [200, `${AO}: *`] },
      { method: "PUT", preflight: [204, ...allowed], response: [413, "Server: nginx", HTML] },
    ],
    "ambiguous proxy body-too-large",
    /bodies were probably smaller/,
  ],
  [
    "Vercel's own limit",
    [
      {
        method: "POST",
        response: [413, "Server: Vercel", "X-Vercel-Error: FUNCTION_PAYLOAD_TOO_LARGE"],
      },
    ],
    "ambiguous proxy body-too-large",
    /Vercel/,
  ],
  [
    "when to try again",
    [{ response: [429, "Retry-After: 30"] }],
    "ambiguous page rate-limited",
    /30 seconds/,
  ],
  [
    "Cloudflare wants to see a person",
    [{ response: [403, "CF-Mitigated: challenge", "Server: cloudflare", HTML] }],
    "likely proxy bot-challenge",
    /challenge/,
    /Access-Control-Allow-Origin:/,
  ],
  [
    "the same of a preflight, by AWS",
    [{ ...put, preflight: [405, "X-Amzn-Waf-Action: captcha"] }],
    "likely proxy bot-challenge",
    /AWS WAF/,
  ],
  [
    "ngrok's page of warning",
    [{ response: [511, "Ngrok-Error-Code: ERR_NGROK_6024", HTML] }],
    "likely page bot-challenge",
    /ngrok-skip-browser-warning/,
  ],
  [
    "a tunnel that is closed",
    [{ response: [404, "Ngrok-Error-Code: ERR_NGROK_3200", HTML] }],
    "likely page nothing-deployed",
    /ngrok/,
  ],
  [
    "an application that Railway does not have",
    [{ ...put, preflight: [404, "X-Railway-Fallback: true", JSON_TYPE] }],
    "likely page nothing-deployed",
    /Railway/,
  ],
  [
    "twin: Cloudflare passed on the server's refusal",
    [{ response: [403, "Server: cloudflare", JSON_TYPE] }],
    "ambiguous server forbidden",
    /refused/,
  ],
  // The preflight.
  [
    "FastAPI allows the origin and not the method",
    [{ ...put, preflight: [400, `${AO}: ${PAGE}`, `${AM}: GET`, `${AH}: authorization`] }],
    "likely server preflight-refused",
    /its lists lack: PUT/,
    /Add https:\/\/shop.example to the list/,
  ],
  [
    "S3 without a CORS configuration",
    [{ ...put, preflight: [403, "Server: AmazonS3", "Content-Type: application/xml"] }],
    "likely server preflight-refused",
    /CORSRules/,
  ],
  [
    "Spring's list",
    [
      {
        ...put,
        preflight: [
          403,
          "Vary: Origin",
          "Vary: Access-Control-Request-Method",
          "Vary: Access-Control-Request-Headers",
        ],
      },
    ],
    "likely server preflight-refused",
    /setAllowedOrigins/,
  ],
  [
    "CloudFront, which takes GET alone",
    [{ ...put, preflight: [403, "X-Amz-Cf-Id: a", "Server: CloudFront", HTML] }],
    "likely proxy preflight-refused",
    /Allowed HTTP methods/,
  ],
  [
    "Cloudflare Access",
    [{ ...put, preflight: [403, "CF-Ray: a", "Server: cloudflare", HTML] }],
    "likely proxy preflight-refused",
    /Bypass options requests/,
  ],
  [
    "Vercel's protection of previews",
    [{ ...put, preflight: [401, "X-Vercel-Id: a", "Server: Vercel", HTML] }],
    "certain server preflight-met-authentication",
    /OPTIONS Allowlist/,
  ],
  [
    "a route of Kong without OPTIONS",
    [{ ...put, preflight: [404, "Server: kong/3.4", JSON_TYPE] }],
    "certain proxy preflight-not-routed",
    /methods: \[OPTIONS/,
    /your own server/,
  ],
  [
    "Express without cors()",
    [{ ...put, preflight: [404, "X-Powered-By: Express", HTML] }],
    "certain server preflight-not-routed",
    /app\.use\(cors\(\)\)/,
  ],
  // Redirects.
  [
    "to www, for good",
    [{ url: "https://other.example/a", response: [301, "Location: https://www.other.example/a"] }],
    "certain page redirect-host",
    /other\.example → www\.other\.example/,
  ],
  [
    "to another host for good, on the preflight",
    [{ ...put, preflight: [308, "Location: https://api2.other.example/v1/items"] }],
    "certain page redirect-host",
    /must not be redirected/,
  ],
  [
    "twin: to storage, for now",
    [{ response: [302, "Location: https://files.other.example/v1/items"] }],
    "certain server missing-allow-origin",
    /redirect/,
  ],
  [
    "a double slash",
    [
      {
        ...json,
        url: "https://api.other.example//v1/items",
        preflight: [308, "Location: /v1/items"],
      },
    ],
    "certain page redirect-slash",
    /double slash/,
  ],
  [
    "what a renamed path changes",
    [
      {
        ...put,
        url: "https://api.other.example/v1/old/items",
        preflight: [308, "Location: /v1/new/items"],
      },
    ],
    "certain server redirect-moved",
    /What differs: old → new/,
  ],
  // Contrasts.
  [
    "the same path with another slash passes",
    [passed("https://api.other.example/v1/items/"), { response: [200] }],
    "ambiguous page passed-with-other-slash",
    /Only the slash at the end differs/,
  ],
  [
    "the same path with another method passes",
    [passed(), { method: "POST", response: [200] }],
    "likely server passed-with-other-method",
    /An earlier GET of the same path passed/,
  ],
  [
    "two layers",
    [
      {
        ...put,
        preflight: [204, ...allowed, "Apigw-Requestid: a"],
        response: [200, "X-Powered-By: Express", JSON_TYPE],
      },
    ],
    "certain server allowed-by-preflight-only",
    /API Gateway responded to the preflight, Express to the request/,
  ],
  [
    "twin: one layer",
    [
      {
        ...put,
        preflight: [204, ...allowed, "X-Powered-By: Express"],
        response: [200, "X-Powered-By: Express"],
      },
    ],
    "certain server allowed-by-preflight-only",
    /only/,
    /responded to the preflight/,
  ],
  [
    "the same passes without credentials",
    [
      { blocked: false, response: [200, `${AO}: *`] },
      { credentials: "include", response: [200, `${AO}: *`] },
    ],
    "certain server wildcard-origin-not-allowed",
    /only the credentials differ/,
  ],
  [
    "twin: it never passed",
    [{ credentials: "include", response: [200, `${AO}: *`] }],
    "certain server wildcard-origin-not-allowed",
    /credentials/,
    /only the credentials differ/,
  ],
  [
    "a page that says not found",
    [{ response: [404, HTML] }],
    "ambiguous server not-found",
    /HTML page/,
  ],
  // Whose page.
  [
    "a page without an origin",
    [{ page: "null", response: [200] }],
    "likely page missing-allow-origin",
    /opaque origin/,
    /for null/,
  ],
  [
    "a page without an origin, and a local model",
    [{ page: "null", url: "http://localhost:11434/api/tags", response: [200] }],
    "likely page missing-allow-origin",
    /opaque origin/,
    /OLLAMA_ORIGINS/,
  ],
  [
    "a packed app",
    [{ page: "tauri://localhost", response: [200, "Vary: Origin"] }],
    "likely server origin-not-listed",
    /packed app/,
  ],
  // Servers with one switch.
  ...(
    [
      ["http://localhost:8000/v1/models", "uvicorn", "ambiguous", /--allowed-origins/],
      ["http://localhost:7860/sdapi/v1/options", "uvicorn", "likely", /--cors-allow-origins/],
      ["http://localhost:1337/v1/models", null, "ambiguous", /Jan/],
      ["http://localhost:9200/a/_search", null, "ambiguous", /http\.cors\.enabled/],
      ["http://db.example:5984/a", "CouchDB/3.3", "likely", /enable_cors/],
      ["http://127.0.0.1:5001/api/v0/id", null, "ambiguous", /API\.HTTPHeaders/],
      ["http://localhost:4566/a", null, "ambiguous", /EXTRA_CORS_ALLOWED_ORIGINS/],
      ["http://localhost:7071/api/a", "Kestrel", "ambiguous", /func start --cors/],
      ["http://home.local:8123/api/states", "aiohttp/3", "likely", /cors_allowed_origins/],
      ["http://localhost:8080/geoserver/ows", null, "likely", /CORS_ENABLED/],
      ["http://localhost:5173/a.json", null, "ambiguous", /server\.cors/],
      [
        "http://localhost:8000/a.json",
        "SimpleHTTP/0.6 Python/3.11",
        "likely",
        /http-server --cors/,
      ],
    ] as const
  ).map(
    ([url, server, sure, says]): Row => [
      url,
      [{ page: LOCAL, url, response: server === null ? [200] : [200, `Server: ${server}`] }],
      `${sure} server local-server-switch`,
      says,
    ],
  ),
  [
    "Docker's registry",
    [
      {
        page: LOCAL,
        url: "http://localhost:5000/v2/_catalog",
        response: [200, "Docker-Distribution-Api-Version: registry/2.0"],
      },
    ],
    "likely server local-server-switch",
    /http\.headers/,
  ],
  [
    "twin: the user of CouchDB may not read it",
    [{ page: LOCAL, url: "http://db.example:5984/a", response: [403, "Server: CouchDB/3.3"] }],
    "ambiguous server forbidden",
    /refused/,
  ],
  [
    "an MCP server that knows no OPTIONS",
    [{ ...withHeaders("mcp-protocol-version"), page: LOCAL, preflight: [405, JSON_TYPE] }],
    "certain server preflight-not-routed",
    /MCP server/,
  ],
  // Passed.
  [
    "the ETag of a part of an upload",
    [
      {
        blocked: false,
        method: "PUT",
        url: "https://b.s3.amazonaws.com/k?partNumber=1&uploadId=x",
        preflight: [200, ...allowed],
        response: [200, `${AO}: *`, 'ETag: "a"'],
      },
    ],
    "likely server headers-not-exposed",
    /ETag/,
  ],
  [
    "a cursor",
    [{ blocked: false, response: [200, `${AO}: *`, "X-Next-Cursor: a"] }],
    "likely server headers-not-exposed",
    /X-Next-Cursor/,
  ],
  [
    "a token in the response",
    [{ blocked: false, response: [200, `${AO}: *`, "Authorization: Bearer a"] }],
    "likely server headers-not-exposed",
    /Access-Control-Expose-Headers: Authorization/,
  ],
  [
    "no-cors took a token away",
    [
      {
        blocked: false,
        mode: "no-cors",
        headers: { Authorization: "x" },
        response: [401],
      },
    ],
    "likely page no-cors-strips-header",
    /authorization/,
  ],
  [
    "an HTML page in the place of JSON",
    [
      {
        blocked: false,
        headers: { Accept: "application/json" },
        response: [200, `${AO}: *`, HTML],
      },
    ],
    "ambiguous page html-instead-of-data",
    /HTML page/,
  ],
  [
    "a fallback page that responds to OPTIONS",
    [{ ...put, preflight: [200, HTML] }],
    "ambiguous server host-without-cors",
    /HTML page/,
  ],
  // Somebody else's API.
  [
    "Google's places, which pages cannot call",
    [
      {
        url: "https://maps.googleapis.com/maps/api/place/nearbysearch/json?key=k",
        response: [200, JSON_TYPE],
      },
    ],
    "likely third-party third-party-without-cors",
    /meant for servers/,
    /Turn on CORS/,
  ],
  [
    "a code exchanged for a token at GitHub",
    [
      {
        ...json,
        url: "https://github.com/login/oauth/access_token",
        preflight: [404, JSON_TYPE],
      },
    ],
    "likely third-party third-party-without-cors",
    /your own server/,
  ],
  [
    "twin: the API of GitHub, where the path is wrong",
    [{ url: "https://api.github.com/x", response: [404, JSON_TYPE] }],
    "ambiguous server not-found",
    /404/,
  ],
  // Elsewhere.
  [
    "http://localhost from an https page",
    [{ url: "http://localhost:9999/a", blocked: false, response: [200, `${AO}: *`] }],
    "",
    /WebKit\) blocks http:\/\/localhost/,
    /works in Safari/,
  ],
  [
    "twin: from an http page",
    [{ page: LOCAL, url: "http://localhost:9999/a", blocked: false, response: [200, `${AO}: *`] }],
    "",
    /allow/,
    /Safari/,
  ],
  [
    "cookies for another site",
    [
      {
        blocked: false,
        credentials: "include",
        response: [200, `${AO}: ${PAGE}`, `${AC}: true`],
      },
    ],
    "",
    /Safari sends no third-party cookies/,
  ],
  [
    "twin: for the page's own site",
    [
      {
        blocked: false,
        credentials: "include",
        url: "https://api.shop.example/a",
        response: [200, `${AO}: ${PAGE}`, `${AC}: true`],
      },
    ],
    "",
    /allow/,
    /Safari/,
  ],
  [
    "credentials as before",
    [{ credentials: "include", response: [502, `${AO}: *`, `${AC}: true`, "Server: nginx", HTML] }],
    "likely proxy gateway-error",
    /502/,
  ],
];

it.each(ROWS.map((row) => [row[0], row] as const))(
  "says what is behind it, and what helps: %s",
  (_name, [, requests, first, says, saysNot]) => {
    const got = explained(requests);
    expect(got.first).toBe(first);
    expect(got.words).toMatch(says);
    if (saysNot !== undefined) expect(got.words).not.toMatch(saysNot);
  },
);
