import {
  AO,
  HTML,
  JSON_TYPE,
  type ReportedRequest,
  type ResponseLines,
} from "../case.test-builder.ts";
import { valuesOf, withLines, withStatus } from "./messages.test-helper.ts";
import {
  bare,
  type Edit,
  inPreflight,
  inResponse,
  isIncluded,
  isPreflighted,
  MISSING,
  type Mistake,
} from "./mistake.test-builder.ts";

const redirectTo =
  (status: number, to: (url: URL) => string | null, isAllowed = false): Edit =>
  (response, { url, redirects }) => {
    const from = new URL(redirects?.at(-1)?.[0] ?? (url as string));
    const location = to(from);
    const kept = isAllowed ? response : bare(response);
    return location === null ? null : withLines(withStatus(kept, status), `Location: ${location}`);
  };

/** Redirects of the server, as a response to the request: where to, and what is true of it. */
const REDIRECTS: readonly (readonly [
  name: string,
  status: number,
  to: (from: URL) => string | null,
  names: readonly string[],
])[] = [
  [
    "a slash",
    301,
    ({ pathname, href }) =>
      /(?:^\/|\/)$/.test(pathname) ? null : href.replace(pathname, `${pathname}/`),
    ["certain page redirect-slash"],
  ],
  ["a new version", 301, ({ search }) => `/v2/moved${search}`, ["certain server redirect-moved"]],
  [
    "http behind a proxy",
    302,
    ({ protocol, href }) =>
      protocol === "https:" && new URL(href).port === ""
        ? `${href.replace(/^https/, "http").replace(/\/?$/, "/")}`
        : null,
    ["likely server redirect-to-http"],
  ],
  [
    "https",
    301,
    ({ protocol, href, hostname }) =>
      protocol === "http:" && hostname !== "localhost" ? href.replace(/^http/, "https") : null,
    ["certain page redirect-to-https"],
  ],
  [
    "an internal address",
    302,
    ({ hostname, pathname }) =>
      hostname === "localhost" ? null : `http://localhost:9000${pathname}/`,
    ["certain server redirect-to-internal"],
  ],
  [
    "the login page",
    302,
    ({ pathname, href }) =>
      pathname.startsWith("/login") ? null : `/login?next=${encodeURIComponent(href)}`,
    // A GET of a URL that itself starts a sign-in is the page's part.
    ["likely server redirected-to-sign-in"],
  ],
  [
    "an identity provider",
    302,
    () => "https://id.example/authorize?client_id=1&response_type=code",
    ["likely server redirected-to-sign-in", "likely page redirected-to-sign-in"],
  ],
  [
    "an error page",
    302,
    ({ pathname }) => (pathname.includes("error") ? null : "/error"),
    ["likely server redirected-to-page"],
  ],
  [
    "a mirror, for now",
    302,
    // A signature is for one host: such a URL is at fault itself.
    ({ pathname, search }) =>
      search.includes("Signature") ? null : `https://mirror.third.example${pathname}${search}`,
    // Nothing shows that the URL is at fault.
    [MISSING, "certain server preflight-disallowed-redirect"],
  ],
  [
    "another host for another query",
    308,
    ({ pathname, search }) =>
      search.includes("Signature") ? null : `https://api.new.example${pathname}?moved=1`,
    [MISSING, "certain server preflight-disallowed-redirect"],
  ],
  [
    "another host",
    308,
    ({ pathname, search }) => `https://api.new.example${pathname}${search}`,
    ["certain page redirect-host"],
  ],
];

/** Redirects that CORS allows, and the response to the target. */
const FOLLOWED: readonly (readonly [
  name: string,
  to: (from: URL) => string,
  redirect: ResponseLines,
  response: (one: ReportedRequest) => ResponseLines,
  names: readonly string[],
])[] = [
  [
    "a redirect to the login page, which is shown",
    ({ origin }) => `${origin}/login`,
    [302],
    () => [200, HTML],
    ["likely server redirected-to-sign-in"],
  ],
  [
    "a redirect to another site that compares origins",
    ({ search }) => `https://files.third.example/blob${search}`,
    [302],
    ({ page }) => [200, JSON_TYPE, `${AO}: ${page}`, "Vary: Origin"],
    // The second redirect between sites makes the origin null, which no server should allow.
    ["likely page allow-origin-mismatch"],
  ],
  [
    "a redirect to another site without CORS",
    ({ search }) => `https://files.third.example/blob${search}`,
    [302],
    () => [200, JSON_TYPE],
    ["likely page missing-allow-origin"],
  ],
  [
    "a redirect to a path without CORS",
    ({ origin, search }) => `${origin}/blob/7${search}`,
    [302],
    () => [200, JSON_TYPE],
    ["certain server missing-allow-origin"],
  ],
];

/** The response is a redirect. */
export const REDIRECT_MISTAKES: readonly Mistake[] = [
  ...REDIRECTS.map(
    ([name, status, to, names]): Mistake => ({
      name: `a redirect to ${name}, without CORS headers`,
      make: inResponse(redirectTo(status, to)),
      names,
    }),
  ),
  ...REDIRECTS.map(
    ([name, status, to, names]): Mistake => ({
      name: `a preflight redirected to ${name}`,
      make: inPreflight(redirectTo(status, to)),
      names: names.map((one) =>
        /sign-in/.test(one) ? "certain server preflight-met-authentication" : one,
      ),
    }),
  ),
];

/** The response is that of a redirect that CORS allows. */
export const FOLLOWED_REDIRECT_MISTAKES: readonly Mistake[] = FOLLOWED.map(
  ([name, to, redirect, response, names]): Mistake => ({
    name,
    make: (one) => {
      const allowed = valuesOf(one.response as ResponseLines, AO)[0];
      if (isPreflighted(one) || isIncluded(one) || one.redirects !== undefined) return null;
      const from = new URL(one.url as string);
      // A sign-in's or an error's own URL, and http, say something else of a redirect.
      if (from.protocol === "http:" || /login|error/.test(from.pathname)) return null;
      if (from.pathname === "/") return null;
      if (one.method !== "GET" && one.method !== "HEAD") return null;
      return {
        ...one,
        redirects: [[to(from), withLines(redirect, `${AO}: ${allowed}`)]],
        response: response(one),
      };
    },
    names,
    isAlone: true,
  }),
);
