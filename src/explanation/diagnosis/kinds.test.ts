import { expect, it } from "vitest";
import { deepest, type ReportedRequest } from "../../diagnosis/case.test-builder.ts";
import { diagnose } from "../../diagnosis/diagnose.ts";
import { anExchange } from "../../exchange/exchange.test-builder.ts";
import { aCall } from "../../observation/page-call.test-builder.ts";
import { judge } from "../../verdict/judge.ts";
import { explainDiagnosed } from "./explain-diagnosed.ts";
import { explained, type Sibling } from "./explained.test-helper.ts";

const PAGE = "https://shop.example";
const LOCAL = "http://localhost:3000";
const AO = "Access-Control-Allow-Origin";
const AC = "Access-Control-Allow-Credentials";
const AH = "Access-Control-Allow-Headers";
const AM = "Access-Control-Allow-Methods";
const JSON_TYPE = "Content-Type: application/json";
const HTML = "Content-Type: text/html; charset=utf-8";
const allowed = [
  `${AO}: ${PAGE}`,
  `${AM}: GET, PUT, PATCH, POST, DELETE`,
  `${AH}: authorization, content-type`,
] as const;
const credentialed = [`${AO}: ${PAGE}`, `${AC}: true`] as const;
const put: ReportedRequest = { method: "PUT", headers: { Authorization: "Bearer t" } };
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
const redirect = (to: string): ReportedRequest => ({ response: [302, `Location: ${to}`] });
const RETURN = encodeURIComponent("https://api.other.example/v1/items");

/** The kinds of the cases that people met, with other values. */
const ROWS: readonly Sibling[] = [
  // Caches of other vendors.
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
    ([name, line]): Sibling => [
      `a cache: ${name}`,
      [passed, cached(line)],
      "likely proxy shared-cache-other-origin",
      /stored for another origin.*Vary: Origin/s,
    ],
  ),
  ...["X-Cache: CONFIG_NOCACHE", "X-Cache: TCP_MISS", "X-Cache: Error from cloudfront"].map(
    (line): Sibling => [
      `twin: no cache: ${line}`,
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
    "twin: a bucket that received the origin",
    [{ response: [200, "Server: AmazonS3", "X-Amz-Cf-Id: a", "Vary: Origin"] }],
    "likely server origin-not-listed",
    /CORSRules/,
    /pass the Origin header/,
  ],
  [
    "twin: a bucket alone",
    [{ response: [200, "Server: AmazonS3", "X-Amz-Request-Id: a"] }],
    "ambiguous server host-without-cors",
    /In Amazon S3: CORSRules/,
    /pass the Origin header/,
  ],
  // Who sent which value: the status comes first.
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
    ([wrong, right]): Sibling => [
      `misspelt: ${wrong}`,
      [{ response: [200, `${wrong}: *`] }],
      "certain server header-misspelt",
      new RegExp(`Rename ${wrong} to ${right} on GET /v1/items`),
      /list of allowed origins/,
    ],
  ),
  ...(["Access-Control-Allow-Header", "Access-Control-Request-Headers"] as const).map(
    (wrong): Sibling => [
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
    "twin: another CORS header",
    [{ response: [200, `${AM}: GET`] }],
    "ambiguous server origin-not-listed",
    /Access-Control-Allow-Methods: GET/,
    /Rename/,
  ],
  [
    "twin: a misspelt header beside the right one",
    [{ response: [200, `${AO}: https://two.example`, "Access-Control-Allow-Origins: *"] }],
    "certain server allow-origin-mismatch",
    /two\.example/,
    /Rename/,
  ],
  // Refused for the origin.
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
    /packed app/,
  ],
  [
    "twin: refused after the preflight passed",
    [{ ...put, preflight: [204, ...allowed], response: [403, "Vary: Origin"] }],
    "ambiguous server forbidden",
    /The reason can be this user/,
  ],
  [
    "twin: refused where it passed before",
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
    "Cloud Run without leave to invoke it",
    [
      {
        ...put,
        url: "https://x-uc.a.run.app/a",
        preflight: [403, "Server: Google Frontend", HTML],
      },
    ],
    "likely server preflight-refused",
    /run\.invoker/,
    /your own server/,
  ],
  [
    "a browser extension's page",
    [{ page: "chrome-extension://abc", response: [200] }],
    "ambiguous server host-without-cors",
    /A browser extension needs host permission for https:\/\/api\.other\.example/,
  ],
  // What frameworks send for OPTIONS by themselves.
  ...(
    [
      ["Flask", "Server: Werkzeug/3.0 Python/3.11", /In Flask: CORS\(app, origins/],
      ["Express", "X-Powered-By: Express", /In Express: app\.use\(cors\(\{ origin/],
      ["Jetty", "Server: Jetty(11)", /In Jetty: CrossOriginHandler/],
    ] as const
  ).map(
    ([name, line, says]): Sibling => [
      `OPTIONS by ${name} itself`,
      [{ ...put, preflight: [200, "Allow: OPTIONS, PUT", line, HTML] }],
      "ambiguous server host-without-cors",
      new RegExp(`Allow header is not part of CORS.*${says.source}`, "s"),
      /fallback/,
    ],
  ),
  [
    "a router that has the method and not OPTIONS",
    [{ ...put, preflight: [405, "Allow: GET, PUT", "Content-Type: text/plain"] }],
    "certain server preflight-not-routed",
    /Handle OPTIONS.*Allow: GET, PUT/s,
  ],
  // Somebody else's host.
  [
    "a vendor that wants the preflight to authenticate",
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
    "a redirect of a foreign host",
    [{ url: "https://dl.vendor.example/x", response: [302, "Location: https://cdn.example/x"] }],
    "certain server missing-allow-origin",
    /If dl\.vendor\.example is not yours/,
  ],
  [
    "a service that knows no OPTIONS and takes text",
    [{ ...post, url: "https://script.google.com/macros/s/x/exec", preflight: [405, HTML] }],
    "certain server preflight-not-routed",
    /send the body as text\/plain/,
  ],
  [
    "twin: a PUT needs a preflight all the same",
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
    ([url, status, says]): Sibling => [
      url,
      [{ method: "POST", url, response: [status, JSON_TYPE] }],
      "likely server local-server-switch",
      says,
      /restart the server/,
    ],
  ),
  [
    "a list that holds for the response alone",
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
  // Servers on one's own machine.
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
    ([url, line, says]): Sibling => [
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
    ([url, says]): Sibling => [
      url,
      [{ ...post, page: LOCAL, url, preflight: [200, JSON_TYPE] }],
      "ambiguous server local-server-switch",
      new RegExp(`If this is .*${says.source}`, "s"),
    ],
  ),
  // Redirects.
  ...(
    [
      ["a gate with the URL", `https://gate.corp.example/welcome?return_to=${RETURN}`],
      ["a portal", `https://portal.shop.example/?rd=${RETURN}&rm=GET`],
      ["a network's page", `http://captive.hotel.example/portal?origurl=${RETURN}`],
    ] as const
  ).map(
    ([name, to]): Sibling => [
      name,
      [redirect(to)],
      "ambiguous server redirected-to-sign-in",
      /Check whether GET \/v1\/items requires a session.*signing in or for consent/s,
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
    ([name, to]): Sibling => [
      `sign in: ${name}`,
      [redirect(to)],
      "likely server redirected-to-sign-in",
      /Sign in again/,
      /Access-Control-Allow-Origin: https/,
    ],
  ),
  [
    "twin: a proxy of images",
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
    "twin: to another path",
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
  // Cookies.
  [
    "a session, and a browser that sends no cookie",
    [
      login("sid=1; SameSite=None; Secure; Path=/"),
      { ...included, blocked: false, response: [401, ...credentialed] },
    ],
    "ambiguous browser cookie-not-sent",
    /blocks third-party cookies.*Partitioned/s,
    /SameSite=None; Secure over/,
  ],
  [
    "twin: a cookie of another path",
    [
      login("sid=1; SameSite=None; Secure", "https://api.other.example/auth/login"),
      { ...included, blocked: false, response: [401, ...credentialed] },
    ],
    "ambiguous server unauthenticated",
    /401/,
    /blocks third-party/,
  ],
  [
    "a session that the call leaves out",
    [
      login("sid=1; SameSite=None; Secure; Path=/"),
      { blocked: false, response: [401, `${AO}: ${PAGE}`] },
    ],
    "likely page unauthenticated",
    /credentials mode is same-origin.*credentials: "include"/s,
  ],
  [
    "a Domain of another host",
    [
      login("sid=1; Domain=shop.example; SameSite=None; Secure"),
      { ...included, blocked: false, response: [401, ...credentialed] },
    ],
    "likely server cookie-not-sent",
    /Set the cookie sid without Domain, or with one of api\.other\.example/,
  ],
  [
    "a blocked 401 for want of a cookie",
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
  // Libraries.
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
    ([names, side, says]): Sibling => [
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
    "twin: beside another header",
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
  // The status first.
  [
    "Vercel's function failed",
    [{ response: [502, "Server: Vercel", "X-Vercel-Error: FUNCTION_INVOCATION_FAILED"] }],
    "likely proxy gateway-error",
    /Look in the log/,
    /listens/,
  ],
  [
    "a limit that nobody can raise",
    [{ method: "POST", response: [413, "X-Amz-Apigw-Id: a", JSON_TYPE] }],
    "ambiguous proxy body-too-large",
    /fixed limit/,
    /raise the limit/,
  ],
  [
    "CloudFront, which takes no POST",
    [{ method: "POST", response: [403, "X-Amz-Cf-Id: a", "Server: CloudFront", HTML] }],
    "ambiguous server forbidden",
    /Allowed HTTP methods/,
  ],
  [
    "twin: a GET that CloudFront refuses",
    [{ response: [403, "X-Amz-Cf-Id: a", "Server: CloudFront", HTML] }],
    "ambiguous server forbidden",
    /refused/,
    /Allowed HTTP methods/,
  ],
  [
    "Envoy's own 503",
    [{ response: [503, "Server: envoy", "Content-Type: text/plain"] }],
    "likely proxy gateway-error",
    /could not get a response from the application/,
  ],
  [
    "twin: of the application behind it",
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
    "likely proxy preflight-refused",
    /AWS Lambda sent/,
    /API Gateway/,
  ],
  // Passed.
  ...(
    [
      ["X-JWT-Token: a", /X-JWT-Token/],
      ["X-Amz-Meta-Name: a", /X-Amz-Meta-Name/],
      ["Content-Range: items 0-9/100", /Content-Range/],
    ] as const
  ).map(
    ([line, says]): Sibling => [
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
    "twin: an ETag for the browser's cache",
    [{ blocked: false, response: [200, `${AO}: *`, 'ETag: "a"'] }],
    "",
    /No CORS problem/,
  ],
];

it.each(ROWS.map((row) => [row[0], row] as const))(
  "says what an expert would, for other values of a kind: %s",
  (_name, [, requests, first, says, saysNot]) => {
    const got = explained(requests);
    expect(got.first).toBe(first);
    expect(got.words).toMatch(says);
    if (saysNot !== undefined) expect(got.words).not.toMatch(saysNot);
  },
);

// https://websockets.spec.whatwg.org/#websocket-opening-handshake: each status means another mistake.
it.each<[number, string, RegExp, RegExp]>([
  [403, "server", /add https:\/\/shop\.example to the origins/, /Upgrade/],
  [401, "server", /returns 401: fix that first.*cookie, a ticket in the URL/s, /origins that/],
  [404, "server", /returns 404.*Check the path/s, /origins that/],
  [302, "server", /do not follow a redirect of a handshake/, /origins that/],
  [200, "server", /forward the Upgrade and Connection headers/, /origins that/],
  [426, "server", /forward the Upgrade and Connection headers/, /origins that/],
  [502, "proxy", /runs and listens/, /Page and WebSocket have the same host/],
])("says what the status %i of a WebSocket's handshake means", (status, side, says, saysNot) => {
  const exchange = anExchange({
    ...{ browser: "gecko", initiatorOrigin: PAGE, resourceType: "websocket" },
    ...{ url: "wss://api.other.example/ws", response: { status } },
    ending: { kind: "failed", error: "NS_ERROR_WEBSOCKET_CONNECTION_REFUSED" },
  });
  const verdict = judge(exchange);
  const diagnosis = diagnose(exchange, verdict);
  const { title, because, fix } = explainDiagnosed(exchange, verdict, diagnosis);
  expect(diagnosis[0]).toMatchObject({ code: "websocket-refused", side });
  const words = [title, ...because, ...fix].join("\n");
  expect(words).toMatch(says);
  expect(words).not.toMatch(saysNot);
});

// https://w3c.github.io/webappsec-mixed-content/#should-block-fetch: loopback is no mixed content.
it.each([
  ["ws://api.other.example/ws", "page mixed-content"],
  ["ws://localhost:3000/ws", ""],
  ["wss://api.other.example/ws", ""],
])("says why the constructor of a WebSocket threw: %s", (url, wanted) => {
  const exchange = anExchange({
    ...{ initiatorOrigin: PAGE, url, resourceType: "websocket", requestHeaders: null },
    call: { ...aCall({ url }), api: "websocket", mode: null },
    callResult: { result: "thrown", responseType: null, status: null, errorName: "SecurityError" },
    ...{ ending: { kind: "not-sent" }, response: null },
  });
  const verdict = judge(exchange);
  const diagnosis = diagnose(exchange, verdict);
  expect(deepest(diagnosis)).toBe(wanted);
  if (wanted === "") return;
  const { title, fix } = explainDiagnosed(exchange, verdict, diagnosis);
  expect([title, ...fix].join("\n")).toMatch(/Connect to .* with wss.*use wss:\/\//s);
});

it.each([
  ["net::ERR_SSL_PROTOCOL_ERROR", true],
  ["net::ERR_CERT_DATE_INVALID", false],
])("advises http where no TLS was spoken: %s", (error, isHttp) => {
  const exchange = anExchange({
    ...{ initiatorOrigin: LOCAL, url: "https://localhost:5001/api", response: null },
    ending: { kind: "failed", error },
  });
  const verdict = judge(exchange);
  const { fix } = explainDiagnosed(exchange, verdict, diagnose(exchange, verdict));
  expect(/must begin with http\./.test(fix.join("\n"))).toBe(isHttp);
});
