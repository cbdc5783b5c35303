import { it } from "vitest";
import { AH, AM, AO, HTML, JSON_TYPE, PAGE, put } from "../../../diagnosis/case.test-builder.ts";
import { type AdviceRow, expectAdvice } from "../explained.test-helper.ts";
import { LOCAL, withHeaders } from "./requests.test-builder.ts";

const ROWS: readonly AdviceRow[] = [
  // Refused.
  [
    "the title of a refused preflight",
    [{ ...put, preflight: [403] }],
    "likely server preflight-refused",
    /Allow https:\/\/shop\.example on OPTIONS api\.other\.example\/v1\/items: the server returns 403/,
  ],
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
  // Authentication.
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
  [
    "Vercel's protection of previews",
    [{ ...put, preflight: [401, "X-Vercel-Id: a", "Server: Vercel", HTML] }],
    "certain server preflight-met-authentication",
    /OPTIONS Allowlist/,
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
  // A CDN's setting does not help where the CDN forwarded the response.
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
  // Routes without OPTIONS.
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
  [
    "a router that has the method but not OPTIONS",
    [{ ...put, preflight: [405, "Allow: GET, PUT", "Content-Type: text/plain"] }],
    "certain server preflight-not-routed",
    /Handle OPTIONS.*Allow: GET, PUT/s,
  ],
  [
    "no route of API Gateway for OPTIONS",
    [{ ...put, preflight: [403, "X-Amzn-ErrorType: MissingAuthenticationTokenException"] }],
    "likely server preflight-not-routed",
    /Handle OPTIONS on \S+: the server responds with 403.*MissingAuthenticationTokenException/s,
  ],
  [
    "an MCP server without OPTIONS",
    [{ ...withHeaders("mcp-protocol-version"), page: LOCAL, preflight: [405, JSON_TYPE] }],
    "certain server preflight-not-routed",
    /MCP server/,
  ],
  // A response without CORS headers.
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
    "a page instead of an API, for OPTIONS",
    [{ ...put, preflight: [200, "Server: nginx", HTML] }],
    "ambiguous server host-without-cors",
    /is an HTML page, perhaps a fallback.*A status of 200/s,
  ],
  [
    "a fallback page that responds to OPTIONS",
    [{ ...put, preflight: [200, HTML] }],
    "ambiguous server host-without-cors",
    /HTML page/,
  ],
  [
    "an application in IIS, which does not name itself",
    [{ ...put, preflight: [200, "Server: Microsoft-IIS/10.0", "X-Powered-By: ASP.NET"] }],
    "ambiguous server host-without-cors",
    /In IIS: /,
    /ASP\.NET Core/,
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
];

it.each(ROWS.map((row) => [row[0], row] as const))(
  "explains the cause and the fix: %s",
  (_name, row) => expectAdvice(row),
);
