import { it } from "vitest";
import { AO, PAGE, put, type ReportedRequest } from "../../diagnosis/case.test-builder.ts";
import { type AdviceRow, expectAdvice } from "./explained.test-helper.ts";

const redirect = (status: number, to: string, url?: string): readonly ReportedRequest[] => [
  { ...(url && { url }), response: [status, `Location: ${to}`] },
];
const preflight = (status: number, to: string): readonly ReportedRequest[] => [
  { ...put, preflight: [status, `Location: ${to}`] },
];
const passed = (status: number): readonly ReportedRequest[] => [
  { blocked: false, response: [status, `${AO}: ${PAGE}`] },
];

const ROWS: readonly AdviceRow[] = [
  // Redirects to a page for people.
  ...[
    "/error/403",
    "/errors/500.html",
    "/not-found",
    "/Error.aspx",
    "https://maintenance.other.example/",
    "https://status.other.example/maintenance.html",
    "https://consent.other.example/collectConsent?sessionId=1",
    "/sorry/index?continue=x",
  ].map(
    (to): AdviceRow => [
      `to a page: ${to}`,
      redirect(302, to),
      "likely server redirected-to-page",
      /Find out why GET \/v1\/items is redirected.*page for people.*error status and CORS headers/s,
      /(?:Use|Request) https:\/\/\S+ in your code|send Access-Control-Allow-Origin/,
    ],
  ),
  [
    "to the start page",
    redirect(302, "/"),
    "ambiguous server redirected-to-page",
    /start page: servers redirect there without a session/,
  ],
  [
    "to a page, on the preflight",
    preflight(303, "/error?code=404"),
    "likely server redirected-to-page",
    /Send 204 and the CORS headers for OPTIONS at the old path/,
    /Use https/,
  ],
  [
    "permanently, to another path: moved, not a page for people",
    redirect(301, "/v2/items"),
    "certain server redirect-moved",
    /v1 → v2/,
    /page for people/,
  ],
  [
    "to a path about errors, from one about errors: moved, not an error page",
    redirect(302, "/v2/errors", "https://api.other.example/v1/errors"),
    "certain server redirect-moved",
    /v1 → v2/,
    /page for people/,
  ],
  // An id or state of the requested resource is not a page.
  ...["/v1/items/500", "/v1/items/blocked", "/v1/errors/123", "/v1/challenge/42"].map(
    (to): AdviceRow => [
      `to a resource with a word of error pages in its path: ${to}`,
      redirect(303, to),
      "certain server redirect-moved",
      /^Send the CORS headers with the redirect/,
      /page for people/,
    ],
  ),
  [
    "to a file in storage whose name says blocked: not a page that blocks",
    redirect(302, "https://files.other.example/blocked-drains.pdf/raw"),
    "certain server missing-allow-origin",
    /redirect/,
    /start page/,
  ],
  [
    "from the start page to a folder: moved, not a redirect to the start page",
    redirect(302, "/app", "https://api.other.example/"),
    "certain server redirect-moved",
    /redirect/,
    /start page/,
  ],
  // A preflight that requires authentication, on the same host or on another.
  ...[
    "/accounts/login/?next=/v1/items",
    "/users/sign_in",
    "https://sso.other.example/realms/x/protocol/openid-connect/auth?client_id=a",
  ].map(
    (to): AdviceRow => [
      `a preflight sent to sign in: ${to}`,
      preflight(302, to),
      "likely server preflight-met-authentication",
      /Exempt OPTIONS \/v1\/items from authentication/,
      /old path/,
    ],
  ),
  // A refusal that the script can read.
  [
    "403 after CORS passed",
    passed(403),
    "ambiguous server forbidden",
    /CORS is not the problem.*CSRF token.*body often contains the reason/s,
    /CORS headers on error responses|curl/,
  ],
  [
    "419 after CORS passed",
    passed(419),
    "ambiguous page client-error",
    /CSRF token/,
    /CORS headers on error responses|curl/,
  ],
  ["404 after CORS passed: no advice, the page can read it", passed(404), "", /No CORS problem/],
  ["200 after CORS passed: no advice", passed(200), "", /No CORS problem/],
];

it.each(ROWS.map((row) => [row[0], row] as const))(
  "explains a redirect or a refusal: %s",
  (_name, row) => expectAdvice(row),
);
