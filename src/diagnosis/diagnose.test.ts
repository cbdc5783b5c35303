import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anExchange } from "../exchange/exchange.test-builder.ts";
import { hostileExchange } from "../exchange/hostile-exchange.test-builder.ts";
import { aCall } from "../observation/page-call.test-builder.ts";
import { failingExchange } from "../verdict/failing-exchange.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import {
  AC,
  AH,
  AM,
  AO,
  deepest,
  diagnosisOf,
  HTML,
  JSON_TYPE,
  PAGE,
  put,
  type ReportedRequest,
  reported,
} from "./case.test-builder.ts";
import { diagnose } from "./diagnose.ts";
import { RULES } from "./rules.ts";
import { surroundingsAmong } from "./surroundings.ts";

const SIDES = ["server", "proxy", "page", "browser", "network", "third-party"];

const yes = (origin = PAGE) => [
  `${AO}: ${origin}`,
  `${AM}: PUT, POST, DELETE, PATCH`,
  `${AH}: authorization, content-type, range, if-none-match, content-range, x-requested-with`,
];

/** [name, the requests, the last of which is diagnosed, side and code] */
type Row = readonly [name: string, requests: readonly ReportedRequest[], wanted: string];

/** Each rule with cases that it finds, and similar cases in which it must find nothing. */
const ROWS: Readonly<Record<string, readonly Row[]>> = {
  "the layer that sent each value": [
    [
      "the page's origin and a bare *",
      [{ response: [200, `${AO}: ${PAGE}`, `${AO}: *`], credentials: "include" }],
      "browser wildcard-beside-own-origin",
    ],
    [
      "a bare *, and then the page's origin",
      [{ response: [200, `${AO}: *`, `${AO}: ${PAGE}`] }],
      "browser wildcard-beside-own-origin",
    ],
    [
      "a bare * beside an origin that is not the page's: sent twice",
      [{ response: [200, `${AO}: *`, `${AO}: https://two.example`] }],
      "proxy allow-origin-sent-twice",
    ],
    ["* twice", [{ response: [200, `${AO}: *`, `${AO}: *`] }], "proxy allow-origin-sent-twice"],
    [
      "the page's origin twice, on the preflight",
      [{ ...put, preflight: [204, `${AO}: ${PAGE}`, `${AO}: ${PAGE}`] }],
      "proxy allow-origin-sent-twice",
    ],
    [
      "a list in one line",
      [{ response: [200, `${AO}: ${PAGE}, https://two.example`] }],
      "server allow-origin-list",
    ],
    [
      "a list with spaces",
      [{ response: [200, `${AO}: https://one.example https://two.example`] }],
      "server allow-origin-list",
    ],
    [
      "a list, twice",
      [
        {
          response: [
            200,
            `${AO}: ${PAGE}, https://two.example`,
            `${AO}: ${PAGE}, https://two.example`,
          ],
        },
      ],
      "server allow-origin-list",
    ],
    [
      "one value, another origin: a mismatch, not a list",
      [{ response: [200, `${AO}: https://two.example`] }],
      "server allow-origin-mismatch",
    ],
    [
      "the page's origin with a trailing slash: a mismatch, not a list",
      [{ response: [200, `${AO}: ${PAGE}/`] }],
      "server allow-origin-mismatch",
    ],
  ],
  "a cache on the way": [
    [
      "another origin's value, X-Cache",
      [
        {
          response: [200, `${AO}: https://two.example`, "X-Cache: Hit from cloudfront", "Age: 70"],
        },
      ],
      "proxy shared-cache-other-origin",
    ],
    [
      "another origin's value, Age alone",
      [{ response: [200, `${AO}: https://two.example`, "Age: 70"] }],
      "proxy shared-cache-other-origin",
    ],
    [
      "another origin's value, Cache-Status",
      [
        {
          response: [200, `${AO}: https://two.example`, "Cache-Status: ExampleCache; hit; ttl=30"],
        },
      ],
      "proxy shared-cache-other-origin",
    ],
    [
      "another origin's value, and X-Cache is a miss: not the cache",
      [
        {
          response: [200, `${AO}: https://two.example`, "X-Cache: Miss from cloudfront", "Age: 0"],
        },
      ],
      "server allow-origin-mismatch",
    ],
    [
      "the page's origin with a slash, from a cache: the server misspells it",
      [{ response: [200, `${AO}: ${PAGE}/`, "X-Cache: HIT"] }],
      "server allow-origin-mismatch",
    ],
    [
      "a stored copy without the header, where it passed before",
      [
        { blocked: false, response: [200, `${AO}: ${PAGE}`] },
        { response: [200, "CF-Cache-Status: HIT", "Age: 9"] },
      ],
      "proxy shared-cache-without-cors",
    ],
    [
      "a stored copy where the host never allowed an origin: not the cache",
      [{ response: [200, "CF-Cache-Status: HIT", "Age: 9"] }],
      "server host-without-cors",
    ],
  ],
  "sign-in": [
    [
      "a redirect to an identity provider",
      [
        {
          redirects: [
            [
              "https://login.idp.example/oauth2/authorize?client_id=1&response_type=code",
              [302, `${AO}: *`],
            ],
          ],
          response: [200, HTML],
        },
      ],
      "server redirected-to-sign-in",
    ],
    [
      "a redirect to the host's own login page, which is blocked",
      [{ response: [302, "Location: /login?next=/v1/items"] }],
      "server redirected-to-sign-in",
    ],
    [
      "by SAML, on an unknown host",
      [{ response: [302, "Location: https://door.example/in?SAMLRequest=x"] }],
      "server redirected-to-sign-in",
    ],
    [
      "a login page that the page could read",
      [
        {
          blocked: false,
          redirects: [["https://api.other.example/login", [302, `${AO}: ${PAGE}`]]],
          response: [200, HTML, `${AO}: ${PAGE}`],
        },
      ],
      "server redirected-to-sign-in",
    ],
    [
      "a redirect to another host that responds with JSON: no sign-in",
      [
        {
          redirects: [["https://files.other.example/items", [302, `${AO}: *`]]],
          response: [200, JSON_TYPE],
        },
      ],
      "page missing-allow-origin",
    ],
    [
      "a redirect to a host named auth that responds with JSON: no sign-in",
      [
        {
          redirects: [["https://auth.other.example/keys", [302, `${AO}: *`]]],
          response: [200, JSON_TYPE],
        },
      ],
      "page missing-allow-origin",
    ],
    [
      "a login URL that the page requested itself: a moved path",
      [{ url: "https://login.idp.example/login/", response: [302, "Location: /login/step"] }],
      "server redirect-moved",
    ],
    // Seen in Chromium 156 and Firefox 153: a rename, and a resource that is no page to sign in.
    [
      "a token endpoint with a new path, on the preflight",
      [
        {
          ...put,
          method: "POST",
          url: "https://api.other.example/token",
          preflight: [308, "Location: /oauth/token", `${AO}: *`],
        },
      ],
      "server redirect-moved",
    ],
    [
      "a token endpoint with a new path",
      [
        {
          method: "POST",
          url: "https://api.other.example/token",
          response: [308, "Location: /oauth/token"],
        },
      ],
      "server redirect-moved",
    ],
    [
      "an API below /auth since its rename",
      [
        {
          url: "https://api.other.example/api/me",
          response: [301, "Location: /api/auth/me"],
        },
      ],
      "server redirect-moved",
    ],
    [
      "a payment to authorize",
      [
        {
          method: "POST",
          url: "https://api.other.example/payments",
          response: [302, "Location: /payments/authorize/17"],
        },
      ],
      "server redirect-moved",
    ],
    [
      "a renamed document about authentication, which passed",
      [
        {
          blocked: false,
          url: "https://api.other.example/docs/security",
          redirects: [["https://api.other.example/docs/authentication", [301, `${AO}: *`]]],
          response: [200, HTML, `${AO}: *`],
        },
      ],
      "",
    ],
    [
      "a POST sent to sign in with the URL to return to, by a framework that only knows 307",
      [
        {
          method: "POST",
          response: [
            307,
            `Location: /login?callbackUrl=${encodeURIComponent("https://api.other.example/v1/items")}`,
          ],
        },
      ],
      "server redirected-to-sign-in",
    ],
    [
      "a redirect below /auth, to the start of a sign-in",
      [{ response: [302, "Location: /auth/realms/shop"] }],
      "server redirected-to-sign-in",
    ],
    [
      "a preflight sent to sign in by 307",
      [{ ...put, preflight: [307, "Location: /login"] }],
      "server preflight-met-authentication",
    ],
    [
      "a preflight sent to sign in",
      [{ ...put, preflight: [302, "Location: https://idp.example/login"] }],
      "server preflight-met-authentication",
    ],
  ],
  redirects: [
    ...([302, 200] as const).map(
      (status): Row => [
        `redirects that come back to a URL, which responds ${status}: ${status === 302 ? "a loop" : "no loop"}`,
        [
          {
            redirects: [
              ["https://cdn.other.example/v1/items", [302, "Location: /a", `${AO}: ${PAGE}`]],
              [
                "https://api.other.example/v1/items",
                [302, "Location: https://api.other.example/v1/items", `${AO}: *`],
              ],
            ],
            response: [status, `${AO}: ${PAGE}`, "Location: https://cdn.other.example/v1/items"],
          },
        ],
        status === 302 ? "server redirect-loop" : "page allow-origin-mismatch",
      ],
    ),
    [
      "only a slash, removed",
      [
        {
          url: "https://api.other.example/forums/",
          response: [301, "Location: https://api.other.example/forums"],
        },
      ],
      "page redirect-slash",
    ],
    [
      "only a slash, added, on the preflight",
      [{ ...put, preflight: [308, "Location: /v1/items/", `${AO}: *`] }],
      "page redirect-slash",
    ],
    [
      "from http to https",
      [
        {
          page: "http://shop.example",
          url: "http://api.other.example/a",
          response: [301, "Location: https://api.other.example/a"],
        },
      ],
      "page redirect-to-https",
    ],
    [
      "from https to http: behind a proxy",
      [{ response: [307, "Location: http://api.other.example/v1/items/"] }],
      "server redirect-to-http",
    ],
    [
      "a renamed path",
      [{ ...put, preflight: [308, "Location: /v2/items", `${AO}: *`] }],
      "server redirect-moved",
    ],
    [
      "a redirect without CORS headers to another host: the header is missing",
      [{ response: [302, "Location: https://files.example/x"] }],
      "server missing-allow-origin",
    ],
    [
      "a followed redirect to a renamed path: the target's header is wrong",
      [
        {
          redirects: [["https://api.other.example/v2/items", [302, `${AO}: ${PAGE}`]]],
          response: [200, JSON_TYPE, `${AO}: https://two.example`],
        },
      ],
      "server allow-origin-mismatch",
    ],
  ],
  "the status of the response": [
    ["401", [{ response: [401, "WWW-Authenticate: Bearer"] }], "server unauthenticated"],
    ["403", [{ response: [403, JSON_TYPE] }], "server forbidden"],
    ["404", [{ response: [404, JSON_TYPE] }], "server not-found"],
    [
      "404 with a wildcard that cannot serve credentials",
      [
        {
          credentials: "include",
          response: [404, `${AO}: *`, `${AC}: false`, "X-Powered-By: Express"],
        },
      ],
      "server not-found",
    ],
    ["405", [{ method: "POST", response: [405, "Allow: GET"] }], "server method-not-supported"],
    [
      "413 from a proxy",
      [{ method: "POST", response: [413, "Server: nginx", HTML] }],
      "proxy body-too-large",
    ],
    [
      "413 from the application",
      [{ method: "POST", response: [413, "X-Powered-By: Express", JSON_TYPE] }],
      "server body-too-large",
    ],
    ["415", [{ method: "POST", response: [415, JSON_TYPE] }], "page unsupported-media-type"],
    ["421 from a foreign host", [{ response: [421] }], "third-party misdirected-request"],
    [
      "421 from the page's own site",
      [{ url: "https://api.shop.example/x", response: [421] }],
      "proxy misdirected-request",
    ],
    ["429", [{ response: [429, "Retry-After: 30"] }], "page rate-limited"],
    ["500", [{ response: [500] }], "server server-error"],
    ["502", [{ response: [502, "Server: nginx/1.18.0", HTML] }], "proxy gateway-error"],
    [
      "503 from a load balancer",
      [{ response: [503, "Server: awselb/2.0"] }],
      "proxy gateway-error",
    ],
    [
      "503 from the application",
      [{ response: [503, "X-Powered-By: Express"] }],
      "server gateway-error",
    ],
    ["504", [{ response: [504] }], "proxy gateway-timeout"],
    ["522 from Cloudflare", [{ response: [522, "Server: cloudflare"] }], "proxy gateway-error"],
    [
      "an error after the same URL passed: the error is the difference",
      [{ blocked: false, response: [200, `${AO}: ${PAGE}`] }, { response: [500] }],
      "server server-error",
    ],
    [
      "no cause: the page can read the 404",
      [{ blocked: false, response: [404, `${AO}: ${PAGE}`] }],
      "",
    ],
  ],
  "the status of the preflight": [
    [
      "401",
      [{ ...put, preflight: [401, "WWW-Authenticate: Basic"] }],
      "server preflight-met-authentication",
    ],
    ["403", [{ ...put, preflight: [403] }], "server preflight-refused"],
    ["400", [{ ...put, preflight: [400, "Content-Type: text/html"] }], "server preflight-refused"],
    [
      "404 from a framework",
      [{ ...put, preflight: [404, HTML, "X-Powered-By: Express"] }],
      "server preflight-not-routed",
    ],
    ["405", [{ ...put, preflight: [405, "Allow: GET, PUT", HTML] }], "server preflight-not-routed"],
    ["429", [{ ...put, preflight: [429] }], "server rate-limited"],
    ["500", [{ ...put, preflight: [500] }], "server preflight-met-server-error"],
    ["502", [{ ...put, preflight: [502] }], "proxy gateway-error"],
    [
      "404 from a platform with nothing deployed",
      [
        {
          page: "http://localhost:4200",
          ...put,
          url: "https://eu-proj.run.example/do",
          preflight: [404, "Server: Google Frontend", HTML],
        },
      ],
      "page nothing-deployed",
    ],
    [
      "OPTIONS where API Gateway has CORS disabled, or lacks the path",
      [{ ...put, preflight: [403, "X-Amzn-ErrorType: MissingAuthenticationTokenException"] }],
      "server preflight-not-routed",
    ],
    [
      "404 on a platform with Express's Content-Security-Policy: an application without a route",
      [
        {
          ...put,
          preflight: [
            404,
            "Server: Google Frontend",
            HTML,
            "Content-Security-Policy: default-src 'none'",
          ],
        },
      ],
      "server preflight-not-routed",
    ],
    [
      "404 on a platform with its trace header: an application without a route",
      [
        {
          ...put,
          preflight: [404, "Server: Google Frontend", HTML, "X-Cloud-Trace-Context: 1/2"],
        },
      ],
      "server preflight-not-routed",
    ],
    [
      "404 through Heroku's router (Via): an application without a route",
      [{ ...put, preflight: [404, "Server: Cowboy", "Via: 1.1 vegur", HTML] }],
      "server preflight-not-routed",
    ],
    [
      "Heroku's own page for no application",
      [
        {
          ...put,
          url: "https://app.herokuapp.com/v1/items",
          preflight: [404, "Server: Cowboy", HTML],
        },
      ],
      "page nothing-deployed",
    ],
    [
      "404 on a platform in JSON: an application without a route",
      [
        {
          page: "http://localhost:4200",
          ...put,
          preflight: [404, "Server: Google Frontend", JSON_TYPE],
        },
      ],
      "server preflight-not-routed",
    ],
    [
      "404 on a platform with all CORS headers: an application without a route",
      [{ ...put, preflight: [404, "Server: Google Frontend", HTML, ...yes()] }],
      "server preflight-not-routed",
    ],
  ],
  "servers with one switch": [
    [
      "Ollama refuses a foreign origin",
      [
        {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          url: "http://localhost:11434/v1/chat/completions",
          preflight: [403],
        },
      ],
      "server local-server-switch",
    ],
    [
      "LM Studio, with CORS switched off",
      [
        {
          page: "http://localhost:8000",
          method: "POST",
          headers: { "Content-Type": "application/json" },
          url: "http://localhost:1234/v1/completions",
          preflight: [200, JSON_TYPE],
        },
      ],
      "server local-server-switch",
    ],
    [
      "llama.cpp by its name, on any port",
      [{ url: "http://192.168.1.5:9999/v1/models", response: [200, "Server: llama.cpp"] }],
      "server local-server-switch",
    ],
    [
      "Express on Ollama's port: not Ollama",
      [{ url: "http://localhost:11434/v1/items", response: [200, "X-Powered-By: Express"] }],
      "server host-without-cors",
    ],
    [
      "Ollama's port on a foreign host: not a local server",
      [{ url: "https://api.other.example:11434/v1/items", response: [200] }],
      "server host-without-cors",
    ],
    [
      "500 on Ollama's port: the failure, not the switch",
      [{ url: "http://localhost:11434/v1/items", response: [500] }],
      "server server-error",
    ],
  ],
  "a third party's server": [
    [
      "an API with a secret, and no OPTIONS",
      [{ ...put, preflight: [404, JSON_TYPE, "Server: cloudflare"] }],
      "third-party third-party-without-cors",
    ],
    [
      "405 in JSON",
      [{ ...put, headers: { "X-Api-Key": "k" }, preflight: [405, JSON_TYPE] }],
      "third-party third-party-without-cors",
    ],
    [
      "405 with a framework's Server header: possibly the reader's own program",
      [{ ...put, preflight: [405, JSON_TYPE, "Server: uvicorn", "Allow: PUT"] }],
      "server preflight-not-routed",
    ],
    [
      "405 in JSON from a hosting platform: possibly the reader's own program",
      [{ ...put, url: "https://mine.onrender.com/x", preflight: [405, JSON_TYPE] }],
      "server preflight-not-routed",
    ],
    [
      "404 to a preflight of a request without a secret: not a third party",
      [{ method: "PUT", headers: { "X-A": "1" }, preflight: [404, JSON_TYPE] }],
      "server preflight-not-routed",
    ],
    [
      "404 from the page's own site: not a third party",
      [{ ...put, url: "https://api.shop.example/x", preflight: [404, JSON_TYPE] }],
      "server preflight-not-routed",
    ],
    [
      "404 from a host that allows another request: not without CORS",
      [
        { blocked: false, url: "https://api.other.example/open", response: [200, `${AO}: *`] },
        { ...put, preflight: [404, JSON_TYPE] },
      ],
      "server preflight-not-routed",
    ],
    [
      "404 from a server on this machine: not a third party",
      [{ ...put, url: "http://localhost:8080/x", preflight: [404, JSON_TYPE] }],
      "server preflight-not-routed",
    ],
    [
      "no origin is allowed, without a secret",
      [{ response: [200, JSON_TYPE] }],
      "server host-without-cors",
    ],
    [
      "no header here, but another response of the host allows an origin",
      [
        { blocked: false, url: "https://api.other.example/open", response: [200, `${AO}: *`] },
        { response: [200, JSON_TYPE] },
      ],
      "server missing-allow-origin",
    ],
  ],
  contrasts: [
    [
      "the preflight allowed it, the response does not",
      [{ ...put, preflight: [200, ...yes()], response: [200, JSON_TYPE] }],
      "server allowed-by-preflight-only",
    ],
    [
      "the preflight allowed credentials, the response does not",
      [
        {
          ...put,
          credentials: "include",
          preflight: [200, ...yes(), `${AC}: true`],
          response: [200, `${AO}: ${PAGE}`],
        },
      ],
      "server allowed-by-preflight-only",
    ],
    [
      "the preflight allowed credentials, the response has *: the wildcard is the cause",
      [
        {
          ...put,
          credentials: "include",
          preflight: [200, ...yes(), `${AC}: true`],
          response: [200, `${AO}: *`],
        },
      ],
      "server wildcard-origin-not-allowed",
    ],
    [
      "requests without preflight pass, OPTIONS has no CORS headers",
      [
        { blocked: false, response: [200, `${AO}: ${PAGE}`] },
        { ...put, preflight: [200] },
      ],
      "server allowed-without-preflight-only",
    ],
    [
      "requests without preflight pass, OPTIONS has another origin: a mismatch",
      [
        { blocked: false, response: [200, `${AO}: ${PAGE}`] },
        { ...put, preflight: [200, `${AO}: https://two.example`] },
      ],
      "server allow-origin-mismatch",
    ],
    [
      "a 304 lacks the header",
      [
        { blocked: false, response: [200, `${AO}: *`] },
        {
          headers: { "If-None-Match": '"1"' },
          preflight: [204, ...yes("*")],
          response: [304, 'ETag: "1"'],
        },
      ],
      "server not-modified-without-cors",
    ],
    [
      "a 200 lacks the header: not about 304, it passed earlier",
      [{ blocked: false, response: [200, `${AO}: *`] }, { response: [200, 'ETag: "1"'] }],
      "server passed-earlier",
    ],
    [
      "the last part of an upload",
      [
        { method: "PUT", blocked: false, preflight: [200, ...yes()], response: [308, `${AO}: *`] },
        { method: "PUT", preflight: [200, ...yes()], response: [200, JSON_TYPE] },
      ],
      "server passed-earlier",
    ],
    [
      "only another path passed: this URL never did",
      [
        {
          blocked: false,
          url: "https://api.other.example/other",
          response: [200, `${AO}: ${PAGE}`],
        },
        { response: [200] },
      ],
      "server missing-allow-origin",
    ],
    [
      "only another page's request passed: the header is missing here",
      [
        {
          blocked: false,
          page: "https://two.example",
          response: [200, `${AO}: https://two.example`],
        },
        { response: [200] },
      ],
      "server missing-allow-origin",
    ],
    [
      "no earlier request: nothing to compare with",
      [{ response: [200] }],
      "server host-without-cors",
    ],
  ],
  "the server's list of origins": [
    [
      "it varies by Origin and does not allow this one",
      [{ response: [200, "Vary: Origin", JSON_TYPE] }],
      "server origin-not-listed",
    ],
    [
      "other CORS headers, but not this one",
      [{ ...put, preflight: [204, `${AC}: true`, `${AM}: PUT`] }],
      "server origin-not-listed",
    ],
    [
      "a packed app",
      [{ page: "http://localhost", ...put, preflight: [200, "Vary: Origin", "Allow: GET"] }],
      "server origin-not-listed",
    ],
    [
      "the response varies by Accept-Encoding only: no list of origins",
      [{ response: [200, "Vary: Accept-Encoding"] }],
      "server host-without-cors",
    ],
    [
      "the response varies by everything: no list of origins",
      [{ response: [200, "Vary: *"] }],
      "server host-without-cors",
    ],
  ],
  "the API or library that sent it": [
    [
      "a beacon has credentials",
      [
        {
          api: "beacon",
          method: "POST",
          credentials: "include",
          headers: { "Content-Type": "application/json" },
          preflight: [204, ...yes()],
        },
      ],
      "page beacon-with-credentials",
    ],
    [
      "a fetch with credentials: the server lacks Allow-Credentials",
      [
        {
          method: "POST",
          credentials: "include",
          headers: { "Content-Type": "application/json" },
          preflight: [204, ...yes()],
        },
      ],
      "server invalid-allow-credentials",
    ],
    [
      "a beacon to a host without CORS: its credentials are not the cause",
      [{ api: "beacon", method: "POST", credentials: "include", response: [200] }],
      "server host-without-cors",
    ],
    [
      "SignalR sends credentials",
      [
        {
          method: "POST",
          url: "https://api.other.example/hub/negotiate",
          credentials: "include",
          headers: { "X-Requested-With": "XMLHttpRequest" },
          preflight: [204, ...yes("*")],
        },
      ],
      "server library-sends-credentials",
    ],
    [
      "a path that ends in /negotiate but is not SignalR's: the wildcard is the cause",
      [
        {
          method: "POST",
          url: "https://api.other.example/price/negotiate",
          credentials: "include",
          response: [200, `${AO}: *`],
        },
      ],
      "server wildcard-origin-not-allowed",
    ],
    [
      "a tracing header",
      [{ headers: { "sentry-trace": "1" }, preflight: [204, `${AO}: *`, `${AH}: x-a`] }],
      "page library-adds-headers",
    ],
    [
      "an SDK's header",
      [{ headers: { "mcp-protocol-version": "1" }, preflight: [204, `${AO}: *`, `${AH}: x-a`] }],
      "server library-adds-headers",
    ],
    [
      "a header of the page's own: no library",
      [{ headers: { "x-mine": "1" }, preflight: [204, `${AO}: *`, `${AH}: x-a`] }],
      "server header-disallowed",
    ],
    [
      "a header of the page's own beside a tracing header: not only a library",
      [
        {
          headers: { "x-mine": "1", traceparent: "1" },
          preflight: [204, `${AO}: *`, `${AH}: x-a`],
        },
      ],
      "server header-disallowed",
    ],
    [
      "a platform's default list",
      [
        {
          headers: { "x-mine": "1" },
          preflight: [204, `${AO}: *`, `${AH}: authorization, x-client-info, apikey, content-type`],
        },
      ],
      "server platform-default-headers",
    ],
    [
      "a platform's default list with one more name: a custom list",
      [
        {
          headers: { "x-mine": "1" },
          preflight: [
            204,
            `${AO}: *`,
            `${AH}: authorization, x-client-info, apikey, content-type, x-more`,
          ],
        },
      ],
      "server header-disallowed",
    ],
    [
      "a method in lower case",
      [{ method: "patch", preflight: [204, `${AO}: *`, `${AM}: GET, PATCH`] }],
      "page method-disallowed",
    ],
    [
      "a method in upper case that is not listed: the server's list",
      [{ method: "PATCH", preflight: [204, `${AO}: *`, `${AM}: GET, POST`] }],
      "server method-disallowed",
    ],
  ],
  "passed, but without the wanted result": [
    [
      "a hidden header",
      [{ blocked: false, response: [200, `${AO}: *`, "Content-Disposition: attachment"] }],
      "server headers-not-exposed",
    ],
    [
      "a hidden link to the next page of a list",
      [{ blocked: false, response: [200, `${AO}: *`, 'Link: </v1/items?page=2>; rel="next"'] }],
      "server headers-not-exposed",
    ],
    [
      "ranges of a document",
      [
        {
          blocked: false,
          response: [200, `${AO}: *`, "Accept-Ranges: bytes", "Content-Type: application/pdf"],
        },
      ],
      "server headers-not-exposed",
    ],
    [
      "no cause: the header is exposed",
      [
        {
          blocked: false,
          response: [
            200,
            `${AO}: *`,
            "Content-Disposition: attachment",
            "Access-Control-Expose-Headers: content-disposition",
          ],
        },
      ],
      "",
    ],
    [
      "no cause: pages do not read the hidden headers",
      [
        {
          blocked: false,
          response: [200, `${AO}: *`, "Server: nginx", "Accept-Ranges: bytes", "Date: x"],
        },
      ],
      "",
    ],
    [
      "a cookie that is refused",
      [
        {
          blocked: false,
          credentials: "include",
          response: [200, `${AO}: ${PAGE}`, `${AC}: true`, "Set-Cookie: sid=1; SameSite=Lax"],
        },
      ],
      "server cookie-refused",
    ],
    [
      "no cause: the cookie has SameSite=None and Secure",
      [
        {
          blocked: false,
          credentials: "include",
          response: [
            200,
            `${AO}: ${PAGE}`,
            `${AC}: true`,
            "Set-Cookie: sid=1; SameSite=None; Secure",
          ],
        },
      ],
      "",
    ],
    [
      "no cause: the cookie comes from the page's own site",
      [
        {
          blocked: false,
          url: "https://api.shop.example/login",
          credentials: "include",
          response: [200, `${AO}: ${PAGE}`, `${AC}: true`, "Set-Cookie: sid=1; SameSite=Lax"],
        },
      ],
      "",
    ],
    [
      "a session whose cookie was not sent",
      [
        {
          blocked: false,
          url: "https://api.other.example/login",
          credentials: "include",
          response: [200, `${AO}: ${PAGE}`, `${AC}: true`, "Set-Cookie: sid=1; SameSite=Lax"],
        },
        {
          blocked: false,
          credentials: "include",
          response: [403, `${AO}: ${PAGE}`, `${AC}: true`],
        },
      ],
      "server cookie-not-sent",
    ],
    [
      "a 403 without any known cookie: forbidden",
      [
        {
          blocked: false,
          credentials: "include",
          response: [403, `${AO}: ${PAGE}`, `${AC}: true`],
        },
      ],
      "server forbidden",
    ],
    [
      "a session cookie without credentials",
      [
        {
          blocked: false,
          method: "POST",
          response: [200, `${AO}: *`, "Set-Cookie: sid=1; SameSite=None; Secure"],
        },
      ],
      "page cookie-ignored",
    ],
    [
      "a cookie with a redacted name",
      [
        {
          blocked: false,
          method: "POST",
          response: [200, `${AO}: *`, "Set-Cookie: [redacted]; Secure"],
        },
      ],
      "page cookie-ignored",
    ],
    [
      "no cause: the ignored cookie only removes one",
      [
        {
          blocked: false,
          method: "POST",
          response: [200, `${AO}: *`, "Set-Cookie: sid=; Max-Age=0"],
        },
      ],
      "",
    ],
    [
      "no cause: the ignored cookie is for the language",
      [{ blocked: false, method: "POST", response: [200, `${AO}: *`, "Set-Cookie: lang=en"] }],
      "",
    ],
    [
      "no cause: the request has credentials, so the cookie is stored",
      [
        {
          blocked: false,
          credentials: "include",
          response: [
            200,
            `${AO}: ${PAGE}`,
            `${AC}: true`,
            "Set-Cookie: sid=1; SameSite=None; Secure",
          ],
        },
      ],
      "",
    ],
    [
      "a 401 that passed",
      [{ blocked: false, response: [401, `${AO}: ${PAGE}`] }],
      "server unauthenticated",
    ],
    [
      "no-cors removed the type",
      [
        {
          blocked: false,
          method: "POST",
          mode: "no-cors",
          headers: { "Content-Type": "application/json" },
          response: [415],
        },
      ],
      "page no-cors-strips-header",
    ],
    [
      "no cause: a no-cors request without a header to remove",
      [{ blocked: false, method: "POST", mode: "no-cors", response: [200] }],
      "",
    ],
    [
      "Authorization under a wildcard",
      [
        {
          blocked: false,
          headers: { Authorization: "x" },
          preflight: [204, `${AO}: *`, `${AH}: *`],
          response: [200, `${AO}: *`],
        },
      ],
      "server authorization-covered-by-wildcard",
    ],
    [
      "no cause: a simple request that * allows",
      [{ blocked: false, response: [200, `${AO}: *`] }],
      "",
    ],
  ],
};

const pass: ReportedRequest = { blocked: false, response: [200, `${AO}: ${PAGE}`] };
const passes = (url: string): ReportedRequest => ({ ...pass, url });
const FASTAPI = "Server: uvicorn";
const LOCAL = { page: "http://localhost:5173", url: "http://localhost:11434/v1/items" };
const login: ReportedRequest = {
  blocked: false,
  credentials: "include",
  url: "https://api.other.example/login",
};
const credentialed = [`${AO}: ${PAGE}`, `${AC}: true`] as const;
const me: ReportedRequest = {
  blocked: false,
  credentials: "include",
  response: [403, ...credentialed],
};
const sets = (line: string): ReportedRequest => ({
  ...login,
  response: [200, ...credentialed, `Set-Cookie: ${line}`],
});

/** Cases that ordinary servers cause too: the certainty that remains, or the rule that applies instead. */
const ORDINARY: readonly Row[] = [
  [
    "a proxy that adds * as well",
    [{ response: [200, `${AO}: ${PAGE}`, `${AO}: *`], credentials: "include" }],
    "ambiguous browser wildcard-beside-own-origin",
  ],
  [
    "an application that sets the header in two places",
    [{ credentials: "include", response: [200, `${AO}: *`, `${AO}: *`] }],
    "ambiguous proxy allow-origin-sent-twice",
  ],
  [
    "a fixed origin, behind a CDN",
    [{ response: [200, `${AO}: https://two.example`, "CF-Cache-Status: HIT"] }],
    "ambiguous proxy shared-cache-other-origin",
  ],
  [
    "another origin from a CDN, and this URL passed before: likely the cache",
    [pass, { response: [200, `${AO}: https://two.example`, "CF-Cache-Status: HIT"] }],
    "likely proxy shared-cache-other-origin",
  ],
  [
    "static files without CORS on a CDN, beside an API with it",
    [
      passes("https://api.other.example/api"),
      { url: "https://api.other.example/a.json", response: [200, "CF-Cache-Status: HIT"] },
    ],
    "ambiguous proxy shared-cache-without-cors",
  ],
  [
    "a CDN's copy without CORS of a URL that passed: likely the cache",
    [pass, { response: [200, "CF-Cache-Status: HIT"] }],
    "likely proxy shared-cache-without-cors",
  ],
  [
    "a copy in the browser's cache of a URL that passed",
    [pass, { response: [200], stored: true }],
    "certain server missing-allow-origin",
  ],
  [
    "a copy in the browser's cache of a request that the preflight allows",
    [{ ...put, preflight: [204, ...yes()], response: [200], stored: true }],
    "certain server missing-allow-origin",
  ],
  [
    "a copy in the browser's cache, and no response from the host",
    [{ response: [200], stored: true }],
    "certain server missing-allow-origin",
  ],
  [
    "a copy in the browser's cache for another origin, once from a CDN",
    [{ response: [200, `${AO}: https://two.example`, "Age: 70"], stored: true }],
    "certain server allow-origin-mismatch",
  ],
  [
    "one response without CORS headers",
    [{ response: [200] }],
    "ambiguous server host-without-cors",
  ],
  [
    "several responses without CORS headers: likely no CORS at all",
    [{ response: [200] }, { response: [200] }],
    "likely server host-without-cors",
  ],
  [
    "another program on Ollama's port",
    [{ ...LOCAL, response: [200] }],
    "ambiguous server local-server-switch",
  ],
  [
    "an Express application on LM Studio's port",
    [{ ...LOCAL, url: "http://localhost:1234/v1/a", response: [200, "X-Powered-By: Express"] }],
    "ambiguous server local-server-switch",
  ],
  [
    "a product's Server header on its own port: likely that product",
    [{ ...LOCAL, url: "http://localhost:8188/prompt", response: [200, "Server: aiohttp/3"] }],
    "likely server local-server-switch",
  ],
  [
    "a FastAPI in development",
    [{ ...LOCAL, url: "http://localhost:8000/v1/users", response: [200, FASTAPI] }],
    "ambiguous server host-without-cors",
  ],
  [
    "a program on Ollama's port that lacks the path",
    [{ ...LOCAL, response: [404] }],
    "ambiguous server not-found",
  ],
  [
    "a program on Ollama's port that lacks OPTIONS",
    [{ ...LOCAL, ...put, preflight: [404] }],
    "certain server preflight-not-routed",
  ],
  [
    "llama.cpp where the path is wrong",
    [{ ...LOCAL, response: [404, "Server: llama.cpp"] }],
    "ambiguous server not-found",
  ],
  [
    "a server whose preflight response the browser had in its cache",
    [{ ...put, response: [200, "Vary: Origin"] }],
    "likely server allowed-by-preflight-only",
  ],
  [
    "a 403 after a preflight response that the browser had in its cache",
    [{ ...put, response: [403, "Vary: Origin"] }],
    "ambiguous server forbidden",
  ],
  [
    "a 403 that varies by Origin, without any preflight",
    [{ response: [403, "Vary: Origin"] }],
    "likely server origin-not-listed",
  ],
  [
    "a server that varies by Origin, without any preflight",
    [{ response: [200, "Vary: Origin"] }],
    "likely server origin-not-listed",
  ],
  [
    "a program on Ollama's port that allows the origin elsewhere",
    [{ ...LOCAL, ...put, preflight: [204, ...yes(LOCAL.page)], response: [200] }],
    "certain server allowed-by-preflight-only",
  ],
  [
    "an application behind Netlify",
    [{ response: [404, HTML, "Server: Netlify"] }],
    "ambiguous server not-found",
  ],
  [
    "a private repository on github.com",
    [{ url: "https://github.com/a/b/releases", response: [404, HTML, "Server: github.com"] }],
    "ambiguous server not-found",
  ],
  [
    "a missing file on GitHub Pages: likely not deployed",
    [{ url: "https://a.github.io/b.json", response: [404, HTML, "Server: GitHub.com"] }],
    "likely page nothing-deployed",
  ],
  [
    "Phoenix, whose server is Cowboy",
    [{ ...put, preflight: [404, HTML, "Server: Cowboy"] }],
    "certain server preflight-not-routed",
  ],
  [
    "an application's 405 through API Gateway, which sends its own in JSON, too",
    [{ ...put, preflight: [405, ...yes(), JSON_TYPE, "Apigw-Requestid: 1="] }],
    "likely proxy preflight-not-routed",
  ],
  [
    "a route of Kong's own, whose header of forwarded responses is missing",
    [{ ...put, preflight: [405, ...yes(), JSON_TYPE, "Server: kong/3.4"] }],
    "certain proxy preflight-not-routed",
  ],
  [
    "an application's 405 through Azure Front Door, whose own pages are HTML, too",
    [{ ...put, preflight: [405, ...yes(), HTML, "X-Azure-Ref: 1"] }],
    "likely proxy preflight-not-routed",
  ],
  [
    "API Gateway where the route requires a signature",
    [{ response: [403, JSON_TYPE, "X-Amzn-ErrorType: MissingAuthenticationTokenException"] }],
    "ambiguous page nothing-deployed",
  ],
  ["a route that the server forgot", [{ response: [404] }], "ambiguous server not-found"],
  [
    "a server without a parser for the type",
    [{ method: "POST", response: [415] }],
    "ambiguous page unsupported-media-type",
  ],
  ["a limit that is too low", [{ response: [429] }], "ambiguous page rate-limited"],
  [
    "a back end that reports its own upstream's failure",
    [{ response: [502, JSON_TYPE, "X-Powered-By: Express"] }],
    "likely server server-error",
  ],
  [
    "an application in maintenance, behind nginx",
    [{ response: [503, JSON_TYPE, "Server: nginx"] }],
    "likely server gateway-error",
  ],
  [
    "an application's limit, behind nginx",
    [{ method: "POST", response: [413, JSON_TYPE, "Server: nginx", "X-Powered-By: Express"] }],
    "ambiguous server body-too-large",
  ],
  [
    "public data of a host without CORS elsewhere",
    [passes("https://api.other.example/public"), { ...put, preflight: [200] }],
    "ambiguous server allowed-without-preflight-only",
  ],
  [
    "OPTIONS without CORS on a path that passes without preflight: likely only OPTIONS",
    [pass, { ...put, preflight: [200] }],
    "likely server allowed-without-preflight-only",
  ],
  [
    "public data that another page could read",
    [
      { ...passes("https://api.other.example/public"), page: "https://two.example" },
      { ...put, preflight: [200] },
    ],
    "certain server missing-allow-origin",
  ],
  [
    "a configuration that forgot the header",
    [{ response: [200, `${AM}: GET, POST`] }],
    "ambiguous server origin-not-listed",
  ],
  [
    "the reader's own API with a version header",
    [
      {
        method: "PUT",
        headers: { Authorization: "x", "Api-Version": "2" },
        preflight: [404, JSON_TYPE],
      },
    ],
    "ambiguous third-party third-party-without-cors",
  ],
  [
    "Socket.IO 3 and later, where the page includes credentials",
    [
      {
        url: "https://api.other.example/socket.io/?EIO=4&transport=polling",
        credentials: "include",
        response: [200, `${AO}: *`],
      },
    ],
    "certain server wildcard-origin-not-allowed",
  ],
  [
    "Socket.IO 2, where the page includes credentials: likely the library",
    [
      {
        url: "https://api.other.example/socket.io/?EIO=3&transport=polling",
        credentials: "include",
        response: [200, `${AO}: *`],
      },
    ],
    "likely server library-sends-credentials",
  ],
  [
    "the page's own request id",
    [{ headers: { "request-id": "1" }, preflight: [204, `${AO}: *`, `${AH}: x-a`] }],
    "certain server header-disallowed",
  ],
  [
    "both of Sentry's headers: likely the library",
    [
      {
        headers: { "sentry-trace": "1", baggage: "a" },
        preflight: [204, `${AO}: *`, `${AH}: x-a`],
      },
    ],
    "likely page library-adds-headers",
  ],
  [
    "a platform's list, copied from its examples",
    [
      {
        headers: { "x-mine": "1" },
        preflight: [204, `${AO}: *`, `${AH}: authorization, x-client-info, apikey, content-type`],
      },
    ],
    "ambiguous server platform-default-headers",
  ],
  [
    "nobody signed in, and a load balancer's cookie",
    [sets("AWSALB=a; Path=/"), me],
    "ambiguous server forbidden",
  ],
  [
    "nobody signed in, and a cookie for the language",
    [sets("lang=de; SameSite=Lax"), me],
    "ambiguous server cookie-not-sent",
  ],
  [
    "a session cookie that another site does not receive: likely the cause",
    [sets("sid=1; SameSite=Lax"), me],
    "likely server cookie-not-sent",
  ],
  ["a load balancer's cookie", [sets("AWSALB=a; Path=/")], ""],
  ["signing out", [sets("sid=; SameSite=Lax; Expires=Thu, 01 Jan 1970 00:00:00 GMT")], ""],
  [
    "a session cookie that expires in the future: likely refused",
    [sets("sid=1; SameSite=Lax; Expires=Fri, 01 Jan 2100 00:00:00 GMT")],
    "likely server cookie-refused",
  ],
  [
    "text/plain chosen by the page",
    [
      {
        blocked: false,
        method: "POST",
        mode: "no-cors",
        headers: { "Content-Type": "text/plain;charset=utf-8" },
        response: [200],
      },
    ],
    "",
  ],
];

it.each(ORDINARY)("takes an ordinary server for what it is: %s", (_name, requests, wanted) => {
  const diagnosis = diagnosisOf(...requests);
  expect([diagnosis[0]?.certainty, deepest(diagnosis)].filter(Boolean).join(" ")).toBe(wanted);
});

describe("the cause behind it", () => {
  for (const [kind, rows] of Object.entries(ROWS)) {
    describe(kind, () => {
      it.each(rows)("%s", (_name, requests, wanted) => {
        expect(deepest(diagnosisOf(...requests))).toBe(wanted);
      });
    });
  }

  it("lists deeper causes first and the symptom last", () => {
    const codes = diagnosisOf({
      credentials: "include",
      response: [404, `${AO}: *`, `${AC}: false`],
    }).map(({ code }) => code);
    expect(codes).toEqual(["not-found", "wildcard-origin-not-allowed"]);
  });

  it("gives each rule a unique name and a reason", () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
    for (const { before } of RULES) expect(before).toMatch(/^[A-Z].{20,}[.]$/);
  });

  it("is never more certain than the verdict", () => {
    const exchange = reported({ response: [200, `${AO}: ${PAGE}, https://two.example`] });
    const verdict = judge(exchange);
    expect(diagnose(exchange, verdict)[0]?.certainty).toBe("certain");
    const { outcome, cause } = verdict;
    if (outcome !== "blocked") expect.unreachable();
    for (const certainty of ["likely", "ambiguous"] as const) {
      const less = { ...verdict, outcome, cause, certainty, alternatives: [] } as const;
      expect(diagnose(exchange, less)[0]?.certainty).toBe(certainty);
    }
  });
});

describe("a session's cookie", () => {
  const ALLOWED = "Set-Cookie: session=1; Path=/; SameSite=None; Secure";
  const signIn: ReportedRequest = { ...login, response: [200, ...credentialed, ALLOWED] };
  const carries: ReportedRequest = { ...me, headers: { Cookie: "theme=1; session=1" } };
  const isRead: ReportedRequest = { ...carries, response: [200, ...credentialed] };
  const refused: ReportedRequest = { ...me, response: [401, ...credentialed] };
  const signOut = (line: string): ReportedRequest => ({
    ...carries,
    url: "https://api.other.example/v1/logout",
    response: [200, ...credentialed, `Set-Cookie: ${line}`],
  });
  const without = "browser cookie-not-sent";

  // Seen in Chromium 156, which sends third-party cookies unless the user blocks them.
  // biome-ignore format: a table is read by its columns.
  it.each<Row>([
    ["set, and never sent",             [signIn, refused],                                                     without],
    ["sent, removed and not sent",      [signIn, isRead, signOut("session=; Max-Age=0"), refused],             "server unauthenticated"],
    ["removed without having been sent", [signIn, signOut("session=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT"), refused], "server unauthenticated"],
    ["sent, and then not sent",         [signIn, isRead, refused],                                             "server unauthenticated"],
    ["another one was sent",            [signIn, { ...me, headers: { Cookie: "theme=1" }, response: [200, ...credentialed] }, refused], without],
    ["another one was removed",         [signIn, { ...signOut("theme=; Max-Age=0"), headers: {} }, refused],   without],
    ["removed, and set again",          [signIn, { ...signOut("session=; Max-Age=0"), headers: {} }, signIn, refused], without],
  ])("that the recording shows as %s", (_, requests, wanted) => {
    expect(deepest(diagnosisOf(...requests))).toBe(wanted);
  });

  // Seen in Chromium 156 and Firefox 153: e2e/both/cookies.test.ts.
  // biome-ignore format: a table is read by its columns.
  it.each<Row>([
    ["Chromium, without SameSite", [sets("session=1; Path=/; HttpOnly")],                     "server cookie-refused"],
    ["Firefox, without SameSite",  [{ ...sets("session=1; Path=/; HttpOnly"), browser: "gecko" }], ""],
    ["Firefox, with Lax",          [{ ...sets("session=1; SameSite=Lax"), browser: "gecko" }],     "server cookie-refused"],
  ])("in %s", (_, requests, wanted) => {
    expect(deepest(diagnosisOf(...requests))).toBe(wanted);
  });

  it("is not refused where a later request carried it", () => {
    const judged = [sets("session=1; SameSite=Lax"), isRead].map((one, index) => {
      const exchange = reported(one, index);
      return { exchange, verdict: judge(exchange) };
    });
    const [{ exchange, verdict } = expect.unreachable()] = judged;
    const codes = (all: typeof judged) =>
      diagnose(exchange, verdict, surroundingsAmong(all).around({ exchange, verdict })).map(
        ({ code }) => code,
      );
    expect(codes(judged.slice(0, 1))).toContain("cookie-refused");
    expect(codes(judged)).not.toContain("cookie-refused");
    expect(deepest(diagnosisOf(sets("session=1; SameSite=Lax"), isRead, me))).toBe(
      "server forbidden",
    );
  });
});

// https://html.spec.whatwg.org/multipage/workers.html#dom-worker: only a same-origin script is allowed.
it.each([
  ["worker", "thrown", "SecurityError", "page worker-cross-origin"],
  ["fetch", "rejected", "TypeError", "page disallowed-by-mode"],
] as const)("of another origin by a %s in mode same-origin", (api, result, errorName, wanted) => {
  const exchange = anExchange({
    ...{ call: aCall({ api, mode: "same-origin" }), requestHeaders: null, response: null },
    ending: { kind: "not-sent" },
    callResult: { result, responseType: null, status: null, errorName },
  });
  expect(deepest(diagnose(exchange, judge(exchange)))).toBe(wanted);
});

// https://html.spec.whatwg.org/multipage/workers.html#fetch-a-classic-worker-script: the mode is "same-origin".
// Chromium 156 aborts a redirect of the script, and Firefox 153 calls it damaged.
it.each([
  ["chromium", "net::ERR_ABORTED", { url: "https://cdn.other.example/worker.js", internal: false }],
  ["gecko", "NS_ERROR_CORRUPTED_CONTENT", null],
] as const)(
  "names the redirect of a worker's script to another origin, in %s",
  (browser, error, redirect) => {
    const exchange = anExchange({
      ...{ browser, initiatorOrigin: PAGE, resourceType: "script" },
      ending: { kind: "failed", error },
      hops: [
        {
          url: `${PAGE}/worker.js`,
          requestHeaders: { "Sec-Fetch-Dest": "worker", "Sec-Fetch-Mode": "same-origin" },
          response: { status: 302, headers: { Location: "https://cdn.other.example/worker.js" } },
          redirect,
        },
      ],
    });
    const verdict = judge(exchange);
    expect(verdict).toMatchObject({ certainty: "certain", cause: { code: "disallowed-by-mode" } });
    expect(deepest(diagnose(exchange, verdict))).toBe("page worker-cross-origin");
  },
);

// https://fetch.spec.whatwg.org/#http-redirect-fetch: the page never named the URL that the redirect leads
// to.
it.each(["chromium", "gecko"] as const)(
  "blames the server for a redirect to an app's scheme, in %s",
  (browser) => {
    const exchange = anExchange({
      ...{ browser, initiatorOrigin: "http://app.test", call: aCall({ url: "http://api.test/a" }) },
      ending: { kind: "pending" },
      hops: [
        {
          url: "http://api.test/a",
          response: {
            status: 302,
            headers: { "Access-Control-Allow-Origin": "*", Location: "myapp:a" },
          },
          redirect: { url: "myapp:a", internal: false },
        },
      ],
    });
    expect(deepest(diagnose(exchange, judge(exchange)))).toBe("server cors-disabled-scheme");
  },
);

// Chromium 156 fails a redirect that the page does not follow only if an extension observes requests.
it.each([
  ["manual", "browser unsafe-redirect", []],
  ["error", "page redirect-mode-error", ["redirect-mode-error"]],
  ["follow", "server unsafe-redirect", ["unsafe-redirect", "cors-disabled-scheme"]],
] as const)("who refuses a redirect with redirect mode %s: %s", (redirect, wanted, codes) => {
  const headers = { "Access-Control-Allow-Origin": "*", Location: "myapp:a" };
  const exchange = anExchange({
    ...{ initiatorOrigin: "http://app.test", call: aCall({ url: "http://api.test/a", redirect }) },
    hops: [{ url: "http://api.test/a", response: { status: 302, headers } }],
    ending: { kind: "failed", error: "net::ERR_UNSAFE_REDIRECT" },
  });
  const verdict = judge(exchange);
  expect(deepest(diagnose(exchange, verdict))).toBe(wanted);
  const atRedirect = verdict.findings.filter(
    ({ stage, evidence }) => stage === "redirect" && evidence.length > 0,
  );
  expect(atRedirect.map(({ code }) => code)).toEqual(codes);
});

it.each([
  ["an app's scheme", "myapp:a", "page cors-disabled-scheme"],
  ["a plain URL", "http://api.test/a", "page mixed-content"],
  ["a port of another protocol", "https://api.test:25/a", "page unsafe-port"],
] as const)("who named %s in a call", (_name, url, wanted) => {
  const exchange = anExchange({
    ...{ url, call: aCall({ url }), ending: { kind: "not-sent" } },
    callResult: { result: "rejected", responseType: null, status: null, errorName: "TypeError" },
  });
  expect(deepest(diagnose(exchange, judge(exchange)))).toBe(wanted);
});

// https://websockets.spec.whatwg.org/: CORS does not apply to handshakes.
it.each([
  ["a refused handshake", "net::ERR_FAILED", "server websocket-refused"],
  [
    "a closed port: the connection was refused, so no handshake happened",
    "net::ERR_CONNECTION_REFUSED",
    "server connection-refused",
  ],
  [
    "a server of the page's own host",
    "net::ERR_FAILED",
    "proxy websocket-refused",
    "wss://app.test",
  ],
])(
  "finds the cause of a WebSocket's failure: %s",
  (_name, error, wanted, site = "wss://api.test") => {
    const exchange = anExchange({
      ...{ resourceType: "websocket", url: `${site}/ws`, response: null },
      initiatorOrigin: "https://app.test",
      ending: { kind: "failed", error },
    });
    expect(deepest(diagnose(exchange, judge(exchange)))).toBe(wanted);
  },
);

// Firefox reports the status of a refused handshake (seen in 153).
it("uses a WebSocket's response status in Firefox", () => {
  const exchange = anExchange({
    ...{ browser: "gecko", resourceType: "websocket", url: "wss://api.test/ws" },
    response: { status: 403 },
    ending: { kind: "failed", error: "NS_ERROR_WEBSOCKET_CONNECTION_REFUSED" },
  });
  const [deepest] = diagnose(exchange, judge(exchange));
  expect(deepest).toMatchObject({ code: "websocket-refused", side: "server" });
  expect(deepest?.evidence).toContainEqual({ what: ":status", got: "403", wanted: "101" });
});

describe("any hostile exchange", () => {
  it("never throws, and names a side", () => {
    fc.assert(
      fc.property(hostileExchange(), (exchange) => {
        const verdict = judge(exchange);
        const around = surroundingsAmong([{ exchange, verdict }]).around({ exchange, verdict });
        for (const finding of diagnose(exchange, verdict, around)) {
          expect(SIDES).toContain(finding.side);
        }
      }),
    );
  });

  it("finds a cause wherever CORS blocked the request", () => {
    fc.assert(
      fc.property(failingExchange(), (exchange) => {
        const verdict = judge(exchange);
        if (verdict.outcome !== "blocked" || verdict.cause === null) return;
        expect(diagnose(exchange, verdict).length).toBeGreaterThan(0);
      }),
    );
  });

  it("looks up the surroundings of 10,000 requests for one URL without looking at them all", () => {
    const one = reported({ blocked: false, response: [200, `${AO}: ${PAGE}`] });
    const verdict = judge(one);
    const all = Array.from({ length: 10_000 }, (_, index) => ({
      exchange: { ...one, id: String(index), startedAt: index },
      verdict,
    }));
    let looks = 0;
    const watched = all.map((judged) => ({
      verdict,
      get exchange() {
        looks++;
        return judged.exchange;
      },
    }));
    const { around } = surroundingsAmong(watched);
    looks = 0;
    for (const one of watched) around(one);
    expect(looks).toBeLessThan(all.length * 40);
  });
});
