import { it } from "vitest";
import {
  AC,
  AO,
  JSON_TYPE,
  PAGE,
  type ReportedRequest,
} from "../../../diagnosis/case.test-builder.ts";
import { type AdviceRow, expectAdvice } from "../explained.test-helper.ts";
import { included } from "./requests.test-builder.ts";

const credentialed = [`${AO}: ${PAGE}`, `${AC}: true`] as const;
const login = (line: string, url = "https://api.other.example/login"): ReportedRequest => ({
  ...included,
  blocked: false,
  method: "POST",
  url,
  response: [200, ...credentialed, `Set-Cookie: ${line}`],
});

const ROWS: readonly AdviceRow[] = [
  // The session.
  [
    "a session whose cookie the browser does not send",
    [
      login("sid=1; SameSite=None; Secure; Path=/"),
      { ...included, blocked: false, response: [401, ...credentialed] },
    ],
    "ambiguous browser cookie-not-sent",
    /blocks third-party cookies.*Partitioned/s,
    /SameSite=None; Secure over/,
  ],
  [
    "a session cookie for another path: not blocked by the browser",
    [
      login("sid=1; SameSite=None; Secure", "https://api.other.example/auth/login"),
      { ...included, blocked: false, response: [401, ...credentialed] },
    ],
    "ambiguous server unauthenticated",
    /401/,
    /blocks third-party/,
  ],
  [
    "a session that the call omits",
    [
      login("sid=1; SameSite=None; Secure; Path=/"),
      { blocked: false, response: [401, `${AO}: ${PAGE}`] },
    ],
    "likely page unauthenticated",
    /credentials mode is same-origin.*credentials: "include"/s,
  ],
  [
    "another host's Domain",
    [
      login("sid=1; Domain=shop.example; SameSite=None; Secure"),
      { ...included, blocked: false, response: [401, ...credentialed] },
    ],
    "likely server cookie-not-sent",
    /Set the cookie sid without Domain or with one that covers api\.other\.example/,
  ],
  [
    "a blocked 401 because of a missing cookie",
    [login("sid=1; SameSite=Lax"), { ...included, response: [401, JSON_TYPE] }],
    "likely server cookie-not-sent",
    /carried no cookie.*SameSite=Lax.*CORS headers on error responses/s,
    /CORS is not the problem/,
  ],
  [
    "Laravel's 419",
    [
      login("laravel_session=1; SameSite=Lax"),
      { ...included, blocked: false, method: "POST", response: [419, ...credentialed] },
    ],
    "likely server cookie-not-sent",
    /419/,
  ],
  // A cookie of the same site.
  [
    "a cookie of the same site that no browser stores",
    [login("sid=1; SameSite=None", "https://api.shop.example/login")],
    "likely server cookie-refused",
    /with Secure over https, or without SameSite=None.*does not store it.*SameSite=Lax is enough/s,
    /another site/,
  ],
  ...["sid=1", "sid=1; SameSite=Lax", "sid=1; SameSite=None; Secure", "sid=1; SameSite=Strict"].map(
    (line): AdviceRow => [
      `no advice for a valid cookie of the same site: ${line}`,
      [login(line, "https://api.shop.example/login")],
      "",
      /./,
      /[Cc]ookie (?:will|not)|SameSite/,
    ],
  ),
  // Credentials that a library adds.
  [
    "SockJS sends credentials",
    [
      {
        ...included,
        api: "xhr",
        url: "https://api.other.example/ws/info?t=1690000000000",
        response: [200, `${AO}: *`],
      },
    ],
    "likely server library-sends-credentials",
    /SockJS/,
  ],
];

it.each(ROWS.map((row) => [row[0], row] as const))(
  "explains the cause and the fix: %s",
  (_name, row) => expectAdvice(row),
);
