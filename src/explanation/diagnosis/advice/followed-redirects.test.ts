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
} from "../../../diagnosis/case.test-builder.ts";
import { type AdviceRow, expectAdvice } from "../explained.test-helper.ts";
import { passed } from "./requests.test-builder.ts";

/** A response to a request that a redirect led to another host. */
const afterPost = (status: number, method: string, type: string): ReportedRequest => ({
  method,
  redirects: [["https://www.shop.example/thanks", [status, `${AO}: ${PAGE}`]]],
  response: [200, type],
});
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
  // To an HTML page.
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
  // To a signed URL.
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
  // To another server.
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
  // To one of several hosts.
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
];

it.each(ROWS.map((row) => [row[0], row] as const))(
  "explains the cause and the fix: %s",
  (_name, row) => expectAdvice(row),
);
