import { expect, it } from "vitest";
import { AC, AH, AM, AO, PAGE, type ReportedRequest } from "../../diagnosis/case.test-builder.ts";
import { type AdviceRow, explained } from "./explained.test-helper.ts";

const EX = "Access-Control-Expose-Headers";
const ANY = `${AO}: *`;
/** A request with these headers; its preflight response allows the other header only. */
const sends = (...names: string[]): ReportedRequest => ({
  method: "POST",
  headers: Object.fromEntries(names.map((name) => [name, "1"])),
  preflight: [204, ANY, `${AH}: x-other`],
});
const passed = (status: number, ...lines: string[]): ReportedRequest => ({
  blocked: false,
  response: [status, `${AO}: ${PAGE}`, ...lines],
});
const credentialed = (path: string): ReportedRequest => ({
  url: `https://api.other.example/hub/${path}`,
  credentials: "include",
});
const NOT_OWN = /not your own code/;
const REMOVE = /remove the headers?/;

// Measured with the packages from the npm registry: what each sends, reads, and lets its user set.
const ROWS: readonly AdviceRow[] = [
  // Headers that the page's code sets: no library adds them in a browser.
  ...["apollo-require-preflight", "x-apollo-operation-name", "x-xsrf-token", "x-wp-nonce"].map(
    (name): AdviceRow => [
      `${name}, which only the page's code adds`,
      [sends(name)],
      "certain server header-disallowed",
      REMOVE,
      NOT_OWN,
    ],
  ),
  ...["anthropic-version", "x-parse-application-id", "x-shopify-storefront-access-token"].map(
    (name): AdviceRow => [
      `${name}, set for a REST API without its SDK`,
      [sends(name)],
      "certain server header-disallowed",
      REMOVE,
      NOT_OWN,
    ],
  ),
  [
    "Anthropic's SDK, which also sends the headers of its generator",
    [sends("anthropic-version", "x-stainless-os", "x-stainless-lang")],
    "likely server library-adds-headers",
    /The client library Anthropic SDK, not your own code/,
    REMOVE,
  ],
  // Advice to remove a header that the library always sends.
  ...(
    [
      ["tus", "tus-resumable", "upload-length"],
      ["Supabase", "x-client-info", "apikey"],
      ["SignalR", "x-signalr-user-agent", "x-requested-with"],
      ["Connect", "connect-protocol-version"],
    ] as const
  ).map(
    ([library, ...names]): AdviceRow => [
      `${library}'s headers, which its user cannot remove`,
      [sends(...names)],
      "likely server library-adds-headers",
      new RegExp(`library ${library}.*In the response to OPTIONS .*${names.join(".*")}`, "s"),
      REMOVE,
    ],
  ),
  [
    "the generator's headers, which an option of the SDK omits",
    [sends("x-stainless-os", "x-stainless-arch")],
    "likely server library-adds-headers",
    /OpenAI or Anthropic SDK can omit them: set defaultHeaders: \{ "x-stainless-os": null, … \}/,
    REMOVE,
  ],
  [
    "checksums of the AWS SDK, which an option omits",
    [sends("x-amz-checksum-crc32", "x-amz-sdk-checksum-algorithm")],
    "likely server library-adds-headers",
    /AWS SDK can omit them: set requestChecksumCalculation: "WHEN_REQUIRED"/,
    REMOVE,
  ],
  [
    "checksums of the AWS SDK beside its other headers: no option omits them all",
    [sends("x-amz-checksum-crc32", "x-amz-date")],
    "likely server library-adds-headers",
    /AWS SDK/,
    /WHEN_REQUIRED/,
  ],
  [
    "a tracer's headers: it need not trace every host",
    [sends("sentry-trace", "baggage")],
    "likely page library-adds-headers",
    /exclude it in the library's settings/,
    REMOVE,
  ],
  // What a protocol's other requests need.
  [
    "tus, whose next request is a PATCH",
    [sends("tus-resumable", "upload-length")],
    "likely server library-adds-headers",
    /tus also needs the methods PATCH, HEAD and the headers .*upload-offset.*tus reads Location, Upload-Offset, and Upload-Length/s,
  ],
  [
    "MCP, whose next request carries the session",
    [sends("mcp-protocol-version")],
    "likely server library-adds-headers",
    /the headers mcp-session-id, mcp-protocol-version.*MCP SDK reads Mcp-Session-Id/s,
  ],
  // Response headers without which a client fails.
  [
    "tus without Location, and then without Upload-Offset",
    [passed(201, "Tus-Resumable: 1.0.0", "Location: /files/1")],
    "certain server headers-not-exposed",
    /Expose Location, Tus-Resumable on .*: tus needs access.*Expose-Headers: Location, Tus-Resumable, Upload-Offset, Upload-Length$/s,
    /if your code needs|No change is needed/,
  ],
  [
    "tus with all that its client reads",
    [passed(201, "Tus-Resumable: 1.0.0", "Location: /files/1", `${EX}: Location`)],
    "likely server headers-not-exposed",
    /No change is needed/,
    /tus needs access/,
  ],
  [
    "MCP without its session",
    [passed(200, "Mcp-Session-Id: 1")],
    "certain server headers-not-exposed",
    /MCP SDK needs access/,
  ],
  [
    "gRPC-Web without its status",
    [passed(200, "grpc-status: 16", "grpc-message: no")],
    "certain server headers-not-exposed",
    /gRPC-Web needs access/,
  ],
  [
    "an XMLHttpRequest, which has no headers.get()",
    [{ ...passed(200, "X-Total-Count: 7"), api: "xhr" }],
    "likely server headers-not-exposed",
    /getResponseHeader\(\) returns null/,
    /headers\.get/,
  ],
  // Credentials that a library sends.
  [
    "SignalR, whose option has another name",
    [{ ...credentialed("negotiate"), ...sends("x-signalr-user-agent") }],
    "likely server library-sends-credentials",
    /needs no cookies, set withCredentials: false in the options of SignalR/,
    /credentials: "include"/,
  ],
  [
    "SockJS, which has no option",
    [{ ...credentialed("info?t=1690000000000"), api: "xhr", response: [200, ANY] }],
    "likely server library-sends-credentials",
    /SockJS/,
    /credentials: "include"|withCredentials/,
  ],
  // Servers that the reader cannot change.
  [
    "a header that a vendor's API does not allow",
    [{ ...sends("stripe-version"), url: "https://api.stripe.com/v1/charges" }],
    "certain page header-disallowed",
    /^Remove stripe-version from the request to api\.stripe\.com\n.*send the request from your own server\.$/s,
    /In the response to|Add stripe-version/,
  ],
  [
    "a tracer's headers for a vendor's API",
    [{ ...sends("sentry-trace", "baggage"), url: "https://api.github.com/repos/a/b" }],
    "likely page library-adds-headers",
    /^Remove baggage and sentry-trace from the request to api\.github\.com\n.*exclude it in the library's settings/s,
    /In the response to/,
  ],
  [
    "credentials for a vendor's API that allows everyone without them",
    [
      {
        url: "https://api.github.com/repos/a/b",
        api: "xhr",
        credentials: "include",
        response: [200, ANY],
      },
    ],
    "certain page wildcard-origin-not-allowed",
    /^Omit credentials in the request to api\.github\.com\n.*Remove withCredentials or credentials: "include" from your code/s,
    /In the response to|allowlist|^Or/m,
  ],
  [
    "an error of a vendor's server, whose log the reader cannot see",
    [
      {
        method: "POST",
        url: "https://login.microsoftonline.com/common/oauth2/v2.0/logout",
        response: [400],
      },
    ],
    "ambiguous server client-error",
    /Your script cannot read it, but curl can/,
    /log of|send the CORS headers/,
  ],
  [
    "a bucket whose preflight response allows everyone: its list, not the code",
    [
      {
        url: "https://firebasestorage.googleapis.com/v0/b/p/o/a.txt",
        headers: { "X-Firebase-Storage-Version": "1" },
        preflight: [204, ANY, `${AH}: x-firebase-storage-version`],
        response: [200, "X-GUploader-UploadID: a", "Server: UploadServer"],
      },
    ],
    "certain server allowed-by-preflight-only",
    /gcloud storage buckets update --cors-file/,
    /CORS middleware/,
  ],
  // https://github.com/axios/axios/releases/tag/v1.6.2
  [
    "a CSRF token that axios does not send to another origin",
    [
      {
        ...passed(419, `${AC}: true`),
        method: "POST",
        api: "xhr",
        credentials: "include",
      },
    ],
    "ambiguous page client-error",
    /axios adds it only with withXSRFToken: true/,
    /If it is a token/,
  ],
  [
    "a CSRF token that was sent",
    [
      {
        ...passed(419, `${AC}: true`),
        method: "POST",
        api: "xhr",
        credentials: "include",
        headers: { "X-XSRF-TOKEN": "t" },
        preflight: [204, `${AO}: ${PAGE}`, `${AC}: true`, `${AH}: x-xsrf-token`],
      },
    ],
    "ambiguous page client-error",
    /current CSRF token/,
    /axios/,
  ],
  // A library's header makes the browser send a preflight to the page of a redirect, too.
  [
    "a sign-in page that refuses the preflight of a redirected request",
    [
      {
        credentials: "include",
        headers: { "X-Requested-With": "XMLHttpRequest" },
        preflight: [204, `${AO}: ${PAGE}`, `${AC}: true`, `${AH}: x-requested-with`],
        redirects: [
          [
            "https://a.okta.com/oauth2/v1/authorize?client_id=1&response_type=code",
            [302, `${AO}: ${PAGE}`, `${AC}: true`],
          ],
        ],
        lastPreflight: [404],
      },
    ],
    "likely server redirected-to-sign-in",
    /sign-in page on a\.okta\.com/,
    /Handle OPTIONS/,
  ],
  // HTML where a client requested an event stream.
  [
    "an HTML page instead of an event stream",
    [{ ...passed(200, "Content-Type: text/html"), headers: { Accept: "text/event-stream" } }],
    "ambiguous page html-instead-of-data",
    /HTML page instead of text\/event-stream/,
    /JSON/,
  ],
  [
    "an edge function that parses the preflight's body",
    [{ ...sends("x-other"), preflight: [500] }],
    "certain server preflight-met-server-error",
    /no body and no token.*Respond to OPTIONS .* before any code that reads a body or a token/s,
  ],
];

it.each(ROWS.map((row) => [row[0], row] as const))("%s", (_name, row) => {
  const [, requests, first, says, saysNot] = row;
  const result = explained(requests);
  expect(result.first).toBe(first);
  expect(result.words).toMatch(says);
  if (saysNot !== undefined) expect(result.words).not.toMatch(saysNot);
  expect(result.unknown).toEqual([]);
  expect(result.twice).toEqual([]);
});

// A report's reader sees the first two reasons.
it.each<[string, ReportedRequest, RegExp]>([
  [
    "the method",
    {
      method: "DELETE",
      credentials: "include",
      preflight: [204, `${AO}: ${PAGE}`, `${AC}: true`, `${AM}: *`],
    },
    /credentialed request, \* is not a wildcard/,
  ],
  [
    "the header",
    {
      method: "POST",
      credentials: "include",
      headers: { "x-own": "1" },
      preflight: [204, `${AO}: ${PAGE}`, `${AC}: true`, `${AH}: *`],
    },
    /credentialed request, \* is not a wildcard/,
  ],
  [
    "the method, listed in lower case",
    { method: "DELETE", preflight: [204, ANY, `${AM}: get, delete`] },
    /case-sensitive/,
  ],
])("says at once why the list does not allow %s", (_name, request, why) => {
  const [, , ...reasons] = explained([request]).words.split("\n");
  expect(reasons.slice(0, 2).join("\n")).toMatch(why);
});
