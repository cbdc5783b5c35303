import { it } from "vitest";
import { AC, AO, HTML, JSON_TYPE, PAGE, put } from "../../../diagnosis/case.test-builder.ts";
import { type AdviceRow, expectAdvice } from "../explained.test-helper.ts";
import { allowed, post } from "./requests.test-builder.ts";

const ROWS: readonly AdviceRow[] = [
  // The user's session and rights.
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
    "403 in JSON through Cloudflare: the server refused",
    [{ response: [403, "Server: cloudflare", JSON_TYPE] }],
    "ambiguous server forbidden",
    /refused/,
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
  // A failing application or gateway.
  [
    "an exception in FastAPI",
    [{ response: [500, "Server: uvicorn"] }],
    "likely server server-error",
    /skips CORSMiddleware/,
  ],
  [
    "an error with two values",
    [{ ...post, preflight: [200, ...allowed], response: [500, `${AO}: *`, `${AO}: ${PAGE}`] }],
    "likely server server-error",
    /returns 500: fix that first.*Access-Control-Allow-Origin: \*, https:\/\/shop\.example/s,
    /extension/,
  ],
  [
    "Lambda behind API Gateway",
    [{ response: [502, "X-Amzn-ErrorType: InternalServerErrorException", JSON_TYPE] }],
    "likely proxy gateway-error",
    /Lambda.*DEFAULT_5XX/s,
  ],
  [
    "Vercel's function failed",
    [{ response: [502, "Server: Vercel", "X-Vercel-Error: FUNCTION_INVOCATION_FAILED"] }],
    "likely proxy gateway-error",
    /Look in the log/,
    /listens/,
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
    "credentials as before",
    [{ credentials: "include", response: [502, `${AO}: *`, `${AC}: true`, "Server: nginx", HTML] }],
    "likely proxy gateway-error",
    /502/,
  ],
  // Limits of size and rate.
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
    "a limit that cannot be raised",
    [{ method: "POST", response: [413, "X-Amz-Apigw-Id: a", JSON_TYPE] }],
    "ambiguous proxy body-too-large",
    /fixed limit/,
    /raise the limit/,
  ],
  [
    "the time of the next attempt",
    [{ response: [429, "Retry-After: 30"] }],
    "ambiguous page rate-limited",
    /30 seconds/,
  ],
];

it.each(ROWS.map((row) => [row[0], row] as const))(
  "explains the cause and the fix: %s",
  (_name, row) => expectAdvice(row),
);
