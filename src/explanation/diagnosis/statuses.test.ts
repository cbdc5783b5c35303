import { it } from "vitest";
import {
  AH,
  AM,
  AO,
  HTML,
  JSON_TYPE,
  PAGE,
  put,
  type ReportedRequest,
} from "../../diagnosis/case.test-builder.ts";
import { type AdviceRow, expectAdvice } from "./explained.test-helper.ts";

const allowed = [
  `${AO}: ${PAGE}`,
  `${AM}: GET, PUT, POST`,
  `${AH}: authorization, content-type`,
] as const;
const fails = (status: number, ...lines: readonly string[]): readonly ReportedRequest[] => [
  { response: [status, ...lines] },
];
/** An error after a preflight that allowed the origin. */
const failsAfter = (status: number, ...lines: readonly string[]): readonly ReportedRequest[] => [
  { ...put, preflight: [204, ...allowed], response: [status, ...lines] },
];
const refused = (status: number, ...lines: readonly string[]): readonly ReportedRequest[] => [
  { ...put, preflight: [status, ...lines] },
];

// https://www.iana.org/assignments/http-status-codes
const MEANINGS: readonly AdviceRow[] = (
  [
    [402, "server client-error", /payment.*quota/s],
    [406, "page client-error", /Accept header/],
    [408, "network client-error", /Send less/],
    [409, "server client-error", /current version/],
    [410, "server not-found", /removed for good/],
    [411, "server client-error", /Content-Length.*not as a stream|string or Blob/s],
    [412, "page client-error", /ETag/],
    [414, "page client-error", /34 characters.*Shorten the URL/s],
    [416, "page client-error", /Range.*size of the file/s],
    [419, "page client-error", /CSRF token.*credentials: "include"/s],
    [422, "page client-error", /rejects its content/],
    [423, "server client-error", /locked/],
    [426, "server client-error", /new WebSocket/],
    [428, "page client-error", /If-Match/],
    [431, "page client-error", /cookies.*shorter token/s],
    [451, "server client-error", /legal reasons.*operator/s],
    [494, "page client-error", /cookies/],
  ] as const
).map(([status, first, says]): AdviceRow => {
  return [`${status}`, fails(status, JSON_TYPE), `ambiguous ${first}`, says];
});

const FAILURES: readonly AdviceRow[] = (
  [
    [507, "server server-error", /no storage left/],
    [508, "server server-error", /limit of its hosting plan/],
    [509, "server server-error", /limit of its hosting plan/],
    [529, "server server-error", /overloaded.*Wait/s],
    [520, "proxy gateway-error", /runs and listens/],
    [530, "proxy gateway-error", /runs and listens/],
  ] as const
).map(([status, first, says]): AdviceRow => {
  return [`${status}`, fails(status, HTML), `likely ${first}`, says];
});

/** A GET that passed. */
const passedWith = (...lines: readonly string[]): ReportedRequest => ({
  blocked: false,
  response: [200, JSON_TYPE, ...lines],
});
/** The lines of Spring's CORS processor. */
const SPRING = [
  "Vary: Origin",
  "Vary: Access-Control-Request-Method",
  "Vary: Access-Control-Request-Headers",
] as const;

/** Frameworks whose uncaught exceptions never have CORS headers, whatever else was recorded. */
const ALWAYS = /^(?:Flask|FastAPI|ASP\.NET Core)$/;

const ROWS: readonly AdviceRow[] = [
  ...MEANINGS,
  ...FAILURES,
  // A captive portal has no certificate for the host: https://www.rfc-editor.org/rfc/rfc6585#section-6
  ...(
    [
      ["http", "network", /sign in to the network/, /Look in the log/],
      ["https", "server", /Look in the log/, /network|hotel/],
    ] as const
  ).map(
    ([scheme, side, says, saysNot]): AdviceRow => [
      `511 over ${scheme}`,
      [
        {
          page: "http://shop.example",
          url: `${scheme}://api.other.example/items`,
          response: [511, HTML],
        },
      ],
      `likely ${side} server-error`,
      says,
      saysNot,
    ],
  ),
  [
    "a URL too long for nginx",
    fails(414, "Server: nginx", HTML),
    "ambiguous page client-error",
    /too long for nginx.*large_client_header_buffers/s,
    /sent or forwarded/,
  ],
  [
    "an image cannot send a body",
    [{ api: "module", response: [414, HTML] }],
    "ambiguous page client-error",
    /Shorten the URL/,
    /POST/,
  ],
  [
    "cookies that Apache rejects",
    [{ credentials: "include", response: [431, "Server: Apache", HTML] }],
    "ambiguous page client-error",
    /LimitRequestFieldSize/,
  ],
  [
    "the protocol to upgrade to",
    fails(426, "Upgrade: websocket", "Connection: Upgrade"),
    "ambiguous server client-error",
    /Upgrade: websocket/,
  ],
  [
    "a status without a known meaning: only that the request was rejected",
    fails(418),
    "ambiguous server client-error",
    /rejected the request itself/,
  ],
  // https://expressjs.com/en/resources/middleware/cors.html#configuring-cors-w-dynamic-origin : the documented
  // callback passes on an Error for an origin that is not listed, and Express sends 500.
  [
    "500 on OPTIONS, perhaps of the CORS code",
    refused(500, "X-Powered-By: Express", HTML),
    "certain server preflight-met-server-error",
    /CORS code can be the reason.*add https:\/\/shop\.example to the allowed origins/s,
    /not a CORS error|before CORS/,
  ],
  [
    "500, perhaps of the CORS code",
    fails(500, "X-Powered-By: Express", HTML),
    "likely server server-error",
    /add https:\/\/shop\.example to the allowed origins/,
  ],
  [
    "500 after a preflight that allowed the origin",
    failsAfter(500, "X-Powered-By: Express", HTML),
    "likely server server-error",
    /Look in the log/,
    /allowed origins/,
  ],
  [
    "500 on OPTIONS that allows the origin",
    refused(500, ...allowed),
    "certain server preflight-met-server-error",
    /not a CORS error/,
    /allowed origins of/,
  ],
  [
    "500 for a page without an origin",
    [{ ...put, page: "null", preflight: [500, HTML] }],
    "certain server preflight-met-server-error",
    /not a CORS error/,
    /add null/,
  ],
  // A layer in front refused the request: the server's log does not have it.
  ...(
    [
      ["Cloudflare", [HTML, "Server: cloudflare", "CF-Ray: a"]],
      ["Akamai", [HTML, "Server: AkamaiGHost"]],
      ["AWS load balancer", [HTML, "Server: awselb/2.0"]],
      ["Kong", [JSON_TYPE, "Server: kong/3.4", "X-Kong-Response-Latency: 1"]],
      ["API Gateway", [JSON_TYPE, "X-Amzn-ErrorType: ForbiddenException", "X-Amz-Apigw-Id: a"]],
      // https://wiki.squid-cache.org/Features/CustomErrors
      ["Squid", [HTML, "Server: squid/5.7", "X-Squid-Error: ERR_ACCESS_DENIED 0"]],
    ] as const
  ).map(
    ([name, lines]): AdviceRow => [
      `403 by ${name}`,
      fails(403, ...lines),
      "ambiguous proxy forbidden",
      new RegExp(`${name}, in front of .*Look in the log and the rules of ${name}`, "s"),
      /log of api\.other/,
    ],
  ),
  ...(
    [
      ["a program behind Cloudflare", [HTML, "Server: cloudflare", "CF-Cache-Status: DYNAMIC"]],
      ["a program's JSON through Cloudflare", [JSON_TYPE, "Server: cloudflare", "CF-Ray: a"]],
      ["a function behind API Gateway", [JSON_TYPE, "X-Amz-Apigw-Id: a"]],
      ["a program behind Kong", [JSON_TYPE, "Via: kong/3.4", "X-Kong-Upstream-Latency: 1"]],
      ["a program behind Google's load balancer", [HTML, "Via: 1.1 google"]],
      ["a program behind nginx", [HTML, "Server: nginx"]],
    ] as const
  ).map(
    ([name, lines]): AdviceRow => [
      `403 by ${name}`,
      fails(403, ...lines),
      "ambiguous server forbidden",
      /Look in the log of api\.other/,
      /in front of/,
    ],
  ),
  // https://cloud.google.com/run/docs/authenticating/public
  [
    "a Cloud Run service that is not public",
    [{ url: "https://a-uc.a.run.app/items", response: [403, HTML, "Server: Google Frontend"] }],
    "ambiguous server forbidden",
    /roles\/run\.invoker/,
  ],
  [
    "a 403 of the code in Cloud Run",
    [
      {
        url: "https://a-uc.a.run.app/items",
        response: [403, JSON_TYPE, "Server: Google Frontend"],
      },
    ],
    "ambiguous server forbidden",
    /403/,
    /run\.invoker/,
  ],
  // https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors
  [
    "a Lambda function URL with IAM, and without CORS",
    [
      {
        ...put,
        url: "https://a.lambda-url.eu-west-1.on.aws/",
        preflight: [403, JSON_TYPE, "X-Amzn-ErrorType: AccessDeniedException"],
      },
    ],
    "likely server preflight-met-authentication",
    /Exempt OPTIONS .*In AWS Lambda: Function URL > CORS/s,
    /list of allowed origins|API Gateway/,
  ],
  [
    "an authorizer of API Gateway for OPTIONS",
    refused(403, JSON_TYPE, "X-Amzn-ErrorType: AccessDeniedException", "X-Amz-Apigw-Id: a"),
    "likely server preflight-met-authentication",
    /In API Gateway: OPTIONS: authorization NONE/,
    /list of allowed origins/,
  ],
  [
    "a firewall of API Gateway for OPTIONS",
    refused(403, JSON_TYPE, "X-Amzn-ErrorType: ForbiddenException", "X-Amz-Apigw-Id: a"),
    "likely proxy preflight-refused",
    /let OPTIONS through firewalls/,
  ],
  [
    "Windows authentication in IIS for OPTIONS",
    refused(401, HTML, "Server: Microsoft-IIS/10.0", "WWW-Authenticate: Negotiate"),
    "certain server preflight-met-authentication",
    /In IIS: <cors enabled="true">/,
  ],
  // A key outside of Authorization.
  ...(
    [
      ["x-api-key", { headers: { "X-Api-Key": "1" } }, /sends in x-api-key is not valid/],
      ["a token of GitLab", { headers: { "PRIVATE-TOKEN": "1" } }, /sends in private-token is not/],
      [
        "a key in the URL",
        { url: "https://api.other.example/items?api_key=1" },
        /parameter api_key/,
      ],
    ] as const
  ).flatMap(([name, request, says]): AdviceRow[] => [
    [
      `401 for ${name}`,
      [{ ...request, response: [401, JSON_TYPE] }],
      "ambiguous server unauthenticated",
      new RegExp(`${says.source}.*Check that the key is complete`, "s"),
      /no valid session|send it in the Authorization header|Check the token or session/,
    ],
    [
      `401 that the page reads, for ${name}`,
      [{ ...request, blocked: false, response: [401, `${AO}: *`, JSON_TYPE] }],
      "ambiguous server unauthenticated",
      says,
      /no valid session/,
    ],
  ]),
  ...(
    [
      ["a token against forged requests", { headers: { "X-CSRF-Token": "1" } }],
      ["the token of a list's next page", { url: "https://api.other.example/items?pageToken=1" }],
      ["a name to look up", { url: "https://api.other.example/cache?key=a" }],
    ] as const
  ).map(
    ([name, request]): AdviceRow => [
      `401 for ${name}: no key`,
      [{ ...request, response: [401, JSON_TYPE] }],
      "ambiguous server unauthenticated",
      /no valid session or token/,
      /The key/,
    ],
  ),
  [
    "401 for a token beside a key: the token counts",
    [{ headers: { Authorization: "Bearer t", apikey: "1" }, response: [401, JSON_TYPE] }],
    "ambiguous server unauthenticated",
    /does not accept the token/,
    /The key/,
  ],
  // The browser itself signs in: https://www.rfc-editor.org/rfc/rfc4559 ; a request without credentials has no
  // authentication entry, and no challenge is met: https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
  [
    "Windows authentication, without credentials",
    fails(401, HTML, "Server: Microsoft-IIS/10.0", "WWW-Authenticate: Negotiate, NTLM"),
    "ambiguous server unauthenticated",
    /only in requests with credentials.*Browsers use Negotiate only for hosts/s,
    /session is a cookie|If it is a token/,
  ],
  [
    "Windows authentication, with credentials",
    [{ credentials: "include", response: [401, HTML, "WWW-Authenticate: NTLM"] }],
    "ambiguous server unauthenticated",
    /Browsers use NTLM only for hosts/,
    /only in requests with credentials|If it is a token/,
  ],
  [
    "a token's challenge",
    fails(401, HTML, 'WWW-Authenticate: Bearer realm="Negotiate"'),
    "ambiguous server unauthenticated",
    /If it is a token/,
    /Browsers use/,
  ],
  // https://httpwg.org/specs/rfc9110.html#status.407
  [
    "407 over http: the user's proxy",
    [{ page: "http://shop.example", url: "http://api.other.example/a", response: [407, HTML] }],
    "ambiguous network client-error",
    /A proxy between you and api\.other\.example.*sign in to the proxy/s,
    /session|token/,
  ],
  // https://httpwg.org/specs/rfc9110.html#field.allow
  [
    "405 to OPTIONS that names the method: the path is right",
    refused(405, "Allow: GET, PUT"),
    "certain server preflight-not-routed",
    /Allow: GET, PUT/,
    /should not exist/,
  ],
  [
    "405 to OPTIONS that names other methods only",
    [{ ...put, url: "https://api.shop.example/v1/items", preflight: [405, "Allow: GET, POST"] }],
    "certain server preflight-not-routed",
    /If PUT \/v1\/items should not exist either/,
  ],
  [
    "WebDAV in IIS",
    failsAfter(405, HTML, "Server: Microsoft-IIS/10.0", "Allow: GET, HEAD, OPTIONS, TRACE"),
    "ambiguous server method-not-supported",
    /In IIS: .*WebDAVModule/,
  ],
  [
    "a GET that IIS refuses",
    fails(405, HTML, "Server: Microsoft-IIS/10.0", "Allow: POST"),
    "ambiguous server method-not-supported",
    /405/,
    /WebDAV/,
  ],
  // Spring refuses an origin with 403 in every response.
  [
    "403 because of the origin: nothing about users",
    fails(403, ...SPRING),
    "likely server origin-not-listed",
    /refused the request with 403.*send Access-Control-Allow-Origin: https:\/\/shop\.example/s,
    /this user|sees a CORS error|responded to/,
  ],
  [
    "a vendor's API: nobody but the vendor can change it",
    [{ ...put, url: "https://api.notion.com/v1/pages", preflight: [400, JSON_TYPE] }],
    "likely third-party third-party-without-cors",
    /Add a route to your back end/,
    /If it is yours/,
  ],
  [
    "an API that may be the reader's own",
    [{ ...put, headers: { "Ocp-Apim-Subscription-Key": "k" }, preflight: [404, JSON_TYPE] }],
    "likely third-party third-party-without-cors",
    /If it is yours/,
  ],
  ...(
    [
      ["https://pub-1.r2.dev/a.json", "Cloudflare R2: CORS policy"],
      ["https://a.lambda-url.eu-west-1.on.aws/", "AWS Lambda: Function URL > CORS"],
    ] as const
  ).map(
    ([url, setting]): AdviceRow => [
      `no CORS headers on ${url}`,
      [{ url, response: [200, JSON_TYPE] }],
      "ambiguous server host-without-cors",
      new RegExp(`In ${setting}`),
    ],
  ),
  [
    "IIS of a service: only the vendor configures it",
    [
      {
        ...put,
        url: "https://a.sharepoint.com/_api",
        preflight: [403, "Server: Microsoft-IIS/10.0"],
      },
    ],
    "likely server preflight-refused",
    /from your own server/,
    /In IIS/,
  ],
  [
    "an own IIS that refuses a preflight",
    refused(403, "Server: Microsoft-IIS/10.0"),
    "likely server preflight-refused",
    /In IIS/,
  ],
  // https://github.com/chimurai/http-proxy-middleware/blob/master/src/plugins/default/error-response-plugin.ts
  [
    "504 of a development server's proxy",
    [{ page: "http://localhost:3000", url: "http://localhost:4200/api", response: [504] }],
    "likely proxy gateway-timeout",
    /is slow.*Check that the application behind localhost:4200 runs/s,
  ],
  ["504 of a gateway", fails(504), "likely proxy gateway-timeout", /is slow/, /runs and listens/],
  // Error responses that a framework writes where its CORS code does not run.
  ...(
    [
      ["Express", "X-Powered-By: Express", /app\.use\(cors\(\)\) before every route/],
      ["Flask", "Server: Werkzeug/3.0 Python/3.11", /debugger's error page/],
      ["Rails", "X-Runtime: 0.1\nX-Request-Id: a", /insert_before 0/],
      ["PHP", "X-Powered-By: PHP/8.2", /before any code that can fail/],
      ["ASP.NET Core", "Server: Kestrel", /UseExceptionHandler/],
      ["Next.js", "X-Powered-By: Next.js", /headers\(\) of next\.config/],
      ["Caddy", "Server: Caddy", /remove defer/],
      ["Varnish", "Server: Varnish\nX-Varnish: 3", /vcl_synth/],
      ["aiohttp", "Server: Python/3.11 aiohttp/3.8", /on_response_prepare/],
      ["Tornado", "Server: TornadoServer/6.2", /set_default_headers/],
      ["Supabase", "SB-Gateway-Version: 1", /catch block/],
      ["FastAPI", "Server: uvicorn", /skips CORSMiddleware/],
      [
        "Django",
        "Server: WSGIServer/0.2 CPython/3.11\nReferrer-Policy: same-origin",
        /CorsMiddleware first/,
      ],
    ] as const
  ).flatMap(([name, lines, says]): AdviceRow[] => [
    [
      `an error of ${name} after a preflight that passed`,
      failsAfter(500, ...lines.split("\n"), HTML),
      "likely server server-error",
      new RegExp(`Other responses of api\\.other\\.example allow ${PAGE}.*${says.source}`, "s"),
    ],
    ...(ALWAYS.test(name)
      ? []
      : [
          [
            `an error of ${name} where no response allowed the origin yet`,
            fails(500, ...lines.split("\n"), HTML),
            "likely server server-error",
            /500/,
            new RegExp(`Other responses|${says.source}`),
          ] as const,
        ]),
  ]),
  [
    "an unknown path, where another one passed",
    [
      { blocked: false, url: "https://api.other.example/ok", response: [200, `${AO}: ${PAGE}`] },
      { response: [404, "X-Powered-By: Express", HTML] },
    ],
    "ambiguous server not-found",
    /Other responses of api\.other\.example allow.*before every route/s,
  ],
  [
    "an unknown path, where only another page's request passed",
    [
      { page: "https://two.example", blocked: false, response: [200, `${AO}: *`] },
      { response: [404, "X-Powered-By: Express", HTML] },
    ],
    "ambiguous server not-found",
    /404/,
    /Other responses/,
  ],
  [
    "an error with another origin's value: no comparison with other responses",
    failsAfter(500, `${AO}: https://two.example`),
    "likely server server-error",
    /500/,
    /Other responses/,
  ],
  // The preflight.
  ...[406, 411, 413, 415, 417, 419, 422, 431].map(
    (status): AdviceRow => [
      `a preflight that code for the request refuses: ${status}`,
      refused(status, JSON_TYPE),
      "likely server preflight-refused",
      new RegExp(
        `Respond to OPTIONS .* with 204, not ${status}.*before parsers, validation and limits`,
        "s",
      ),
      /list of allowed origins/,
    ],
  ),
  // Seen in GraphQL servers: code that adds the header runs, and the API itself handles OPTIONS.
  [
    "400 to a preflight, with a header that allows the origin",
    refused(400, `${AO}: *`, JSON_TYPE),
    "likely server preflight-refused",
    /Respond to OPTIONS .* with 204, not 400.*before parsers, validation and limits/s,
    /list of allowed origins|does not accept this origin/,
  ],
  // A preflight has neither cookies nor a token: only its URL can be too long.
  ...[414, 431].map(
    (status): AdviceRow => [
      `a preflight with a long URL: ${status}`,
      [{ ...put, url: `https://api.other.example/v1?q=${"x".repeat(8000)}`, preflight: [status] }],
      "likely server preflight-refused",
      new RegExp(
        `OPTIONS .* returns ${status}: fix that first.*too long for.*Shorten the URL`,
        "s",
      ),
      /before parsers|cookies/,
    ],
  ),
  [
    "431 for a long URL, without cookies or a token",
    [{ url: `https://api.other.example/v1?q=${"x".repeat(8000)}`, response: [431] }],
    "ambiguous page client-error",
    /URL of the request is too long.*Shorten the URL/s,
    /cookies/,
  ],
  [
    "403 to a preflight: possibly a list of origins",
    refused(403, JSON_TYPE),
    "likely server preflight-refused",
    /list of allowed origins/,
    /parsers/,
  ],
  [
    "FastAPI allows neither the origin nor the method",
    refused(400, "Server: uvicorn", "Vary: Origin", `${AM}: GET`, `${AH}: authorization`),
    "likely server preflight-refused",
    /Add https:\/\/shop\.example to the list.*add PUT to the allowed methods/s,
  ],
  [
    "a firewall, behind a header that is always present",
    refused(403, "Server: Apache", `${AO}: *`, HTML),
    "likely server preflight-refused",
    /let OPTIONS through firewalls/,
    /its lists lack/,
  ],
  [
    "Varnish's own page",
    refused(503, "Server: Varnish", "X-Varnish: 3", HTML),
    "likely proxy gateway-error",
    /runs and listens/,
  ],
  // The origin passed, so its list is not the reason. Spring refuses an origin, a method and a header alike, S3 too:
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors-troubleshooting.html
  ...(
    [
      ["no program", [JSON_TYPE], /Check that the allowed methods and headers/],
      ["Spring", [...SPRING], /In Spring: CorsConfiguration\.setAllowedMethods.*setAllowedHeaders/],
      ["S3", ["Server: AmazonS3", "Content-Type: application/xml"], /In Amazon S3: CORSRules/],
      [
        "Azure",
        ["Server: Windows-Azure-Blob/1.0", "X-Ms-Error-Code: CorsPreflightFailure"],
        /Resource sharing/,
      ],
    ] as const
  ).flatMap(([name, lines, says]) =>
    [`${AO}: ${PAGE}`, `${AO}: *`].map(
      (allows): AdviceRow => [
        `a method that is not on the list, by ${name}, where GET passed with ${allows}`,
        [passedWith(allows), ...refused(403, ...lines)],
        "likely server preflight-refused",
        new RegExp(
          `^Allow PUT and Authorization on OPTIONS .*but allows ${PAGE} in other.*${says.source}`,
          "s",
        ),
        /list of allowed origins|to the allowed origins|setAllowedOrigins/,
      ],
    ),
  ),
  [
    "FastAPI's lists without the origin: another request's value for all origins does not count",
    [
      passedWith(`${AO}: *`),
      ...refused(400, "Server: uvicorn", "Vary: Origin", `${AM}: GET, PUT`, `${AH}: authorization`),
    ],
    "likely server preflight-refused",
    /Add https:\/\/shop\.example to the list/,
    /Check that the allowed methods/,
  ],
  [
    "an application's page for maintenance, through Cloudflare",
    fails(
      503,
      HTML,
      "Retry-After: 600",
      "Server: cloudflare",
      "CF-Ray: a",
      "CF-Cache-Status: DYNAMIC",
    ),
    "likely server gateway-error",
    /not available at the moment/,
    /gateway or proxy/,
  ],
  // https://github.com/express-rate-limit/express-rate-limit: it counts OPTIONS unless skip() excludes it.
  [
    "a preflight over an application's limit",
    refused(429, "X-Powered-By: Express", "RateLimit-Policy: 100;w=900", "Retry-After: 900", HTML),
    "likely server rate-limited",
    /CORS handling before the rate limiter, or exclude OPTIONS/,
  ],
  [
    "a preflight over Cloudflare's limit",
    refused(429, "Server: cloudflare", "CF-Ray: a", HTML),
    "likely proxy rate-limited",
    /exclude OPTIONS/,
  ],
  [
    "503 from an application to a preflight: not Varnish",
    refused(503, "X-Powered-By: Express", JSON_TYPE),
    "certain server preflight-met-server-error",
    /503/,
  ],
  ...(
    [
      ["nginx", "Server: nginx", /In nginx: if \(\$request_method = OPTIONS\)/],
      ["FastAPI", "Server: uvicorn", /app\.add_middleware\(CORSMiddleware/],
      ["Flask", "Server: Werkzeug/3", /request\.method == "OPTIONS"/],
      ["PHP", "X-Powered-By: PHP/8", /REQUEST_METHOD/],
      ["Caddy", "Server: Caddy", /basic_auth/],
    ] as const
  ).map(
    ([name, line, says]): AdviceRow => [
      `authentication before CORS, in ${name}`,
      refused(401, line, HTML, "WWW-Authenticate: Basic"),
      "certain server preflight-met-authentication",
      // The action comes before the place.
      new RegExp(
        `authentication for the preflight.*before authentication runs.*${says.source}`,
        "s",
      ),
    ],
  ),
  ...(
    [
      ["Next.js", "X-Powered-By: Next.js", /export function OPTIONS/],
      ["IIS", "Server: Microsoft-IIS/10.0", /OPTIONSVerbHandler/],
      ["Rails", "X-Runtime: 1\nX-Request-Id: a", /insert_before 0/],
      ["Tornado", "Server: TornadoServer/6", /def options\(self\)/],
    ] as const
  ).map(
    ([name, lines, says]): AdviceRow => [
      `no route for OPTIONS, in ${name}`,
      refused(404, ...lines.split("\n"), HTML),
      "certain server preflight-not-routed",
      says,
    ],
  ),
];

it.each(ROWS.map((row) => [row[0], row] as const))(
  "explains a status and its fix: %s",
  (_name, row) => expectAdvice(row),
);
