import { it } from "vitest";
import { HTML, JSON_TYPE, PAGE } from "../../../diagnosis/case.test-builder.ts";
import { type AdviceRow, expectAdvice } from "../explained.test-helper.ts";
import { redirect } from "./requests.test-builder.ts";

const IDP = "https://accounts.google.com/o/oauth2/v2/auth?client_id=1&response_type=code";
const RETURN = encodeURIComponent("https://api.other.example/v1/items");

const ROWS: readonly AdviceRow[] = [
  // To a sign-in page.
  ...(
    [
      ["a gate with the URL", `https://gate.corp.example/welcome?return_to=${RETURN}`],
      ["a portal", `https://portal.shop.example/?rd=${RETURN}&rm=GET`],
      ["a network's page", `http://captive.hotel.example/portal?origurl=${RETURN}`],
    ] as const
  ).map(
    ([name, to]): AdviceRow => [
      name,
      [redirect(to)],
      "ambiguous server redirected-to-sign-in",
      /Check whether GET \/v1\/items requires a session.*sign-in and consent pages/s,
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
    ([name, to]): AdviceRow => [
      `sign in: ${name}`,
      [redirect(to)],
      "likely server redirected-to-sign-in",
      /Sign in again/,
      /Access-Control-Allow-Origin: https/,
    ],
  ),
  [
    "a redirect to a proxy of images, with a URL in its query: no sign-in",
    [redirect(`https://img.example/?url=${RETURN}`)],
    "certain server missing-allow-origin",
    /redirect response/,
    /sign/i,
  ],
  // A request that starts a sign-in.
  ...[
    "/auth/google",
    "/oauth2/authorization/okta",
    "/users/auth/github",
    "/login",
    "/api/connect/microsoft/redirect",
  ].map(
    (path): AdviceRow => [
      `a sign-in that the request starts: ${path}`,
      [
        {
          url: `https://api.other.example${path}`,
          response: [302, `Location: ${IDP}`],
        },
      ],
      "likely page redirected-to-sign-in",
      /Open GET \S+ in the tab: it starts a sign-in.*link or location\.assign/s,
      /Sign in again|no valid session|Access-Control-Allow-Origin: https/,
    ],
  ),
  ...["/api/auth/session", "/auth/me", "/v1/items", "/google"].map(
    (path): AdviceRow => [
      `data that requires a session, not the start of a sign-in: ${path}`,
      [{ url: `https://api.other.example${path}`, response: [302, `Location: ${IDP}`] }],
      "likely server redirected-to-sign-in",
      /Sign in again/,
      /starts a sign-in/,
    ],
  ),
  // https://www.rfc-editor.org/rfc/rfc9700#section-2.6 : no CORS at the authorization endpoint.
  ...(
    [
      ["https://login.microsoftonline.com/t/oauth2/v2.0/authorize?client_id=x", [200, HTML]],
      ["https://accounts.google.com/o/oauth2/v2/auth?client_id=x", [200, HTML]],
      ["https://id.shop.example/realms/r/protocol/openid-connect/auth?client_id=x", [200, HTML]],
      [
        "https://t.eu.auth0.com/authorize?client_id=1",
        [302, "Location: https://t.eu.auth0.com/u/login?state=a"],
      ],
      [
        "https://dev-1.okta.com/oauth2/default/v1/authorize?client_id=x&prompt=none",
        [302, `Location: ${PAGE}/cb?code=1`],
      ],
      ["https://github.com/login/oauth/authorize?client_id=x", [302, "Location: /login"]],
    ] as const
  ).map(
    ([url, response]): AdviceRow => [
      `an authorization endpoint: ${url}`,
      [{ url, response }],
      "likely page redirected-to-sign-in",
      /Open GET \S+ in the tab.*starts a sign-in.*authorization endpoint.*location\.assign/s,
      /Sign in again|no valid session|Turn on CORS|Access-Control-Allow-Origin|your server/,
    ],
  ),
  ...[400, 405, 200].map(
    (status): AdviceRow => [
      `the preflight of a request to an authorization endpoint, ${status}`,
      [
        {
          url: "https://login.microsoftonline.com/t/oauth2/v2.0/authorize?client_id=x",
          headers: { "X-Requested-With": "XMLHttpRequest" },
          preflight: [status, HTML],
        },
      ],
      "likely page redirected-to-sign-in",
      /Open GET \S+ in the tab.*authorization endpoint.*location\.assign/s,
      /OPTIONS|Access-Control-Allow-Origin|your server/,
    ],
  ),
  [
    "an API whose path ends like an authorization endpoint's, with data",
    [{ url: "https://api.other.example/authorize?client_id=x", response: [200, JSON_TYPE] }],
    "ambiguous server host-without-cors",
    /Access-Control-Allow-Origin/,
    /authorization endpoint/,
  ],
];

it.each(ROWS.map((row) => [row[0], row] as const))(
  "explains the cause and the fix: %s",
  (_name, row) => expectAdvice(row),
);
