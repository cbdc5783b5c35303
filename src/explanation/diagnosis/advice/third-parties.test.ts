import { it } from "vitest";
import { HTML, JSON_TYPE, type ReportedRequest } from "../../../diagnosis/case.test-builder.ts";
import { type AdviceRow, expectAdvice } from "../explained.test-helper.ts";
import { allowed, post } from "./requests.test-builder.ts";

const authorized: ReportedRequest = { headers: { Authorization: "Bearer t" } };

const ROWS: readonly AdviceRow[] = [
  // Services without CORS.
  [
    "Google's places, which pages cannot call",
    [
      {
        url: "https://maps.googleapis.com/maps/api/place/nearbysearch/json?key=k",
        response: [200, JSON_TYPE],
      },
    ],
    "likely third-party third-party-without-cors",
    /meant for servers/,
    /Turn on CORS/,
  ],
  [
    "a code exchanged for a token at GitHub",
    [
      {
        ...post,
        url: "https://github.com/login/oauth/access_token",
        preflight: [404, JSON_TYPE],
      },
    ],
    "likely third-party third-party-without-cors",
    /your own server/,
  ],
  [
    "the API of GitHub, which has CORS: the path is wrong",
    [{ url: "https://api.github.com/x", response: [404, JSON_TYPE] }],
    "ambiguous server not-found",
    /404/,
  ],
  [
    "a vendor that requires an authenticated preflight",
    [{ ...authorized, url: "https://api.vendor.example/v1", preflight: [401, JSON_TYPE] }],
    "certain server preflight-met-authentication",
    /If api\.vendor\.example is not yours, request it from your own server/,
  ],
  [
    "Jira",
    [
      {
        ...authorized,
        url: "https://x.atlassian.net/rest/api/3/issue/A-1",
        preflight: [401, JSON_TYPE],
      },
    ],
    "likely third-party third-party-without-cors",
    /your own server/,
    /Exempt OPTIONS/,
  ],
  [
    "a header that an API of Google does not allow",
    [
      {
        url: "https://firestore.googleapis.com/v1/projects/p",
        headers: { "X-Mine": "1" },
        preflight: [200, ...allowed],
      },
    ],
    "certain page header-disallowed",
    /^Remove x-mine from the request to firestore\.googleapis\.com/,
    /In the response to/,
  ],
  [
    "a header that a bucket of Google does not allow: its list is the customer's",
    [
      {
        url: "https://storage.googleapis.com/bucket/a.json",
        headers: { "X-Mine": "1" },
        preflight: [200, ...allowed],
      },
    ],
    "certain server header-disallowed",
    /Access-Control-Allow-Headers|responseHeader/,
  ],
  [
    "a file of a release",
    [
      {
        url: "https://github.com/a/b/releases/download/v1/x.zip",
        response: [302, "Location: https://objects.githubusercontent.com/x", "Server: github.com"],
      },
    ],
    "likely third-party third-party-without-cors",
    /your own server/,
  ],
  [
    "a foreign host's redirect",
    [{ url: "https://dl.vendor.example/x", response: [302, "Location: https://cdn.example/x"] }],
    "certain server missing-allow-origin",
    /If dl\.vendor\.example is not yours/,
  ],
  [
    "a service without OPTIONS that accepts text",
    [{ ...post, url: "https://script.google.com/macros/s/x/exec", preflight: [405, HTML] }],
    "certain server preflight-not-routed",
    /send the body as text\/plain/,
  ],
  [
    "a service without OPTIONS, by PUT: text/plain does not avoid the preflight",
    [{ ...post, method: "PUT", preflight: [405, HTML] }],
    "certain server preflight-not-routed",
    /Handle OPTIONS/,
    /text\/plain/,
  ],
  // Services with a list of origins.
  ...(
    [
      ["https://dev-1.okta.com/oauth2/default/v1/token", 200, /In Okta, add .* Trusted Origins/],
      ["https://dev-1.okta.com/api/v1/sessions/me", 403, /Trusted Origins/],
      ["https://a.eu.auth0.com/oauth/token", 200, /In Auth0, add .* Allowed Web Origins/],
      ["https://login.microsoftonline.com/t/oauth2/v2.0/token", 400, /Single-page application/],
      ["https://id.example/connect/token", 200, /AllowedCorsOrigins/],
      ["https://a.my.salesforce.com/services/data/v60.0/query", 200, /Allowed Origins List/],
      ["https://a.service-now.com/api/now/table/x", 200, /CORS Rules/],
      ["https://sso.example/realms/a/protocol/openid-connect/token", 200, /Web origins/],
    ] as const
  ).map(
    ([url, status, says]): AdviceRow => [
      url,
      [{ method: "POST", url, response: [status, JSON_TYPE] }],
      "likely server local-server-switch",
      says,
      /restart the server/,
    ],
  ),
  [
    "a list that applies only to the response",
    [
      {
        ...authorized,
        url: "https://a.eu.auth0.com/userinfo",
        preflight: [204, ...allowed],
        response: [200, JSON_TYPE],
      },
    ],
    "certain server allowed-by-preflight-only",
    /In Auth0, add https:\/\/shop\.example to/,
  ],
];

it.each(ROWS.map((row) => [row[0], row] as const))(
  "explains the cause and the fix: %s",
  (_name, row) => expectAdvice(row),
);
