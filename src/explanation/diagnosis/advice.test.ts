import { it } from "vitest";
import {
  AC,
  AH,
  AM,
  AO,
  HTML,
  JSON_TYPE,
  PAGE,
  put,
  type ReportedRequest,
  type ResponseLines,
} from "../../diagnosis/case.test-builder.ts";
import { type AdviceRow, expectAdvice } from "./explained.test-helper.ts";

const LOCAL = "http://localhost:3000";
const ANY = `${AO}: *`;
/** Over http, so that a redirect to http is no mixed content. */
const PLAIN = { page: "http://shop.example", url: "http://api.other.example/v1/items" };
const allowed = [
  `${AO}: ${PAGE}`,
  `${AM}: GET, PUT, PATCH, POST, DELETE`,
  `${AH}: authorization, content-type`,
] as const;
const credentialed = [`${AO}: ${PAGE}`, `${AC}: true`] as const;
const post: ReportedRequest = { method: "POST", headers: { "Content-Type": "application/json" } };
const authorized: ReportedRequest = { headers: { Authorization: "Bearer t" } };
const passed: ReportedRequest = { blocked: false, response: [200, `${AO}: ${PAGE}`] };
const included = { credentials: "include" } as const;
const login = (line: string, url = "https://api.other.example/login"): ReportedRequest => ({
  ...included,
  blocked: false,
  method: "POST",
  url,
  response: [200, ...credentialed, `Set-Cookie: ${line}`],
});
const cached = (...lines: readonly string[]): ReportedRequest => ({
  response: [200, `${AO}: https://two.example`, ...lines],
});
const passedAt = (url: string): ReportedRequest => ({ ...passed, url });
/** A request whose preflight response allows one other header only. */
const withHeaders = (...names: string[]): ReportedRequest => ({
  headers: Object.fromEntries(names.map((name) => [name, "1"])),
  preflight: [204, `${AO}: *`, `${AH}: x-other`],
});
const redirect = (to: string): ReportedRequest => ({ response: [302, `Location: ${to}`] });
const IDP = "https://accounts.google.com/o/oauth2/v2/auth?client_id=1&response_type=code";
/** A response to a request that a redirect led to another host. */
const afterPost = (status: number, method: string, type: string): ReportedRequest => ({
  method,
  redirects: [["https://www.shop.example/thanks", [status, `${AO}: ${PAGE}`]]],
  response: [200, type],
});
const RETURN = encodeURIComponent("https://api.other.example/v1/items");

/** A redirect from one server to another; each allows the page only. */
const REDIRECTED: ReportedRequest = {
  redirects: [["https://files.example/t", [307, `${AO}: ${PAGE}`, "Vary: Origin"]]],
};
/** The same target, called directly. */
const DIRECTLY: ReportedRequest = { ...passed, url: "https://files.example/t" };
/** Advice to allow `null`, or to set up the origins of a server that cannot be at fault. */
const ALLOWS_NULL =
  /(?:Add|Allow|add|Turn on|that) null|null (?:to|on|is allowed)|for null|Turn on CORS|setAllowedOrigins|--cors-origins/;
/** Responses of that target to a request with Origin: null, and the finding where it is another one. */
const NULL_AFTER_REDIRECT: readonly (readonly [string, Partial<ReportedRequest>, string?])[] = [
  ["an allowlist", { response: [200, "Vary: Origin"] }],
  ["an allowlist that refuses with 403", { response: [403, "Vary: Origin"] }],
  ["no CORS headers", { response: [200] }],
  ["a local model", { response: [200, "Server: llama.cpp"] }],
  [
    "a cached copy for the page",
    { response: [200, `${AO}: ${PAGE}`, "X-Cache: HIT"] },
    "likely page allow-origin-mismatch",
  ],
  [
    "a cached copy for another page",
    { response: [200, `${AO}: https://two.example`, "X-Cache: HIT"] },
    "likely page allow-origin-mismatch",
  ],
  ["a cached copy without headers", { response: [200, "X-Cache: HIT"] }],
  [
    "a bucket behind a CDN",
    { response: [200, "Server: AmazonS3", "Via: 1.1 a.cloudfront.net (CloudFront)"] },
  ],
  ["a misspelt header", { response: [200, `Access-Control-Allowed-Origin: ${PAGE}`] }],
  ["a failure of the server", { response: [500] }, "likely server server-error"],
];

/** A download that its server redirects to one of several hosts. */
const download = (id: number, host: string, ...lines: readonly string[]): ReportedRequest => ({
  url: `https://api.other.example/download?id=${id}`,
  redirects: [[`https://${host}/f/${id}`, [302, `${AO}: *`]]],
  response: [200, ...lines],
});
const FIRST_DOWNLOAD = { ...download(1, "one.files.example", `${AO}: *`), blocked: false };

const ROWS: readonly AdviceRow[] = [
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
  [
    "an error with two values",
    [{ ...post, preflight: [200, ...allowed], response: [500, `${AO}: *`, `${AO}: ${PAGE}`] }],
    "likely server server-error",
    /returns 500: fix that first.*Access-Control-Allow-Origin: \*, https:\/\/shop\.example/s,
    /extension/,
  ],
  // Misspelt headers.
  ...(
    [
      ["Access-Control-Allow-Origins", AO],
      ["Access-Control-Allowed-Origin", AO],
      ["X-Access-Control-Allow-Origin", AO],
      ["Access_Control_Allow_Origin", AO],
      ["Acces-Control-Allow-Orgin", AO],
    ] as const
  ).map(
    ([wrong, right]): AdviceRow => [
      `misspelt: ${wrong}`,
      [{ response: [200, `${wrong}: *`] }],
      "certain server header-misspelt",
      new RegExp(`Rename ${wrong} to ${right} on GET /v1/items`),
      /list of allowed origins/,
    ],
  ),
  ...(["Access-Control-Allow-Header", "Access-Control-Request-Headers"] as const).map(
    (wrong): AdviceRow => [
      `misspelt: ${wrong}`,
      [{ ...post, preflight: [204, `${AO}: *`, `${wrong}: content-type`] }],
      "certain server header-misspelt",
      new RegExp(`Rename ${wrong} to ${AH}`),
    ],
  ),
  [
    "misspelt: Access-Control-Allow-Method",
    [{ method: "DELETE", preflight: [204, `${AO}: *`, "Access-Control-Allow-Method: DELETE"] }],
    "certain server header-misspelt",
    /Rename Access-Control-Allow-Method to Access-Control-Allow-Methods/,
  ],
  [
    "misspelt: Access-Control-Allow-Credential",
    [
      {
        ...included,
        response: [200, `${AO}: ${PAGE}`, "Access-Control-Allow-Credential: true"],
      },
    ],
    "certain server header-misspelt",
    /Rename Access-Control-Allow-Credential to Access-Control-Allow-Credentials/,
  ],
  [
    "a correctly spelt CORS header, and no Allow-Origin: no renaming",
    [{ response: [200, `${AM}: GET`] }],
    "ambiguous server origin-not-listed",
    /Access-Control-Allow-Methods: GET/,
    /Rename/,
  ],
  [
    "a misspelt header beside the correct one: the correct one's value counts",
    [{ response: [200, `${AO}: https://two.example`, "Access-Control-Allow-Origins: *"] }],
    "certain server allow-origin-mismatch",
    /two\.example/,
    /Rename/,
  ],
  // Refused because of the origin.
  [
    "Spring refuses a request without preflight",
    [
      {
        response: [
          403,
          "Vary: Origin",
          "Vary: Access-Control-Request-Method",
          "Vary: Access-Control-Request-Headers",
          "Content-Type: text/plain",
        ],
      },
    ],
    "likely server origin-not-listed",
    /Add https:\/\/shop\.example to the allowed origins.*refused the request with 403.*setAllowedOrigins/s,
  ],
  [
    "a packed app is refused",
    [{ page: "http://tauri.localhost", response: [403, "Vary: Origin"] }],
    "likely server origin-not-listed",
    /packaged apps/,
  ],
  [
    "403 after the preflight passed: the user may lack the right",
    [{ ...put, preflight: [204, ...allowed], response: [403, "Vary: Origin"] }],
    "ambiguous server forbidden",
    /The reason can be this user/,
  ],
  [
    "403 where an earlier request passed: not the list of origins",
    [passed, { response: [403, "Vary: Origin"] }],
    "ambiguous server forbidden",
    /An earlier request/,
  ],
  [
    "the title of a refused preflight",
    [{ ...put, preflight: [403] }],
    "likely server preflight-refused",
    /Allow https:\/\/shop\.example on OPTIONS api\.other\.example\/v1\/items: the server returns 403/,
  ],
  [
    "Cloud Run without permission to invoke it",
    [
      {
        ...put,
        url: "https://x-uc.a.run.app/a",
        preflight: [403, "Server: Google Frontend", HTML],
      },
    ],
    "likely server preflight-met-authentication",
    /Exempt OPTIONS \S+ from authentication.*run\.invoker/s,
    /your own server|allowed origins/,
  ],
  [
    "a browser extension's page",
    [{ page: "chrome-extension://abc", response: [200] }],
    "ambiguous server host-without-cors",
    /A browser extension needs host permission for https:\/\/api\.other\.example/,
  ],
  // The page's origin.
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
    /packaged apps/,
  ],
  // Caches.
  ...(
    [
      ["Akamai", "X-Cache: TCP_HIT from a23-1.deploy.akamaitechnologies.com (AkamaiGHost/11)"],
      ["Akamai's memory", "X-Cache: TCP_MEM_HIT from a1.akamai.net"],
      ["Azure Front Door", "X-Cache: TCP_REMOTE_HIT"],
      ["CloudFront after a revalidation", "X-Cache: RefreshHit from cloudfront"],
      ["Fastly", "X-Cache: MISS, HIT"],
      ["Google", "CDN_Cache_Status: hit"],
      ["LiteSpeed", "X-LiteSpeed-Cache: hit"],
      ["nginx's FastCGI", "X-FastCGI-Cache: HIT"],
      ["Squid", "X-Cache-Lookup: HIT from proxy.corp:3128"],
      ["CDN77", "X-77-Cache: HIT"],
    ] as const
  ).map(
    ([name, line]): AdviceRow => [
      `a cache: ${name}`,
      [passed, cached(line)],
      "likely proxy shared-cache-other-origin",
      /stored for another origin.*Vary: Origin/s,
    ],
  ),
  ...["X-Cache: CONFIG_NOCACHE", "X-Cache: TCP_MISS", "X-Cache: Error from cloudfront"].map(
    (line): AdviceRow => [
      `not from a cache, by its X-Cache: ${line}`,
      [passed, cached(line)],
      "certain server allow-origin-mismatch",
      /two\.example/,
      /cache/i,
    ],
  ),
  [
    "a bucket behind CloudFront",
    [{ response: [200, "Server: AmazonS3", "X-Cache: Miss from cloudfront", "X-Amz-Cf-Id: a"] }],
    "ambiguous proxy bucket-behind-cdn",
    /CloudFront pass the Origin header on to Amazon S3.*CORS-S3Origin.*CORSRules/s,
  ],
  [
    "a bucket that varies by Origin: CloudFront passes the header on",
    [{ response: [200, "Server: AmazonS3", "X-Amz-Cf-Id: a", "Vary: Origin"] }],
    "likely server origin-not-listed",
    /CORSRules/,
    /pass the Origin header/,
  ],
  [
    "a bucket without CloudFront: only its CORS rules",
    [{ response: [200, "Server: AmazonS3", "X-Amz-Request-Id: a"] }],
    "ambiguous server host-without-cors",
    /In Amazon S3: CORSRules/,
    /pass the Origin header/,
  ],
  // The source of the header.
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
    "an unknown tracer",
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
  [
    "baggage alone: no sign of a tracing library",
    [withHeaders("baggage")],
    "certain server header-disallowed",
    /baggage/,
  ],
  [
    "Supabase, with a key that all kinds of clients send",
    [withHeaders("apikey", "authorization", "x-client-info")],
    "likely server library-adds-headers",
    /Supabase, not your own code, probably adds apikey and x-client-info/,
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
    "a response header that the page sends, as the only reason for a preflight",
    [{ headers: { "Access-Control-Allow-Origin": "*" }, preflight: [405] }],
    "likely page response-header-in-request",
    /response header/,
  ],
  [
    "a response header that the page sends by PUT: the preflight is needed anyway",
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
    "a POST with a Content-Type: it has a body",
    [{ ...post, preflight: [204, `${AO}: *`, `${AH}: x-other`] }],
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
    "a method in lower case that no list has",
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
  ...(
    [
      [["x-posthog-session-id", "x-posthog-distinct-id"], "page", /PostHog/],
      [["adrum"], "page", /AppDynamics/],
      [["request-id", "traceparent"], "page", /Application Insights/],
      [["x-launchdarkly-user-agent"], "server", /LaunchDarkly/],
      [["x-ms-client-request-id", "x-ms-version"], "server", /Azure SDK/],
      [["x-okta-user-agent-extended"], "server", /Okta SDK/],
      [["apikey", "x-client-info", "prefer"], "server", /Supabase/],
    ] as const
  ).map(
    ([names, side, says]): AdviceRow => [
      `a library adds ${names.join(", ")}`,
      [
        {
          headers: Object.fromEntries(names.map((name) => [name, "1"])),
          preflight: [204, `${AO}: *`, `${AH}: x-other`],
        },
      ],
      `likely ${side} library-adds-headers`,
      says,
    ],
  ),
  [
    "a header for caches",
    [
      {
        headers: { "Cache-Control": "no-cache", Pragma: "no-cache" },
        preflight: [204, `${AO}: *`, `${AH}: content-type`],
      },
    ],
    "certain server header-disallowed",
    /cache: "no-store"/,
  ],
  [
    "a header for caches beside the page's own: both must be allowed",
    [
      {
        headers: { "Cache-Control": "no-cache", "X-Mine": "1" },
        preflight: [204, `${AO}: *`, `${AH}: content-type`],
      },
    ],
    "certain server header-disallowed",
    /x-mine/,
    /no-store/,
  ],
  [
    "SockJS sends credentials",
    [
      {
        ...included,
        api: "xhr",
        url: "https://api.other.example/ws/info?t=1690000000000",
        response: [200, `${AO}: *`],
      },
    ],
    "likely server library-sends-credentials",
    /SockJS/,
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
    "CloudFront, which allows only GET",
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
  // A CDN's setting does not help where the CDN forwarded the response.
  ...(
    [
      ["Cloudflare", ["Server: cloudflare", "CF-RAY: 1"]],
      ["CloudFront", ["X-Cache: Miss from cloudfront", "X-Amz-Cf-Id: a"]],
    ] as const
  ).map(
    ([name, lines]): AdviceRow => [
      `a list of origins behind ${name}`,
      [{ response: [200, JSON_TYPE, "Vary: Origin", ...lines] }],
      "likely server origin-not-listed",
      /The list must contain it exactly/,
      new RegExp(`In ${name}`),
    ],
  ),
  [
    "authentication in Express, behind Cloudflare",
    [
      {
        ...put,
        preflight: [401, JSON_TYPE, "Server: cloudflare", "CF-RAY: 1", "X-Powered-By: Express"],
      },
    ],
    "certain server preflight-met-authentication",
    /In Express: app\.use\(cors\(\)\)/,
    /In Cloudflare/,
  ],
  [
    "authentication in a function of Supabase, behind Cloudflare",
    [{ ...put, preflight: [401, JSON_TYPE, "Server: cloudflare", "SB-Project-Ref: a"] }],
    "certain server preflight-met-authentication",
    /Exempt OPTIONS/,
    /In Cloudflare/,
  ],
  [
    "Cloudflare Access, which redirects to its sign-in page",
    [
      {
        ...put,
        preflight: [
          302,
          "Location: https://team.cloudflareaccess.com/cdn-cgi/access/login/x?kid=1",
          "Server: cloudflare",
          "CF-Ray: a",
        ],
      },
    ],
    "likely server preflight-met-authentication",
    /In Cloudflare: Access: Bypass options requests/,
  ],
  // https://developers.cloudflare.com/r2/buckets/cors/
  [
    "a bucket of Cloudflare R2",
    [
      {
        method: "PUT",
        url: "https://x.r2.cloudflarestorage.com/b/o?X-Amz-Signature=a",
        preflight: [403, "Content-Type: application/xml", "Server: cloudflare", "CF-RAY: 1"],
      },
    ],
    "likely server preflight-refused",
    /In Cloudflare R2: CORS policy/,
    /Bypass options/,
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
  ...(
    [
      ["Flask", "Server: Werkzeug/3.0 Python/3.11", /In Flask: CORS\(app, origins/],
      ["Express", "X-Powered-By: Express", /In Express: app\.use\(cors\(\{ origin/],
      ["Jetty", "Server: Jetty(11)", /In Jetty: CrossOriginHandler/],
    ] as const
  ).map(
    ([name, line, says]): AdviceRow => [
      `OPTIONS by ${name} itself`,
      [{ ...put, preflight: [200, "Allow: OPTIONS, PUT", line, HTML] }],
      "ambiguous server host-without-cors",
      new RegExp(`Allow header is not part of CORS.*${says.source}`, "s"),
      /fallback/,
    ],
  ),
  [
    "a router that has the method but not OPTIONS",
    [{ ...put, preflight: [405, "Allow: GET, PUT", "Content-Type: text/plain"] }],
    "certain server preflight-not-routed",
    /Handle OPTIONS.*Allow: GET, PUT/s,
  ],
  // Fix the status first.
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
  // https://fetch.spec.whatwg.org/#http-redirect-fetch : seen in Chromium 156 and Firefox 153.
  [
    "401 after a redirect that removed the token",
    [
      {
        headers: { Authorization: "Bearer t" },
        preflight: [204, ...allowed],
        redirects: [["https://b.example/me?a=1", [302, `${AO}: *`]]],
        response: [401, "WWW-Authenticate: Bearer"],
      },
    ],
    "ambiguous page unauthenticated",
    /Request https:\/\/b\.example\/me directly: the redirect.*Browsers remove Authorization.*b\.example therefore/s,
    /does not accept the token|no valid session|origin null|public/,
  ],
  [
    "401 that passed after that redirect",
    [
      {
        headers: { Authorization: "Bearer t" },
        preflight: [204, ...allowed],
        redirects: [["https://b.example/me", [302, `${AO}: *`]]],
        response: [401, `${AO}: *`],
        blocked: false,
      },
    ],
    "ambiguous page unauthenticated",
    /Browsers remove Authorization.*Request https:\/\/b\.example\/me directly/s,
  ],
  [
    "403 after that redirect",
    [
      {
        headers: { Authorization: "Bearer t" },
        preflight: [204, ...allowed],
        redirects: [["https://b.example/me", [302, `${AO}: *`]]],
        response: [403],
      },
    ],
    "ambiguous server forbidden",
    /Browsers remove Authorization.*Request https:\/\/b\.example\/me directly/s,
  ],
  [
    "401 after a redirect within the origin, which keeps the token",
    [
      {
        headers: { Authorization: "Bearer t" },
        preflight: [204, ...allowed],
        redirects: [["https://api.other.example/me", [302, `${AO}: *`]]],
        response: [401],
      },
    ],
    "ambiguous server unauthenticated",
    /despite a token.*does not accept the token/s,
    /Browsers remove Authorization/,
  ],
  [
    "401 to a request without a token: no session or token",
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
    [passed, { response: [500] }],
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
  // Each as in the program's own documentation.
  ...(
    [
      ["proxy", "Server: nginx", /client_max_body_size/],
      ["proxy", "Server: openresty", /client_max_body_size/],
      ["proxy", "Server: Apache", /LimitRequestBody/],
      ["proxy", "Server: Microsoft-IIS/10.0", /maxAllowedContentLength/],
      ["server", "X-Powered-By: Express", /express\.json\(\{ limit \}\)/],
      ["proxy", "Server: Caddy", /request_body max_size/],
      ["server", "Server: Kestrel", /MaxRequestBodySize/],
      ["server", "Server: Werkzeug/3.0 Python/3.11", /MAX_CONTENT_LENGTH/],
    ] as const
  ).map(
    ([side, line, says]): AdviceRow => [
      `the body's limit of ${line}`,
      [{ method: "POST", response: [413, line, HTML] }],
      `ambiguous ${side} body-too-large`,
      says,
    ],
  ),
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
    "the time of the next attempt",
    [{ response: [429, "Retry-After: 30"] }],
    "ambiguous page rate-limited",
    /30 seconds/,
  ],
  [
    "Cloudflare's bot challenge",
    [{ response: [403, "CF-Mitigated: challenge", "Server: cloudflare", HTML] }],
    "likely proxy bot-challenge",
    /challenge/,
    /Access-Control-Allow-Origin:/,
  ],
  [
    "the captcha of AWS WAF for a preflight",
    [{ ...put, preflight: [405, "X-Amzn-Waf-Action: captcha"] }],
    "likely proxy bot-challenge",
    /AWS WAF/,
  ],
  [
    "ngrok's warning page",
    [{ response: [511, "Ngrok-Error-Code: ERR_NGROK_6024", HTML] }],
    "likely page bot-challenge",
    /warning page of ngrok.*ngrok-skip-browser-warning/s,
    /Only a person|cannot/,
  ],
  // https://github.com/localtunnel/localtunnel/issues/405 : a preflight gets the page as well.
  [
    "localtunnel's warning page",
    [{ url: "https://a.loca.lt/api", response: [511, HTML, "Server: nginx"] }],
    "likely page bot-challenge",
    /warning page of localtunnel.*Open https:\/\/a\.loca\.lt in a tab/s,
    /network|hotel|Only a person|request header/,
  ],
  [
    "localtunnel's warning page, for a preflight",
    [{ ...put, url: "https://a.loca.lt/api", preflight: [511, HTML, "Server: nginx"] }],
    "likely page bot-challenge",
    /Open https:\/\/a\.loca\.lt in a tab/,
    /network|hotel|OPTIONS through/,
  ],
  // https://vercel.com/docs/vercel-firewall/vercel-waf/custom-rules
  ...(["response", "preflight"] as const).map(
    (at): AdviceRow => [
      `a refusal of Vercel's firewall, at the ${at}`,
      [
        {
          ...put,
          ...(at === "preflight"
            ? {}
            : { preflight: [204, ...allowed] as unknown as ResponseLines }),
          [at]: [403, "Content-Type: text/plain", "Server: Vercel", "X-Vercel-Mitigated: deny"],
        },
      ],
      "likely proxy bot-challenge",
      /Allow \w+ \S+ in the firewall of Vercel.*firewall rule of Vercel refused/s,
      /challenge|person|in a tab|Allow-Origin/,
    ],
  ),
  [
    "a challenge of Vercel's firewall",
    [{ response: [429, "Server: Vercel", "X-Vercel-Mitigated: challenge", HTML] }],
    "likely proxy bot-challenge",
    /sent a challenge.*Only a person in a tab/s,
  ],
  // https://help.zscaler.com/zia/about-url-filtering-rules : the gateway sends its own page or redirect.
  ...(
    [
      ["a page", [{ response: [403, "Server: Zscaler/6.2", HTML] }]],
      ["a preflight", [{ ...put, preflight: [403, "Server: Zscaler/6.2", HTML] }]],
      [
        "a redirect",
        [
          {
            response: [307, "Server: Zscaler/6.2", "Location: https://gateway.zscaler.net/auD?x=1"],
          },
        ],
      ],
    ] as const
  ).map(
    ([what, requests]): AdviceRow => [
      `${what} of a web gateway`,
      requests,
      "likely network bot-challenge",
      /Let Zscaler allow.*filters the traffic of your network.*try another network/s,
      /log of api|Allow-Origin:|list of allowed/,
    ],
  ),
  // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html : PermanentRedirect.
  ...(
    [
      ["https://bkt.s3.amazonaws.com/a.json", /bkt\.s3\.eu-west-1\.amazonaws\.com/],
      ["https://bkt.s3.us-east-1.amazonaws.com/a.json", /bkt\.s3\.eu-west-1\.amazonaws\.com/],
      ["https://s3-us-west-2.amazonaws.com/bkt/a.json", /endpoint s3\.eu-west-1\.amazonaws\.com/],
      [
        "https://files.shop.example/a.json",
        /endpoint instead of files.*region of the bucket.*Where files/s,
      ],
      ["https://bkt.s3.amazonaws.com/a.json?X-Amz-Signature=a", /Sign the URL again/],
    ] as const
  ).flatMap(([url, says]): AdviceRow[] => {
    const response = [
      301,
      "Content-Type: application/xml",
      "Server: AmazonS3",
      "X-Amz-Bucket-Region: eu-west-1",
    ] as const;
    const saysNot = /Allow-Origin|put-bucket-cors/;
    const side = url.startsWith("https://files") ? "proxy" : "page";
    return [
      [
        `a bucket of another region: ${url}`,
        [{ url, response }],
        `likely ${side} nothing-deployed`,
        says,
        saysNot,
      ],
      [
        `a bucket of another region, for a preflight: ${url}`,
        [{ ...put, url, preflight: response }],
        `likely ${side} nothing-deployed`,
        says,
        saysNot,
      ],
    ];
  }),
  // macOS's AirPlay Receiver listens on ports 5000 and 7000.
  [
    "AirPlay on port 5000",
    [
      {
        page: LOCAL,
        url: "http://localhost:5000/api",
        method: "POST",
        headers: { "content-type": "application/json" },
        preflight: [403, "Server: AirTunes/760.20.1", "Content-Length: 0"],
      },
    ],
    "likely page nothing-deployed",
    /another port: AirPlay Receiver responds at localhost:5000.*switch off AirPlay Receiver/s,
    /allowed origins|Allow-Origin/,
  ],
  [
    "a local server that refuses the preflight",
    [
      {
        page: LOCAL,
        url: "http://localhost:5000/api",
        method: "POST",
        headers: { "content-type": "application/json" },
        preflight: [403, "Content-Length: 0"],
      },
    ],
    "likely server preflight-refused",
    /allowed origins/,
    /AirPlay/,
  ],
  // X-Amz-SignedHeaders always includes host:
  // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
  ...(["same query", "X"] as const).flatMap((kept): AdviceRow[] => {
    const signed = "X-Amz-SignedHeaders=host&X-Amz-Signature=abc";
    const to = `https://bkt.s3.eu-west-1.amazonaws.com/a.txt?${kept === "X" ? kept : signed}`;
    const url = `https://bkt.s3.amazonaws.com/a.txt?${signed}`;
    const ofS3 = [307, "Server: AmazonS3", `Location: ${to}`, "X-Amz-Bucket-Region: eu-west-1"];
    const says = /Sign the URL for bkt\.s3\.eu-west-1\.amazonaws\.com.*valid for bkt\.s3\.amazon/s;
    const saysNot = /Use https|in your code|respond to OPTIONS/;
    const request = { url, method: "PUT", headers: { "content-type": "image/png" } };
    const preflight = ofS3 as unknown as ResponseLines;
    return [
      [
        `a signed URL, redirected at the preflight: ${kept}`,
        [{ ...request, preflight }],
        "certain page redirect-host",
        says,
        saysNot,
      ],
      [
        `a signed URL, redirected: ${kept}`,
        [{ url, response: preflight }],
        "certain page redirect-host",
        says,
        saysNot,
      ],
      [
        `a signed URL, redirected at the preflight to another path: ${kept}`,
        [{ ...request, preflight: [307, `Location: ${to.replace("/a.txt", "/b/a.txt")}`] }],
        "certain page preflight-disallowed-redirect",
        says,
        saysNot,
      ],
    ];
  }),
  [
    "a tunnel that is closed",
    [{ response: [404, "Ngrok-Error-Code: ERR_NGROK_3200", HTML] }],
    "likely page nothing-deployed",
    /ngrok/,
  ],
  [
    "a function that Supabase does not have",
    [
      {
        ...put,
        url: "https://a.supabase.co/functions/v1/helo",
        preflight: [404, "SB-Gateway-Version: 1", "SB-Error-Code: NOT_FOUND", JSON_TYPE],
      },
    ],
    "likely page nothing-deployed",
    /Supabase itself sent this 404/,
    /Handle OPTIONS|req\.method/,
  ],
  [
    "a function of Supabase without a response to OPTIONS",
    [
      {
        ...put,
        url: "https://a.supabase.co/functions/v1/hello",
        preflight: [404, "SB-Gateway-Version: 1", JSON_TYPE],
      },
    ],
    "certain server preflight-not-routed",
    /In Supabase: if \(req\.method === "OPTIONS"\)/,
  ],
  [
    "an application that Railway does not have",
    [{ ...put, preflight: [404, "X-Railway-Fallback: true", JSON_TYPE] }],
    "likely page nothing-deployed",
    /Railway/,
  ],
  [
    "403 in JSON through Cloudflare: the server refused",
    [{ response: [403, "Server: cloudflare", JSON_TYPE] }],
    "ambiguous server forbidden",
    /refused/,
  ],
  [
    "Vercel's function failed",
    [{ response: [502, "Server: Vercel", "X-Vercel-Error: FUNCTION_INVOCATION_FAILED"] }],
    "likely proxy gateway-error",
    /Look in the log/,
    /listens/,
  ],
  [
    "a limit that cannot be raised",
    [{ method: "POST", response: [413, "X-Amz-Apigw-Id: a", JSON_TYPE] }],
    "ambiguous proxy body-too-large",
    /fixed limit/,
    /raise the limit/,
  ],
  [
    "CloudFront, which does not allow POST",
    [{ method: "POST", response: [403, "X-Amz-Cf-Id: a", "Server: CloudFront", HTML] }],
    "ambiguous proxy forbidden",
    /Allowed HTTP methods/,
  ],
  [
    "403 to a GET from CloudFront: not its list of methods",
    [{ response: [403, "X-Amz-Cf-Id: a", "Server: CloudFront", HTML] }],
    "ambiguous proxy forbidden",
    /refused/,
    /Allowed HTTP methods/,
  ],
  [
    "Envoy's own 503",
    [{ response: [503, "Server: envoy", "Content-Type: text/plain"] }],
    "likely proxy gateway-error",
    /could not get a valid response from the application/,
  ],
  [
    "503 from the application behind Envoy: not Envoy's own",
    [{ response: [503, "Server: envoy", "X-Envoy-Upstream-Service-Time: 3"] }],
    "likely server gateway-error",
    /not available at the moment/,
  ],
  [
    "a function's own URL",
    [
      {
        ...put,
        url: "https://x.lambda-url.eu-west-1.on.aws/",
        preflight: [403, "X-Amzn-ErrorType: AccessDeniedException", JSON_TYPE],
      },
    ],
    "likely server preflight-met-authentication",
    /AWS Lambda sent/,
    /API Gateway/,
  ],
  // Redirects.
  [
    "to www, permanently",
    [{ url: "https://other.example/a", response: [301, "Location: https://www.other.example/a"] }],
    "certain page redirect-host",
    /other\.example → www\.other\.example/,
  ],
  [
    "to another host permanently, on the preflight",
    [{ ...put, preflight: [308, "Location: https://api2.other.example/v1/items"] }],
    "certain page redirect-host",
    /must not be redirected/,
  ],
  [
    "to a storage host by 302: not a moved host",
    [{ response: [302, "Location: https://files.other.example/v1/items"] }],
    "certain server missing-allow-origin",
    /redirect/,
  ],
  [
    "a double slash",
    [
      {
        ...post,
        url: "https://api.other.example//v1/items",
        preflight: [308, "Location: /v1/items"],
      },
    ],
    "certain page redirect-slash",
    /double slash/,
  ],
  [
    "the change of a renamed path",
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
  ...(
    [
      ["a gate with the URL", `https://gate.corp.example/welcome?return_to=${RETURN}`],
      ["a portal", `https://portal.shop.example/?rd=${RETURN}&rm=GET`],
      ["a network's page", `http://captive.hotel.example/portal?origurl=${RETURN}`],
    ] as const
  ).map(
    ([name, to]): AdviceRow => [
      name,
      [redirect(to)],
      "ambiguous server redirected-to-sign-in",
      /Check whether GET \/v1\/items requires a session.*sign-in and consent pages/s,
      /Access-Control-Allow-Origin: https/,
    ],
  ),
  ...(
    [
      ["Rails", "https://api.other.example/session/new"],
      ["WS-Federation", "https://fs.corp.example/x/?wa=wsignin1.0&wtrealm=x"],
      ["Cloudflare Access", "https://team.cloudflareaccess.com/cdn-cgi/access/login/x?kid=1"],
      ["oauth2-proxy", "https://api.other.example/oauth2/start?rd=%2Fv1%2Fitems"],
      ["Cognito", "https://x.auth.eu-west-1.amazoncognito.com/login?client_id=1"],
      ["Entra ID", "https://login.microsoftonline.com/t/oauth2/v2.0/authorize?client_id=1"],
      ["authelia", `https://auth.shop.example/?rd=${RETURN}`],
      ["CAS", "https://cas.uni.example/cas/login?service=x"],
    ] as const
  ).map(
    ([name, to]): AdviceRow => [
      `sign in: ${name}`,
      [redirect(to)],
      "likely server redirected-to-sign-in",
      /Sign in again/,
      /Access-Control-Allow-Origin: https/,
    ],
  ),
  ...[
    "/auth/google",
    "/oauth2/authorization/okta",
    "/users/auth/github",
    "/login",
    "/api/connect/microsoft/redirect",
  ].map(
    (path): AdviceRow => [
      `a sign-in that the request starts: ${path}`,
      [
        {
          url: `https://api.other.example${path}`,
          response: [302, `Location: ${IDP}`],
        },
      ],
      "likely page redirected-to-sign-in",
      /Open GET \S+ in the tab: it starts a sign-in.*link or location\.assign/s,
      /Sign in again|no valid session|Access-Control-Allow-Origin: https/,
    ],
  ),
  // https://www.rfc-editor.org/rfc/rfc9700#section-2.6 : no CORS at the authorization endpoint.
  ...(
    [
      ["https://login.microsoftonline.com/t/oauth2/v2.0/authorize?client_id=x", [200, HTML]],
      ["https://accounts.google.com/o/oauth2/v2/auth?client_id=x", [200, HTML]],
      ["https://id.shop.example/realms/r/protocol/openid-connect/auth?client_id=x", [200, HTML]],
      [
        "https://t.eu.auth0.com/authorize?client_id=1",
        [302, "Location: https://t.eu.auth0.com/u/login?state=a"],
      ],
      [
        "https://dev-1.okta.com/oauth2/default/v1/authorize?client_id=x&prompt=none",
        [302, `Location: ${PAGE}/cb?code=1`],
      ],
      ["https://github.com/login/oauth/authorize?client_id=x", [302, "Location: /login"]],
    ] as const
  ).map(
    ([url, response]): AdviceRow => [
      `an authorization endpoint: ${url}`,
      [{ url, response }],
      "likely page redirected-to-sign-in",
      /Open GET \S+ in the tab.*starts a sign-in.*authorization endpoint.*location\.assign/s,
      /Sign in again|no valid session|Turn on CORS|Access-Control-Allow-Origin|your server/,
    ],
  ),
  ...[400, 405, 200].map(
    (status): AdviceRow => [
      `the preflight of a request to an authorization endpoint, ${status}`,
      [
        {
          url: "https://login.microsoftonline.com/t/oauth2/v2.0/authorize?client_id=x",
          headers: { "X-Requested-With": "XMLHttpRequest" },
          preflight: [status, HTML],
        },
      ],
      "likely page redirected-to-sign-in",
      /Open GET \S+ in the tab.*authorization endpoint.*location\.assign/s,
      /OPTIONS|Access-Control-Allow-Origin|your server/,
    ],
  ),
  [
    "an API whose path ends like an authorization endpoint's, with data",
    [{ url: "https://api.other.example/authorize?client_id=x", response: [200, JSON_TYPE] }],
    "ambiguous server host-without-cors",
    /Access-Control-Allow-Origin/,
    /authorization endpoint/,
  ],
  ...["/api/auth/session", "/auth/me", "/v1/items", "/google"].map(
    (path): AdviceRow => [
      `data that requires a session, not the start of a sign-in: ${path}`,
      [{ url: `https://api.other.example${path}`, response: [302, `Location: ${IDP}`] }],
      "likely server redirected-to-sign-in",
      /Sign in again/,
      /starts a sign-in/,
    ],
  ),
  ...([302, 303] as const).map(
    (status): AdviceRow => [
      `the page of a form after its POST, ${status}`,
      [afterPost(status, "POST", HTML)],
      "likely server redirected-to-page",
      /Respond to POST \S+ with data instead of a redirect.*HTML page.*the POST probably succeeded/s,
      /Turn on CORS|Allow-Origin: https/,
    ],
  ),
  [
    "a redirect after a POST to JSON: no page of a form",
    [afterPost(303, "POST", JSON_TYPE)],
    "likely page missing-allow-origin",
    /directly/,
    /HTML page/,
  ],
  [
    "a redirect after a GET to an HTML page: no page of a form",
    [afterPost(302, "GET", HTML)],
    "likely page missing-allow-origin",
    /directly/,
    /HTML page/,
  ],
  ...(["X-Amz-Signature=1", "X-Goog-Signature=1", "sv=2024&sig=1"] as const).map(
    (query): AdviceRow => [
      `a redirect to a signed URL: ${query}`,
      [
        {
          redirects: [[`https://files.example/a.pdf?${query}`, [302, `${AO}: ${PAGE}`]]],
          response: [200, `${AO}: ${PAGE}`],
        },
      ],
      "likely page allow-origin-mismatch",
      /Send the signed URL of GET \/v1\/items as data.*request that/s,
      /directly/,
    ],
  ),
  [
    "a redirect to an unsigned URL: request the target directly",
    [
      {
        redirects: [["https://files.example/a.pdf", [302, `${AO}: ${PAGE}`]]],
        response: [200, `${AO}: ${PAGE}`],
      },
    ],
    "likely page allow-origin-mismatch",
    /Request https:\/\/files\.example\/a\.pdf directly/,
    /signed/,
  ],
  // https://fetch.spec.whatwg.org/#concept-request-tainted-origin: the request has Origin: null there.
  ...NULL_AFTER_REDIRECT.map(
    ([name, target, first = "likely page missing-allow-origin"]): AdviceRow => [
      `null after a redirect between servers: ${name}`,
      [DIRECTLY, { ...REDIRECTED, ...target }],
      first,
      /Request https:\/\/files\.example\/t directly.*Do not allow the origin null/s,
      ALLOWS_NULL,
    ],
  ),
  [
    "null after a redirect, and a preflight refused with Spring's Vary lines",
    [
      DIRECTLY,
      {
        ...REDIRECTED,
        ...put,
        preflight: [204, `${AO}: ${PAGE}`, `${AM}: PUT`, `${AH}: authorization`],
        lastPreflight: [403, "Vary: Origin", "Vary: Access-Control-Request-Method"],
      },
    ],
    "likely page missing-allow-origin",
    /Request https:\/\/files\.example\/t directly.*Do not allow the origin null/s,
    ALLOWS_NULL,
  ],
  [
    "null after a redirect, and only the preflight allows every origin",
    [
      {
        ...REDIRECTED,
        ...put,
        preflight: [204, `${AO}: ${PAGE}`, `${AM}: PUT`, `${AH}: authorization`],
        lastPreflight: [204, `${AO}: *`, `${AM}: PUT`, `${AH}: authorization`],
        response: [200],
      },
    ],
    "certain server allowed-by-preflight-only",
    /Request https:\/\/files\.example\/t directly/,
    ALLOWS_NULL,
  ],
  // Seen in Chromium 156: the earlier response of the same path came from another host.
  [
    "redirects of one path to two hosts, of which the second has no CORS headers",
    [FIRST_DOWNLOAD, download(2, "two.files.example")],
    "likely page missing-allow-origin",
    /Request https:\/\/two\.files\.example\/f\/2 directly/,
    /earlier|load balancer/,
  ],
  [
    "redirects of one path to two hosts, of which the second refuses",
    [FIRST_DOWNLOAD, { ...download(2, "two.files.example"), response: [403] }],
    "ambiguous server forbidden",
    /403/,
    /[Oo]ther responses|earlier/,
  ],
  [
    "redirects of one path to two files of a host: no earlier response for that path",
    [FIRST_DOWNLOAD, download(2, "one.files.example")],
    "likely page missing-allow-origin",
    /directly/,
    /earlier/,
  ],
  [
    "redirects to one file of a host, which passed before",
    [
      FIRST_DOWNLOAD,
      { ...download(1, "one.files.example"), url: "https://api.other.example/again" },
    ],
    "certain server passed-earlier",
    /An earlier response for the same path/,
  ],
  [
    "a redirect that had the header when its target passed, and now lacks it",
    [
      FIRST_DOWNLOAD,
      { url: FIRST_DOWNLOAD.url ?? "", response: [302, "Location: https://one.files.example/f/1"] },
    ],
    "certain server passed-earlier",
    /An earlier response for the same path/,
    /status/,
  ],
  [
    "the same URL, called directly before with the page's origin",
    [DIRECTLY, { ...REDIRECTED, response: [200] }],
    "likely page missing-allow-origin",
    /directly/,
    /earlier/,
  ],
  [
    "a redirect within the page's origin, and then a server that compares origins: no null",
    [
      {
        url: `${PAGE}/items`,
        redirects: [["https://files.example/t", [307]]],
        response: [200, "Vary: Origin"],
      },
    ],
    "likely server origin-not-listed",
    /Add https:\/\/shop\.example to the allowed origins of files\.example/,
    /null/,
  ],
  [
    "a sandboxed frame, and a server that refuses its origin with 403",
    [{ page: "null", response: [403, "Vary: Origin"] }],
    "likely page missing-allow-origin",
    /Give the page an origin/,
    /refuses this user|allowed origins/,
  ],
  [
    "a cookie of the same site that no browser stores",
    [login("sid=1; SameSite=None", "https://api.shop.example/login")],
    "likely server cookie-refused",
    /with Secure over https, or without SameSite=None.*does not store it.*SameSite=Lax is enough/s,
    /another site/,
  ],
  ...["sid=1", "sid=1; SameSite=Lax", "sid=1; SameSite=None; Secure", "sid=1; SameSite=Strict"].map(
    (line): AdviceRow => [
      `no advice for a valid cookie of the same site: ${line}`,
      [login(line, "https://api.shop.example/login")],
      "",
      /./,
      /[Cc]ookie (?:will|not)|SameSite/,
    ],
  ),
  [
    "a page instead of an API, for OPTIONS",
    [{ ...put, preflight: [200, "Server: nginx", HTML] }],
    "ambiguous server host-without-cors",
    /is an HTML page, perhaps a fallback.*A status of 200/s,
  ],
  ...([301, 307] as const).map(
    (status): AdviceRow => [
      `a bucket of another region, ${status}`,
      [
        {
          url: "https://shop.s3.amazonaws.com/a.json",
          response: [
            status,
            "Server: AmazonS3",
            "X-Amz-Bucket-Region: eu-central-1",
            "Location: https://shop.s3.eu-central-1.amazonaws.com/a.json",
          ],
        },
      ],
      "certain page redirect-host",
      /Use that host in your code.*s3\.eu-central-1/s,
    ],
  ),
  [
    "a redirect to a mirror by 302: temporary, so no advice to use that host",
    [redirect("https://mirror.files.example/v1/items")],
    "certain server missing-allow-origin",
    /redirect response/,
    /Use that host/,
  ],
  ...(
    [
      ["X-Amzn-ErrorType: AccessDeniedException", "AccessDeniedException"],
      ["X-Ms-Error-Code: AuthenticationFailed", "AuthenticationFailed"],
      ["X-Vercel-Error: NOT_FOUND", "NOT_FOUND"],
      ["Ngrok-Error-Code: ERR_NGROK_3200", "ERR_NGROK_3200"],
      ["X-Amz-Error-Code: AccessDenied", "AccessDenied"],
      ["X-Amzn-ErrorType: NotAuthorizedException:http://x.example/", "NotAuthorizedException"],
    ] as const
  ).map(
    ([line, name]): AdviceRow => [
      `the platform names its error: ${line}`,
      [{ response: [403, line] }],
      "ambiguous server forbidden",
      new RegExp(`names the error: ${name}(?!:)`),
    ],
  ),
  [
    "no route of API Gateway for OPTIONS",
    [{ ...put, preflight: [403, "X-Amzn-ErrorType: MissingAuthenticationTokenException"] }],
    "likely server preflight-not-routed",
    /Handle OPTIONS on \S+: the server responds with 403.*MissingAuthenticationTokenException/s,
  ],
  [
    "403 in JSON to OPTIONS on Cloud Run: the service refused, not IAM",
    [
      {
        ...put,
        url: "https://shop-x-ew.a.run.app/v1/items",
        preflight: [403, "Server: Google Frontend", JSON_TYPE],
      },
    ],
    "likely server preflight-refused",
    /allowed origins/,
    /run\.invoker/,
  ],
  [
    "an application in IIS, which does not name itself",
    [{ ...put, preflight: [200, "Server: Microsoft-IIS/10.0", "X-Powered-By: ASP.NET"] }],
    "ambiguous server host-without-cors",
    /In IIS: /,
    /ASP\.NET Core/,
  ],
  [
    "a redirect to a proxy of images, with a URL in its query: no sign-in",
    [redirect(`https://img.example/?url=${RETURN}`)],
    "certain server missing-allow-origin",
    /redirect response/,
    /sign/i,
  ],
  [
    "to the inner host",
    [redirect("http://backend:8080/v1/items/")],
    "certain server redirect-to-internal",
    /Let api\.other\.example redirect to its public address, not to backend:8080.*X-Forwarded-Host/s,
    /Access-Control-Allow-Origin: https/,
  ],
  // The page's code names the public host alone.
  ...(
    [
      [
        "http://backend:8080/v1/items/",
        "net::ERR_NAME_NOT_RESOLVED",
        /no address for backend:8080/,
      ],
      ["http://localhost:8000/v1/items/", "net::ERR_CONNECTION_REFUSED", /refused the connection/],
      ["http://10.0.0.7:8000/v1/items/", "net::ERR_CONNECTION_TIMED_OUT", /in time/],
    ] as const
  ).map(
    ([to, error, symptom]): AdviceRow => [
      `to an inner host that the reader does not reach: ${error}`,
      [{ ...PLAIN, redirects: [[to, [307, ANY]]], error }],
      "likely server redirect-to-internal",
      new RegExp(`to its public address, not to .*${symptom.source}.*X-Forwarded-Host`, "s"),
      /spelling|Start the server|lacks the CORS headers/,
    ],
  ),
  [
    "to an inner host whose preflight failed",
    [
      {
        ...{ ...PLAIN, ...put, redirects: [["http://backend:8080/v1/items/", [307, ANY]]] },
        preflight: [204, ANY, `${AH}: authorization`, `${AM}: PUT`],
        error: "net::ERR_NAME_NOT_RESOLVED",
      },
    ],
    "likely server redirect-to-internal",
    /not to backend:8080/,
    /spelling/,
  ],
  [
    "to an inner host that the reader reaches, without CORS there",
    [{ ...PLAIN, redirects: [["http://localhost:8000/v1/items/", [307, ANY]]], response: [200] }],
    "likely server redirect-to-internal",
    /not to localhost:8000.*no Access-Control-Allow-Origin/s,
    /directly|lacks the CORS headers/,
  ],
  [
    "to a public host that does not exist: its name",
    [
      {
        ...PLAIN,
        redirects: [["http://files.other.example/1", [307, ANY]]],
        error: "net::ERR_NAME_NOT_RESOLVED",
      },
    ],
    "likely network name-not-resolved",
    /files\.other\.example/,
    /X-Forwarded/,
  ],
  [
    "to the page's own host, whose server is not started",
    [
      {
        ...{ page: LOCAL, url: "http://api.test/items", error: "net::ERR_CONNECTION_REFUSED" },
        redirects: [["http://localhost:8080/items", [307, ANY]]],
      },
    ],
    "likely server connection-refused",
    /Start the server/,
    /X-Forwarded/,
  ],
  // Seen in Chromium 156 and Firefox 153: the redirect after a sign-in, to the front end's configured URL.
  ...(["http://api.test", "http://localhost:8080"] as const).map(
    (api): AdviceRow => [
      `to the page's own origin, from ${api}`,
      [{ page: LOCAL, url: `${api}/session`, response: [302, `Location: ${LOCAL}/dashboard`] }],
      "likely server redirected-to-page",
      /Respond to GET \/session with data instead of a redirect.*your page's origin.*location\.assign/s,
      /X-Forwarded|internal|Allow-Origin: http/,
    ],
  ),
  [
    "to the page's own origin with CORS headers, which sends its HTML",
    [
      {
        page: LOCAL,
        url: "http://api.test/session",
        redirects: [[`${LOCAL}/dashboard`, [302, `${AO}: ${LOCAL}`]]],
        response: [200, HTML],
      },
    ],
    "likely server redirected-to-page",
    /Respond to GET \/session with data instead of a redirect/,
    /directly/,
  ],
  [
    "to the same path in the page's own origin: no internal address either",
    [
      {
        page: LOCAL,
        url: "http://api.test/items",
        response: [302, `Location: ${LOCAL}/items`],
      },
    ],
    "certain server missing-allow-origin",
    /redirect response/,
    /X-Forwarded|internal/,
  ],
  [
    "to another port of the page's host: an internal address",
    [
      {
        page: LOCAL,
        url: "http://api.test/items",
        response: [302, "Location: http://localhost:8080/v1/items"],
      },
    ],
    "certain server redirect-to-internal",
    /X-Forwarded-Host/,
  ],
  [
    "to the reader's own machine, from one in their network",
    [
      {
        page: LOCAL,
        url: "http://192.168.1.7/items",
        response: [302, "Location: http://localhost:9000/v1/items"],
      },
    ],
    "certain server redirect-to-internal",
    /not to localhost:9000/,
  ],
  [
    "to another machine in the reader's network, from one there",
    [
      {
        page: LOCAL,
        url: "http://192.168.1.7/items",
        response: [302, "Location: http://192.168.1.8/v1/items"],
      },
    ],
    "certain server missing-allow-origin",
    /redirect response/,
  ],
  [
    "without the port",
    [
      {
        page: LOCAL,
        url: "http://localhost:8080/items",
        response: [301, "Location: http://localhost/items/", "Server: nginx"],
      },
    ],
    "certain server redirect-to-internal",
    /X-Forwarded-Port.*only the slash at the end/s,
    /has moved/,
  ],
  [
    "without the prefix",
    [{ url: "https://api.other.example/v1/items", response: [307, "Location: /items/"] }],
    "certain server redirect-to-internal",
    /X-Forwarded-Prefix/,
  ],
  [
    "to another path on the host: moved, not a prefix that the proxy removed",
    [{ response: [302, "Location: /v2/items"] }],
    "certain server redirect-moved",
    /with the redirect/,
    /X-Forwarded/,
  ],
  [
    "a slash on the preflight",
    [{ ...put, preflight: [308, "Location: /v1/items/", "Server: Vercel"] }],
    "certain page redirect-slash",
    /respond to OPTIONS without a redirect/,
    /headers to the server's redirects/,
  ],
  [
    "https on another port",
    [
      {
        ...put,
        page: LOCAL,
        url: "http://localhost:5000/api",
        preflight: [307, "Location: https://localhost:5001/api"],
      },
    ],
    "certain page redirect-to-https",
    /Request localhost:5001 with https/,
  ],
  // A redirect away from TLS: preflights follow no redirect, and the browser blocks the mixed content.
  [
    "back to http",
    [{ ...put, preflight: [301, "Location: http://api.other.example/v1/items"] }],
    "likely server redirect-to-http",
    /http:\/\/api\.other\.example/,
    /slash/,
  ],
  [
    "back to http, for a slash",
    [{ ...put, preflight: [301, "Location: http://api.other.example/v1/items/"] }],
    "likely server redirect-to-http",
    /slash/,
  ],
  // https://fetch.spec.whatwg.org/#http-responses : a preflight passes by its headers alone.
  [
    "a preflight response with status 200 and no CORS headers",
    [{ ...put, preflight: [200] }],
    "ambiguous server host-without-cors",
    /A status of 200 alone allows nothing/,
  ],
  [
    "a preflight response with status 204 and no CORS headers: nothing about 200",
    [{ ...put, preflight: [204] }],
    "ambiguous server host-without-cors",
    /Turn on CORS/,
    /A status of 200/,
  ],
  [
    "a response with status 200 to a request: nothing about preflights",
    [{ response: [200] }],
    "ambiguous server host-without-cors",
    /Turn on CORS/,
    /A status of 200/,
  ],
  [
    "the reader's own server, to a preflight",
    [{ ...put, page: LOCAL, url: "http://localhost:9200/a/_search", preflight: [200] }],
    "ambiguous server local-server-switch",
    /A status of 200 alone allows nothing/,
  ],
  [
    "the reader's own server, to a request: nothing about preflights",
    [{ page: LOCAL, url: "http://localhost:9200/a/_search", response: [200] }],
    "ambiguous server local-server-switch",
    /http\.cors\.enabled/,
    /A status of 200/,
  ],
  // Contrasts.
  [
    "an earlier request to the path with another slash passed",
    [passedAt("https://api.other.example/v1/items/"), { response: [200] }],
    "ambiguous page passed-with-other-slash",
    /Only the slash at the end differs/,
  ],
  [
    "an earlier request to the path with another method passed",
    [passed, { method: "POST", response: [200] }],
    "likely server passed-with-other-method",
    /An earlier GET request for the same path passed/,
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
    "Express responded to both preflight and request: no second layer",
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
    "the same request without credentials passes",
    [
      { blocked: false, response: [200, `${AO}: *`] },
      { credentials: "include", response: [200, `${AO}: *`] },
    ],
    "certain server wildcard-origin-not-allowed",
    /only the credentials differ/,
  ],
  [
    "a credentialed request, and none without credentials: nothing to compare",
    [{ credentials: "include", response: [200, `${AO}: *`] }],
    "certain server wildcard-origin-not-allowed",
    /credentials/,
    /only the credentials differ/,
  ],
  ['a "not found" page', [{ response: [404, HTML] }], "ambiguous server not-found", /HTML page/],
  // Cookies.
  [
    "a session whose cookie the browser does not send",
    [
      login("sid=1; SameSite=None; Secure; Path=/"),
      { ...included, blocked: false, response: [401, ...credentialed] },
    ],
    "ambiguous browser cookie-not-sent",
    /blocks third-party cookies.*Partitioned/s,
    /SameSite=None; Secure over/,
  ],
  [
    "a session cookie for another path: not blocked by the browser",
    [
      login("sid=1; SameSite=None; Secure", "https://api.other.example/auth/login"),
      { ...included, blocked: false, response: [401, ...credentialed] },
    ],
    "ambiguous server unauthenticated",
    /401/,
    /blocks third-party/,
  ],
  [
    "a session that the call omits",
    [
      login("sid=1; SameSite=None; Secure; Path=/"),
      { blocked: false, response: [401, `${AO}: ${PAGE}`] },
    ],
    "likely page unauthenticated",
    /credentials mode is same-origin.*credentials: "include"/s,
  ],
  [
    "another host's Domain",
    [
      login("sid=1; Domain=shop.example; SameSite=None; Secure"),
      { ...included, blocked: false, response: [401, ...credentialed] },
    ],
    "likely server cookie-not-sent",
    /Set the cookie sid without Domain or with one that covers api\.other\.example/,
  ],
  [
    "a blocked 401 because of a missing cookie",
    [login("sid=1; SameSite=Lax"), { ...included, response: [401, JSON_TYPE] }],
    "likely server cookie-not-sent",
    /carried no cookie.*SameSite=Lax.*CORS headers on error responses/s,
    /CORS is not the problem/,
  ],
  [
    "Laravel's 419",
    [
      login("laravel_session=1; SameSite=Lax"),
      { ...included, blocked: false, method: "POST", response: [419, ...credentialed] },
    ],
    "likely server cookie-not-sent",
    /419/,
  ],
  // A third party's host.
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
        ...post,
        url: "https://github.com/login/oauth/access_token",
        preflight: [404, JSON_TYPE],
      },
    ],
    "likely third-party third-party-without-cors",
    /your own server/,
  ],
  [
    "the API of GitHub, which has CORS: the path is wrong",
    [{ url: "https://api.github.com/x", response: [404, JSON_TYPE] }],
    "ambiguous server not-found",
    /404/,
  ],
  [
    "a vendor that requires an authenticated preflight",
    [{ ...authorized, url: "https://api.vendor.example/v1", preflight: [401, JSON_TYPE] }],
    "certain server preflight-met-authentication",
    /If api\.vendor\.example is not yours, request it from your own server/,
  ],
  [
    "Jira",
    [
      {
        ...authorized,
        url: "https://x.atlassian.net/rest/api/3/issue/A-1",
        preflight: [401, JSON_TYPE],
      },
    ],
    "likely third-party third-party-without-cors",
    /your own server/,
    /Exempt OPTIONS/,
  ],
  [
    "a file of a release",
    [
      {
        url: "https://github.com/a/b/releases/download/v1/x.zip",
        response: [302, "Location: https://objects.githubusercontent.com/x", "Server: github.com"],
      },
    ],
    "likely third-party third-party-without-cors",
    /your own server/,
  ],
  [
    "a foreign host's redirect",
    [{ url: "https://dl.vendor.example/x", response: [302, "Location: https://cdn.example/x"] }],
    "certain server missing-allow-origin",
    /If dl\.vendor\.example is not yours/,
  ],
  [
    "a service without OPTIONS that accepts text",
    [{ ...post, url: "https://script.google.com/macros/s/x/exec", preflight: [405, HTML] }],
    "certain server preflight-not-routed",
    /send the body as text\/plain/,
  ],
  [
    "a service without OPTIONS, by PUT: text/plain does not avoid the preflight",
    [{ ...post, method: "PUT", preflight: [405, HTML] }],
    "certain server preflight-not-routed",
    /Handle OPTIONS/,
    /text\/plain/,
  ],
  // Services with a list of origins.
  ...(
    [
      ["https://dev-1.okta.com/oauth2/default/v1/token", 200, /In Okta, add .* Trusted Origins/],
      ["https://dev-1.okta.com/api/v1/sessions/me", 403, /Trusted Origins/],
      ["https://a.eu.auth0.com/oauth/token", 200, /In Auth0, add .* Allowed Web Origins/],
      ["https://login.microsoftonline.com/t/oauth2/v2.0/token", 400, /Single-page application/],
      ["https://id.example/connect/token", 200, /AllowedCorsOrigins/],
      ["https://a.my.salesforce.com/services/data/v60.0/query", 200, /Allowed Origins List/],
      ["https://a.service-now.com/api/now/table/x", 200, /CORS Rules/],
      ["https://sso.example/realms/a/protocol/openid-connect/token", 200, /Web origins/],
    ] as const
  ).map(
    ([url, status, says]): AdviceRow => [
      url,
      [{ method: "POST", url, response: [status, JSON_TYPE] }],
      "likely server local-server-switch",
      says,
      /restart the server/,
    ],
  ),
  [
    "a list that applies only to the response",
    [
      {
        ...authorized,
        url: "https://a.eu.auth0.com/userinfo",
        preflight: [204, ...allowed],
        response: [200, JSON_TYPE],
      },
    ],
    "certain server allowed-by-preflight-only",
    /In Auth0, add https:\/\/shop\.example to/,
  ],
  // Servers on the developer's own machine.
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
    ([url, server, sure, says]): AdviceRow => [
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
    "403 from CouchDB: forbidden, not its CORS switch",
    [{ page: LOCAL, url: "http://db.example:5984/a", response: [403, "Server: CouchDB/3.3"] }],
    "ambiguous server forbidden",
    /refused/,
  ],
  [
    "an MCP server without OPTIONS",
    [{ ...withHeaders("mcp-protocol-version"), page: LOCAL, preflight: [405, JSON_TYPE] }],
    "certain server preflight-not-routed",
    /MCP server/,
  ],
  ...(
    [
      ["http://localhost:9000/b/k", "Server: MinIO", /MINIO_API_CORS_ALLOW_ORIGIN/],
      ["http://localhost:8080/x", "Matched-Stub-Id: a", /--enable-stub-cors/],
      ["https://k8s.example/api/v1/pods", "X-Kubernetes-Pf-Flowschema-Uid: a", /cors-allowed-or/],
      ["http://localhost:8500/v1/kv/a", "X-Consul-Index: 3", /http_config/],
      ["http://localhost:8080/v1/graphql", "Server: Warp/3.3", /HASURA_GRAPHQL_CORS_DOMAIN/],
      ["http://localhost:8983/solr/core/select", "Vary: Accept", /CrossOriginFilter/],
    ] as const
  ).map(
    ([url, line, says]): AdviceRow => [
      `${url} ${line}`,
      [{ page: LOCAL, url, response: [200, line] }],
      "likely server local-server-switch",
      says,
    ],
  ),
  ...(
    [
      ["http://localhost:8545/", /--http\.corsdomain/],
      ["http://localhost:8108/collections", /--enable-cors/],
      ["http://localhost:5678/webhook/a", /Allowed Origins \(CORS\)/],
    ] as const
  ).map(
    ([url, says]): AdviceRow => [
      url,
      [{ ...post, page: LOCAL, url, preflight: [200, JSON_TYPE] }],
      "ambiguous server local-server-switch",
      new RegExp(`If this is .*${says.source}`, "s"),
    ],
  ),
  // Passed requests.
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
    "no-cors removed a token",
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
    "an HTML page instead of JSON",
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
  ...(
    [
      ["X-JWT-Token: a", /X-JWT-Token/],
      ["X-Amz-Meta-Name: a", /X-Amz-Meta-Name/],
      ["Content-Range: items 0-9/100", /Content-Range/],
    ] as const
  ).map(
    ([line, says]): AdviceRow => [
      `not exposed: ${line}`,
      [{ blocked: false, response: [200, `${AO}: *`, line] }],
      "likely server headers-not-exposed",
      says,
    ],
  ),
  [
    "the ETag of a page that compares",
    [
      {
        blocked: false,
        method: "PUT",
        headers: { "If-Match": "x" },
        preflight: [204, `${AO}: *`, `${AM}: PUT`, `${AH}: if-match`],
        response: [200, `${AO}: *`, 'ETag: "a"'],
      },
    ],
    "likely server headers-not-exposed",
    /ETag/,
  ],
  [
    "no cause: the ETag only serves the browser's cache",
    [{ blocked: false, response: [200, `${AO}: *`, 'ETag: "a"'] }],
    "",
    /No CORS problem/,
  ],
  // Other browsers.
  [
    "http://localhost from an https page",
    [{ url: "http://localhost:9999/a", blocked: false, response: [200, `${AO}: *`] }],
    "",
    /WebKit\) blocks http:\/\/localhost/,
    /works in Safari/,
  ],
  [
    "http://localhost from an http page: nothing about Safari",
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
    "cookies for the page's own site: nothing about Safari",
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
  "explains the cause and the fix: %s",
  (_name, row) => expectAdvice(row),
);
