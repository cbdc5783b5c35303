import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anExchange } from "../exchange/exchange.test-builder.ts";
import { hostileExchange } from "../exchange/hostile-exchange.test-builder.ts";
import { aCall } from "../observation/page-call.test-builder.ts";
import { failingExchange } from "../verdict/failing-exchange.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import { deepest, diagnosisOf, type Told, told } from "./case.test-builder.ts";
import { diagnose } from "./diagnose.ts";
import { RULES } from "./rules.ts";
import { surroundingsAmong } from "./surroundings.ts";

const SIDES = ["server", "proxy", "page", "browser", "network", "third-party"];

const PAGE = "https://shop.example";
const AO = "Access-Control-Allow-Origin";
const AC = "Access-Control-Allow-Credentials";
const AH = "Access-Control-Allow-Headers";
const AM = "Access-Control-Allow-Methods";
const JSON_TYPE = "Content-Type: application/json";
const HTML = "Content-Type: text/html; charset=utf-8";
const put: Told = { method: "PUT", headers: { Authorization: "Bearer t" } };
const yes = (origin = PAGE) => [
  `${AO}: ${origin}`,
  `${AM}: PUT, POST, DELETE, PATCH`,
  `${AH}: authorization, content-type, range, if-none-match, content-range, x-requested-with`,
];

/** [what it is, the requests of which the last one is diagnosed, side and code] */
type Row = readonly [name: string, requests: readonly Told[], wanted: string];

/** Each rule with what it is for, and beside it a near case of which it must not speak. */
const ROWS: Readonly<Record<string, readonly Row[]>> = {
  "who sent which value": [
    [
      "an own origin and a bare * beside it",
      [{ response: [200, `${AO}: ${PAGE}`, `${AO}: *`], credentials: "include" }],
      "browser wildcard-beside-own-origin",
    ],
    [
      "the other way round",
      [{ response: [200, `${AO}: *`, `${AO}: ${PAGE}`] }],
      "browser wildcard-beside-own-origin",
    ],
    [
      "twin: * beside another origin",
      [{ response: [200, `${AO}: *`, `${AO}: https://two.example`] }],
      "proxy allow-origin-sent-twice",
    ],
    [
      "the same value twice",
      [{ response: [200, `${AO}: *`, `${AO}: *`] }],
      "proxy allow-origin-sent-twice",
    ],
    [
      "twice on the preflight",
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
      "twin: one wrong value",
      [{ response: [200, `${AO}: https://two.example`] }],
      "server allow-origin-mismatch",
    ],
    [
      "twin: a trailing slash",
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
      "twin: a miss",
      [
        {
          response: [200, `${AO}: https://two.example`, "X-Cache: Miss from cloudfront", "Age: 0"],
        },
      ],
      "server allow-origin-mismatch",
    ],
    [
      "twin: the own origin, misspelt, from a cache",
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
      "twin: a stored copy of a host that never allowed anybody",
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
      "a redirect to the host's own login page, refused itself",
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
      "twin: a redirect to another host with data",
      [
        {
          redirects: [["https://files.other.example/items", [302, `${AO}: *`]]],
          response: [200, JSON_TYPE],
        },
      ],
      "server host-without-cors",
    ],
    [
      "twin: data from a host whose name says auth",
      [
        {
          redirects: [["https://auth.other.example/keys", [302, `${AO}: *`]]],
          response: [200, JSON_TYPE],
        },
      ],
      "server host-without-cors",
    ],
    [
      "twin: the page asked for the login itself",
      [{ url: "https://login.idp.example/login/", response: [302, "Location: /login/step"] }],
      "server redirect-moved",
    ],
    [
      "a preflight sent to sign in",
      [{ ...put, preflight: [302, "Location: https://idp.example/login"] }],
      "server preflight-met-authentication",
    ],
  ],
  redirects: [
    [
      "only a slash, taken away",
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
      "twin: a redirect to another host",
      [{ response: [302, "Location: https://files.example/x"] }],
      "server missing-allow-origin",
    ],
    [
      "twin: the target is at fault",
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
      "413 of a proxy",
      [{ method: "POST", response: [413, "Server: nginx", HTML] }],
      "proxy body-too-large",
    ],
    [
      "413 of the application",
      [{ method: "POST", response: [413, "X-Powered-By: Express", JSON_TYPE] }],
      "server body-too-large",
    ],
    ["415", [{ method: "POST", response: [415, JSON_TYPE] }], "page unsupported-media-type"],
    ["421 of a foreign host", [{ response: [421] }], "third-party misdirected-request"],
    [
      "421 of the own site",
      [{ url: "https://api.shop.example/x", response: [421] }],
      "proxy misdirected-request",
    ],
    ["429", [{ response: [429, "Retry-After: 30"] }], "page rate-limited"],
    ["500", [{ response: [500] }], "server server-error"],
    ["502", [{ response: [502, "Server: nginx/1.18.0", HTML] }], "proxy gateway-error"],
    ["503 of a load balancer", [{ response: [503, "Server: awselb/2.0"] }], "proxy gateway-error"],
    [
      "503 of the application",
      [{ response: [503, "X-Powered-By: Express"] }],
      "server gateway-error",
    ],
    ["504", [{ response: [504] }], "proxy gateway-timeout"],
    ["522 of Cloudflare", [{ response: [522, "Server: cloudflare"] }], "proxy gateway-error"],
    [
      "an error after the same URL passed: the error is the difference",
      [{ blocked: false, response: [200, `${AO}: ${PAGE}`] }, { response: [500] }],
      "server server-error",
    ],
    [
      "twin: 404 that the page can read",
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
      "404 of a framework",
      [{ ...put, preflight: [404, HTML, "X-Powered-By: Express"] }],
      "server preflight-not-routed",
    ],
    ["405", [{ ...put, preflight: [405, "Allow: GET, PUT", HTML] }], "server preflight-not-routed"],
    ["429", [{ ...put, preflight: [429] }], "proxy rate-limited"],
    ["500", [{ ...put, preflight: [500] }], "server preflight-met-server-error"],
    ["502", [{ ...put, preflight: [502] }], "proxy gateway-error"],
    [
      "404 of a platform that has nothing there",
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
      "OPTIONS where API Gateway has no CORS enabled, or no such path",
      [{ ...put, preflight: [403, "X-Amzn-ErrorType: MissingAuthenticationTokenException"] }],
      "server preflight-not-routed",
    ],
    [
      "twin: 404 page of an application on a platform, Express's",
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
      "twin: 404 page of an application on a platform, with its trace",
      [
        {
          ...put,
          preflight: [404, "Server: Google Frontend", HTML, "X-Cloud-Trace-Context: 1/2"],
        },
      ],
      "server preflight-not-routed",
    ],
    [
      "twin: 404 page of an application behind Heroku's router",
      [{ ...put, preflight: [404, "Server: Cowboy", "Via: 1.1 vegur", HTML] }],
      "server preflight-not-routed",
    ],
    [
      "Heroku's own page for no application",
      [{ ...put, preflight: [404, "Server: Cowboy", HTML] }],
      "page nothing-deployed",
    ],
    [
      "twin: 404 of an application there, in JSON",
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
      "twin: the origin is allowed and the status is not",
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
      "LM Studio, switched off",
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
      "twin: another program on that port",
      [{ url: "http://localhost:11434/v1/items", response: [200, "X-Powered-By: Express"] }],
      "server host-without-cors",
    ],
    [
      "twin: that port of a foreign host",
      [{ url: "https://api.other.example:11434/v1/items", response: [200] }],
      "server host-without-cors",
    ],
    [
      "twin: a failure of its own",
      [{ url: "http://localhost:11434/v1/items", response: [500] }],
      "server server-error",
    ],
  ],
  "somebody else's server": [
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
      "twin: a framework's default, as of a program of one's own",
      [{ ...put, preflight: [405, JSON_TYPE, "Server: uvicorn", "Allow: PUT"] }],
      "server preflight-not-routed",
    ],
    [
      "twin: on a platform that hosts anyone's program",
      [{ ...put, url: "https://mine.onrender.com/x", preflight: [405, JSON_TYPE] }],
      "server preflight-not-routed",
    ],
    [
      "twin: no secret",
      [{ method: "PUT", headers: { "X-A": "1" }, preflight: [404, JSON_TYPE] }],
      "server preflight-not-routed",
    ],
    [
      "twin: of the page's own site",
      [{ ...put, url: "https://api.shop.example/x", preflight: [404, JSON_TYPE] }],
      "server preflight-not-routed",
    ],
    [
      "twin: a server that allows others",
      [
        { blocked: false, url: "https://api.other.example/open", response: [200, `${AO}: *`] },
        { ...put, preflight: [404, JSON_TYPE] },
      ],
      "server preflight-not-routed",
    ],
    [
      "twin: a server on this machine",
      [{ ...put, url: "http://localhost:8080/x", preflight: [404, JSON_TYPE] }],
      "server preflight-not-routed",
    ],
    [
      "nobody is allowed, without a secret",
      [{ response: [200, JSON_TYPE] }],
      "server host-without-cors",
    ],
    [
      "twin: another response of it allows somebody",
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
      "twin: a preflight that allowed everybody but for credentials",
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
      "requests without preflight pass, OPTIONS is bare",
      [
        { blocked: false, response: [200, `${AO}: ${PAGE}`] },
        { ...put, preflight: [200] },
      ],
      "server allowed-without-preflight-only",
    ],
    [
      "twin: another origin's value on OPTIONS",
      [
        { blocked: false, response: [200, `${AO}: ${PAGE}`] },
        { ...put, preflight: [200, `${AO}: https://two.example`] },
      ],
      "server allow-origin-mismatch",
    ],
    [
      "a 304 lost it",
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
      "twin: a 200 that lost it",
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
      "twin: another path passed",
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
      "twin: it passed for another page",
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
    ["twin: it passed later", [{ response: [200] }], "server host-without-cors"],
  ],
  "the list of origins": [
    [
      "it varies by Origin and leaves this one out",
      [{ response: [200, "Vary: Origin", JSON_TYPE] }],
      "server origin-not-listed",
    ],
    [
      "other CORS headers and not this one",
      [{ ...put, preflight: [204, `${AC}: true`, `${AM}: PUT`] }],
      "server origin-not-listed",
    ],
    [
      "a packed app",
      [{ page: "http://localhost", ...put, preflight: [200, "Vary: Origin", "Allow: GET"] }],
      "server origin-not-listed",
    ],
    [
      "twin: it varies by something else",
      [{ response: [200, "Vary: Accept-Encoding"] }],
      "server host-without-cors",
    ],
    ["twin: it varies by everything", [{ response: [200, "Vary: *"] }], "server host-without-cors"],
  ],
  "who sent it": [
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
      "twin: a fetch with credentials",
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
      "twin: a beacon that the server refuses anyway",
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
      "twin: a path that only ends so",
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
      "a header of an SDK",
      [{ headers: { "mcp-protocol-version": "1" }, preflight: [204, `${AO}: *`, `${AH}: x-a`] }],
      "server library-adds-headers",
    ],
    [
      "twin: a header of the page's own",
      [{ headers: { "x-mine": "1" }, preflight: [204, `${AO}: *`, `${AH}: x-a`] }],
      "server header-disallowed",
    ],
    [
      "twin: one of each",
      [
        {
          headers: { "x-mine": "1", traceparent: "1" },
          preflight: [204, `${AO}: *`, `${AH}: x-a`],
        },
      ],
      "server header-disallowed",
    ],
    [
      "a platform's own list",
      [
        {
          headers: { "x-mine": "1" },
          preflight: [204, `${AO}: *`, `${AH}: authorization, x-client-info, apikey, content-type`],
        },
      ],
      "proxy platform-default-headers",
    ],
    [
      "twin: a list of one's own",
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
      "twin: a method that is not listed",
      [{ method: "PATCH", preflight: [204, `${AO}: *`, `${AM}: GET, POST`] }],
      "server method-disallowed",
    ],
  ],
  "passed, and still not what was wanted": [
    [
      "a hidden header",
      [{ blocked: false, response: [200, `${AO}: *`, "Content-Disposition: attachment"] }],
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
      "twin: it is exposed",
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
      "twin: headers that nobody reads",
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
      "twin: a cookie for other sites",
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
      "twin: of the page's own site",
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
      "twin: a 403 with no cookie known",
      [
        {
          blocked: false,
          credentials: "include",
          response: [403, `${AO}: ${PAGE}`, `${AC}: true`],
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
      "no-cors took the type away",
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
      "twin: no-cors without a header",
      [{ blocked: false, method: "POST", mode: "no-cors", response: [200] }],
      "",
    ],
    [
      "Authorization by a wildcard",
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
    ["twin: plain", [{ blocked: false, response: [200, `${AO}: *`] }], ""],
  ],
};

describe("the cause behind it", () => {
  for (const [kind, rows] of Object.entries(ROWS)) {
    describe(kind, () => {
      it.each(rows)("%s", (_name, requests, wanted) => {
        expect(deepest(diagnosisOf(...requests))).toBe(wanted);
      });
    });
  }

  it("tells the symptom last, and what is deeper above it", () => {
    const codes = diagnosisOf({
      credentials: "include",
      response: [404, `${AO}: *`, `${AC}: false`],
    }).map(({ code }) => code);
    expect(codes).toEqual(["not-found", "wildcard-origin-not-allowed"]);
  });

  it("gives each rule one name and one reason", () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
    for (const { before } of RULES) expect(before).toMatch(/^[A-Z].{20,}[.]$/);
  });

  it("is never surer than the verdict", () => {
    // Of a call whose credentials mode nobody saw, two readings may be left.
    const [first] = diagnosisOf({ response: [200, `${AO}: *`, `${AO}: *`] });
    expect(first?.certainty).toBe("likely");
  });
});

// https://html.spec.whatwg.org/multipage/workers.html#dom-worker: a same-origin script alone.
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

// https://websockets.spec.whatwg.org/: CORS plays no part in a handshake.
it.each([
  ["a handshake that was refused", "net::ERR_FAILED", "server websocket-refused"],
  ["twin: nobody listens", "net::ERR_CONNECTION_REFUSED", "server connection-refused"],
])("of a WebSocket: %s", (_name, error, wanted) => {
  const exchange = anExchange({
    ...{ resourceType: "websocket", url: "wss://api.test/ws", response: null },
    ending: { kind: "failed", error },
  });
  expect(deepest(diagnose(exchange, judge(exchange)))).toBe(wanted);
});

describe("whatever the page and the server say", () => {
  it("never throws, and names a side", () => {
    fc.assert(
      fc.property(hostileExchange(), (exchange) => {
        const verdict = judge(exchange);
        const around = surroundingsAmong([{ exchange, verdict }]).around(exchange);
        for (const finding of diagnose(exchange, verdict, around)) {
          expect(SIDES).toContain(finding.side);
        }
      }),
    );
  });

  it("finds something wherever CORS is what blocked it", () => {
    fc.assert(
      fc.property(failingExchange(), (exchange) => {
        const verdict = judge(exchange);
        if (verdict.outcome !== "blocked" || verdict.cause === null) return;
        expect(diagnose(exchange, verdict).length).toBeGreaterThan(0);
      }),
    );
  });

  it("looks up the surroundings of 10,000 requests for one URL without looking at them all", () => {
    const one = told({ blocked: false, response: [200, `${AO}: ${PAGE}`] });
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
    for (const { exchange } of all) around(exchange);
    expect(looks).toBeLessThan(all.length * 40);
  });
});
