import { HTML, JSON_TYPE, type ReportedRequest } from "../case.test-builder.ts";

/** The lines that every response of a server has which this program wrote or forwarded. */
export interface Program {
  readonly lines: readonly string[];
  /** What these lines let a careful reader suspect in a blocked response, and how certainly at most. */
  readonly suspects?: readonly string[];
}

/** Programs that write the response. */
export const APPLICATIONS: Readonly<Record<string, Program>> = {
  unnamed: { lines: [] },
  Express: { lines: ["X-Powered-By: Express", 'ETag: W/"2f-1"'] },
  "ASP.NET Core": { lines: ["Server: Kestrel"] },
  Rails: { lines: ["X-Request-Id: 5f0c", "X-Runtime: 0.01", "Cache-Control: max-age=0, private"] },
  Django: {
    lines: ["Server: WSGIServer/0.2 CPython/3.11", "Referrer-Policy: same-origin", "Allow: GET"],
  },
  FastAPI: { lines: ["Server: uvicorn"] },
  Flask: { lines: ["Server: Werkzeug/3.0 Python/3.11"] },
  gunicorn: { lines: ["Server: gunicorn"] },
  PHP: { lines: ["X-Powered-By: PHP/8.2.1", "Pragma: no-cache"] },
  WordPress: { lines: ['Link: <https://a.example/wp-json/>; rel="https://api.w.org/"'] },
  "Next.js": { lines: ["X-Powered-By: Next.js", "Vary: rsc, next-router-state-tree"] },
  Jetty: { lines: ["Server: Jetty(11.0.1)", "Expires: Thu, 01 Jan 1970 00:00:00 GMT"] },
  Phoenix: { lines: ["Server: Cowboy", "X-Request-Id: F0x", "Cache-Control: no-store"] },
  Go: { lines: ["X-Content-Type-Options: nosniff"] },
  IIS: { lines: ["Server: Microsoft-IIS/10.0", "X-Powered-By: ASP.NET"] },
  helmet: {
    lines: [
      "Content-Security-Policy: default-src 'self'",
      "Cross-Origin-Opener-Policy: same-origin",
      "Strict-Transport-Security: max-age=15552000",
      "X-Frame-Options: SAMEORIGIN",
    ],
  },
};

/** A store of the CDN or proxy sent the response: it may be the copy for another request. */
const HIT = ["likely proxy shared-cache-other-origin", "likely proxy shared-cache-without-cors"];

/** Programs in front of the application. */
export const FRONTS: Readonly<Record<string, Program>> = {
  none: { lines: [] },
  nginx: { lines: ["Server: nginx/1.25.3"] },
  Apache: { lines: ["Server: Apache/2.4.58 (Unix)", "Keep-Alive: timeout=5"] },
  Caddy: { lines: ["Via: 1.1 Caddy", 'Alt-Svc: h3=":443"; ma=2592000'] },
  "Cloudflare, not stored": {
    lines: ["Server: cloudflare", "CF-Ray: 8a-FRA", "CF-Cache-Status: DYNAMIC"],
  },
  "Cloudflare, stored": {
    lines: ["Server: cloudflare", "CF-Ray: 8a-FRA", "CF-Cache-Status: HIT", "Age: 70"],
    suspects: HIT,
  },
  "CloudFront, not stored": {
    lines: ["X-Cache: Miss from cloudfront", "Via: 1.1 a.cloudfront.net (CloudFront)"],
  },
  "CloudFront, stored": {
    lines: ["X-Cache: Hit from cloudfront", "X-Amz-Cf-Id: a", "Age: 7"],
    suspects: HIT,
  },
  Fastly: { lines: ["X-Served-By: cache-fra-1", "X-Cache: MISS", "Via: 1.1 varnish", "Age: 0"] },
  Akamai: { lines: ["Server-Timing: cdn-cache; desc=MISS", "X-Akamai-Request-ID: 1"] },
  Vercel: { lines: ["Server: Vercel", "X-Vercel-Id: fra1::1", "X-Vercel-Cache: MISS"] },
  Netlify: { lines: ["Server: Netlify", "X-NF-Request-ID: 1"] },
  Heroku: { lines: ["Via: 1.1 vegur", "Nel: {}", "Report-To: {}"] },
  Fly: { lines: ["Fly-Request-Id: 1", "Server: Fly/1a2b", "Via: 2 fly.io"] },
  Render: { lines: ["Rndr-Id: 1", "X-Render-Origin-Server: gunicorn"] },
  Railway: { lines: ["Server: railway-edge", "X-Railway-Request-Id: 1"] },
  Envoy: { lines: ["Server: istio-envoy", "X-Envoy-Upstream-Service-Time: 3"] },
  Kong: { lines: ["Via: 1.1 kong/3.5", "X-Kong-Upstream-Latency: 2", "X-Kong-Proxy-Latency: 1"] },
  "API Gateway": {
    lines: ["Apigw-Requestid: 1="],
    // It sends its own errors in JSON, without a header that names them.
    suspects: [
      "likely proxy gateway-error",
      "likely proxy preflight-refused",
      "likely proxy rate-limited",
      "likely proxy preflight-not-routed",
      "likely proxy preflight-met-authentication",
      "likely proxy preflight-met-server-error",
    ],
  },
  "Google's load balancer": { lines: ["Via: 1.1 google"] },
  "Azure Front Door": {
    lines: ["X-Azure-Ref: 1", "X-Cache: CONFIG_NOCACHE"],
    // No other header marks its own pages.
    suspects: ["likely proxy preflight-not-routed"],
  },
  Varnish: { lines: ["X-Varnish: 32770", "Via: 1.1 varnish (Varnish/7.1)", "Age: 0"] },
  "Varnish, stored": {
    lines: ["X-Varnish: 32770 3", "Via: 1.1 varnish (Varnish/7.1)", "Age: 12"],
    suspects: HIT,
  },
  Squid: { lines: ["X-Cache: MISS from squid", "Via: 1.1 proxy (squid/5.7)"] },
  Bunny: { lines: ["Server: BunnyCDN-DE1-1", "CDN-RequestId: 1", "CDN-Cache: MISS"] },
};

/** Other lines of a response to a request, which CORS does not concern. */
export const EXTRAS: Readonly<Record<string, readonly string[]>> = {
  none: [],
  "a type with a charset": ["Content-Type: application/json; charset=utf-8"],
  text: ["Content-Type: text/plain"],
  "an HTML page": [HTML],
  bytes: ["Content-Type: application/octet-stream"],
  "no-store": ["Cache-Control: no-store, no-cache, must-revalidate", "Pragma: no-cache"],
  "for a minute, for anyone": ["Cache-Control: public, max-age=60", 'ETag: "1"'],
  "for a minute, for the user": ["Cache-Control: private, max-age=60"],
  "a date": ["Date: Fri, 02 Jan 2026 03:04:05 GMT", "Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT"],
  "an affinity cookie": [
    "Set-Cookie: AWSALB=a; Path=/",
    "Set-Cookie: AWSALBCORS=a; Path=/; SameSite=None; Secure",
  ],
  "a bot manager's cookie": ["Set-Cookie: __cf_bm=a; path=/; HttpOnly; Secure; SameSite=None"],
  "a resource policy": ["Cross-Origin-Resource-Policy: cross-origin"],
  timing: ["Timing-Allow-Origin: *", "Server-Timing: db;dur=53"],
  "logging of errors": ['NEL: {"report_to":"a"}', 'Report-To: {"group":"a"}'],
  "exposed counts": ["Access-Control-Expose-Headers: X-Total-Count", "X-Total-Count: 7"],
  "an encoding": ["Content-Encoding: br", "Vary: Accept-Encoding"],
  "an old proposal's headers": [
    "Access-Control-Allow-Private-Network: true",
    "Access-Control-Allow-External: true",
  ],
  "other kinds of control": ["X-DNS-Prefetch-Control: off", "CDN-Cache-Control: max-age=60"],
  "tracing of the response": ["Traceparent: 00-1-2-01", "X-Cloud-Trace-Context: 1/2"],
};

/** A session cookie that the browser sends to every site, where the request has credentials. */
export const SESSION = "Set-Cookie: sid=1; Path=/; HttpOnly; SameSite=None; Secure";

/** A page and a server: no policy but CORS concerns the two. */
export const PLACES: Readonly<Record<string, Pick<ReportedRequest, "page" | "url">>> = {
  "two sites": { page: "https://shop.example", url: "https://api.other.example/v1/items" },
  "two hosts of one site": {
    page: "https://www.shop.example",
    url: "https://api.shop.example/v1/items",
  },
  "two ports": { page: "https://shop.example", url: "https://shop.example:8443/v1/items" },
  "a page in development": {
    page: "http://localhost:3000",
    url: "https://api.other.example/v1/items?page=2",
  },
  "two local ports": { page: "http://localhost:3000", url: "http://localhost:8080/api/items/" },
  "no TLS": { page: "http://shop.example", url: "http://api.other.example/graphql" },
  "the start page": { page: "https://shop.example", url: "https://api.other.example/" },
  "a hosting domain": { page: "https://shop.example", url: "https://shop.onrender.com/items" },
  "a function": {
    page: "https://shop.example",
    url: "https://a1.execute-api.eu-west-1.amazonaws.com/prod/items",
  },
  "a resource called login": {
    page: "https://shop.example",
    url: "https://api.other.example/login",
  },
  "a resource called error": {
    page: "https://shop.example",
    url: "https://api.other.example/error/404",
  },
  "a signed URL": {
    page: "https://shop.example",
    url: "https://b.s3.eu-west-1.amazonaws.com/a.json?X-Amz-Signature=1&X-Amz-Expires=60",
  },
  "two addresses of one network": {
    page: "http://192.168.1.5:3000",
    url: "http://192.168.1.7:8001/items",
  },
  "a page in an extension": {
    page: "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
    url: "https://api.other.example/v1/items",
  },
};

/** Requests of a page. */
export const REQUESTS: Readonly<
  Record<string, Pick<ReportedRequest, "method" | "headers" | "credentials" | "api">>
> = {
  GET: { method: "GET" },
  "GET by XMLHttpRequest": { method: "GET", api: "xhr" },
  "GET of JSON": { method: "GET", headers: { Accept: "application/json" } },
  "GET with cookies": { method: "GET", credentials: "include", headers: { Cookie: "sid=1" } },
  "GET with credentials, without cookies": { method: "GET", credentials: "include" },
  HEAD: { method: "HEAD" },
  "GET by jQuery": { method: "GET", headers: { "X-Requested-With": "XMLHttpRequest" } },
  "GET past caches": {
    method: "GET",
    headers: { "Cache-Control": "no-cache", Pragma: "no-cache" },
  },
  "GET since a date": { method: "GET", headers: { "If-Modified-Since": "Thu, 01 Jan 2026" } },
  "GET with a tag": { method: "GET", headers: { "X-Tag": "1" } },
  "POST of a form": {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
  },
  "POST of text with cookies": {
    method: "POST",
    credentials: "include",
    headers: { "Content-Type": "text/plain", Cookie: "sid=1" },
  },
  "POST of JSON": { method: "POST", headers: { "Content-Type": "application/json" } },
  "GET with a token": { method: "GET", headers: { Authorization: "Bearer t" } },
  "GET with a tenant": { method: "GET", headers: { "X-Tenant": "7" } },
  "PUT of JSON": { method: "PUT", headers: { "Content-Type": "application/json" } },
  "PATCH with a token": {
    method: "PATCH",
    headers: { "Content-Type": "application/json", Authorization: "Bearer t" },
  },
  DELETE: { method: "DELETE" },
  "DELETE with cookies": {
    method: "DELETE",
    credentials: "include",
    headers: { "X-CSRF-Token": "c", Cookie: "sid=1" },
  },
  "POST of JSON with cookies": {
    method: "POST",
    credentials: "include",
    headers: { "Content-Type": "application/json", Cookie: "sid=1" },
  },
  "POST with a key": {
    method: "POST",
    headers: { "X-Api-Key": "k", "Idempotency-Key": "1", "Content-Type": "application/json" },
  },
};

/** Statuses of a success. */
export const SUCCESSES = [200, 201, 202, 203] as const;

/** Statuses of an error that the application reports, with CORS headers. */
export const ERRORS = [400, 404, 409, 410, 418, 422, 429, 500, 503] as const;

export const DEFAULT_TYPE = JSON_TYPE;
