import { judgedHeaders, type Response } from "../../exchange/exchange.ts";
import { isAuthorizationEndpoint } from "../../http/authorization-endpoint.ts";
import { get } from "../../http/header-list.ts";
import { mediaType } from "../../http/media-type.ts";
import { parseLocation, parseUrl } from "../../http/origin.ts";
import { isOkStatus, isRedirectStatus } from "../../http/statuses.ts";
import { leadsToSignIn, wantsSignIn } from "../../verdict/sign-in.ts";
import { type DiagnosisRule, type Found, headerEvidence, statusEvidence } from "../rule.ts";
import type { Situation } from "../situation.ts";

/** The server redirected a request for data to a sign-in page: there was no session. */
export const redirectedToSignIn: DiagnosisRule = {
  id: "redirected-to-sign-in",
  before:
    "Without a session the server does not send the data, even if the sign-in page had CORS headers.",
  find: (s) => {
    const { exchange, verdict, stage } = s;
    const ofEndpoint = authorizationRequest(s);
    if (ofEndpoint !== null) return ofEndpoint;
    // A preflight of the first URL precedes all redirects; a later one is sent to the sign-in page.
    if (verdict.mode.value !== "cors" || (stage === "preflight" && s.hopIndex === 0)) return null;
    if (verdict.outcome !== "blocked" && verdict.outcome !== "allowed") return null;
    const first = exchange.hops[0]?.url ?? "";
    for (const [index, hop] of exchange.hops.entries()) {
      const location = hop.redirect?.url ?? locationOf(hop.response);
      const to = location === null ? null : parseLocation(location, hop.url);
      if (to === null) continue;
      const status = hop.response?.status ?? 0;
      const isSignIn =
        wantsSignIn(to) || leadsToSignIn({ from: first, to: to.href, status, method: hop.method });
      if (!isSignIn && !comesBack(hop.url, to)) continue;
      const next = exchange.hops[index + 1]?.response;
      // The final response is data, so the redirect did not lead to a page.
      if (next && next.status < 300 && !isPage(mediaType(judgedHeaders(next)))) continue;
      if (verdict.outcome === "allowed" && !next) continue;
      const isStart = hop.method === "GET" && startsSignIn(hop.url) && wantsSignIn(to);
      return {
        side: isStart ? "page" : "server",
        // A redirect that leads back to the URL can also be a consent page or a captive portal.
        certainty: isSignIn ? "likely" : "ambiguous",
        stage: "redirect",
        hop: index,
        parameter: to.host,
        evidence: [headerEvidence("Location", `${to.origin}${to.pathname}`)],
      };
    }
    return null;
  },
  hides: [
    "redirect-slash",
    "redirect-moved",
    "redirect-to-https",
    "redirect-to-http",
    "redirect-to-internal",
    "redirect-host",
    "redirected-to-page",
    "host-without-cors",
    "origin-not-listed",
    "third-party-without-cors",
    "preflight-refused",
    "preflight-not-routed",
    "preflight-met-authentication",
  ],
};

/** A blocked request to an authorization endpoint, which responds with its page, a redirect or no CORS headers. */
function authorizationRequest(s: Situation): Found | null {
  const [first] = s.exchange.hops;
  if (first === undefined || !s.blockedByCors || first.method !== "GET") return null;
  if (!isAuthorizationEndpoint(first.url)) return null;
  const isAtPreflight = s.stage === "preflight" && s.hopIndex === 0;
  if (!isAtPreflight && !isRedirectOrPage(first.response)) return null;
  return {
    side: "page",
    certainty: "likely",
    stage: "response",
    hop: 0,
    parameter: parseUrl(first.url)?.host ?? null,
    evidence: [
      ...(first.response === null ? [] : [statusEvidence(first.response.status)]),
      headerEvidence("Access-Control-Allow-Origin", s.allowOrigin),
    ],
  };
}

function isRedirectOrPage(response: Response | null): boolean {
  if (response === null) return false;
  const isOwnPage = isOkStatus(response.status) && isPage(mediaType(judgedHeaders(response)));
  return isOwnPage || isRedirectStatus(response.status);
}

function locationOf(response: Parameters<typeof judgedHeaders>[0] | null): string | null {
  if (response === null || !isRedirectStatus(response.status)) return null;
  return get(judgedHeaders(response), "Location");
}

const isPage = (type: string) => type === "text/html" || type === "application/xhtml+xml";

/**
 * Whether a redirect's URL contains the original URL, in order to return there later: pages do that where the
 * user has to sign in, agree or pay first.
 */
function comesBack(from: string, to: URL): boolean {
  const source = parseUrl(from);
  if (source === null) return false;
  const { origin, pathname, href } = source;
  const page = `${origin}${pathname}`;
  return [...to.searchParams].some(
    ([name, value]) =>
      OF_RETURN.test(name) &&
      (value === href ||
        value.startsWith(page) ||
        (pathname !== "/" && value.startsWith(pathname))),
  );
}

/** Usual names of such parameters. Image proxies use "url" or "src", which are not included. */
const OF_RETURN =
  /^(?:rd|ru|r?url_?back|callback_?url|return.*|redirect.*|next|continue|goto|back.*|dest.*|target.*|service|start_?url|orig.*|relaystate|came_?from)$/i;

/**
 * Whether the end of a URL's path shows that the URL starts a sign-in. Its redirect is correct then: the page
 * has to navigate there instead of requesting it.
 */
function startsSignIn(url: string): boolean {
  const segments = (parseUrl(url)?.pathname ?? "").toLowerCase().split("/");
  const path = segments.filter((segment) => segment !== "");
  const last = path.at(-1) ?? "";
  if (STARTS.has(last)) return true;
  const provider = GOES_THERE.has(last) ? path.at(-2) : last;
  return PROVIDERS.has(provider ?? "") && path.some((segment) => LEADS_IN.has(segment));
}

/** Last path segments of URLs that start a sign-in: "/login", "/saml2". */
const STARTS: ReadonlySet<string> = new Set([
  ...["login", "log-in", "signin", "sign-in", "sso", "authorize", "authorise"],
  ...["oauth", "oauth2", "saml", "saml2"],
]);
/** Segments before a provider's name: "/users/auth/github", "/oauth2/authorization/okta". */
const LEADS_IN: ReadonlySet<string> = new Set([
  ...["auth", "login", "log-in", "signin", "sign-in", "oauth", "oauth2", "sso", "saml"],
  ...["connect", "social", "authorization"],
]);
const PROVIDERS: ReadonlySet<string> = new Set([
  ...["google", "github", "gitlab", "bitbucket", "facebook", "microsoft", "azure", "azuread"],
  ...["azure-ad", "entra", "entra-id", "apple", "twitter", "x", "linkedin", "discord", "slack"],
  ...[
    "okta",
    "auth0",
    "keycloak",
    "oidc",
    "openid",
    "steam",
    "twitch",
    "spotify",
    "amazon",
    "yahoo",
  ],
]);
/** Segments that can follow a provider's name: "/auth/google/start". */
const GOES_THERE: ReadonlySet<string> = new Set(["start", "redirect", "login"]);
