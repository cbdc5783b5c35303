import { get } from "../../http/header-list.ts";
import { parseUrl } from "../../http/origin.ts";
import { plainText } from "../plain-text.ts";
import { mdnCorsError, PREFLIGHT_FETCH } from "../references.ts";
import type { Subject } from "../subject.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const preflightDisallowedRedirect: CatalogueEntry = {
  title: (s) => {
    const to = destination(s);
    if (to === null) return `Answer ${s.target} itself: a preflight may not be redirected`;
    if (isSignIn(s, to))
      return `Let ${s.target} through without sign-in: it is sent to ${plainText(to.host)}`;
    return `Call ${plainText(to.href)}${difference(s, to)}: a preflight may not be redirected`;
  },
  short: () => "preflight redirected",
  because: (s) => {
    const to = destination(s);
    return [
      `${s.host} answered ${s.target} with ${s.status || "a redirect"}${to === null ? "" : ` to ${plainText(to.href)}`}`,
      `A preflight does not follow redirects, so the ${s.method} was never sent.`,
      ...(to !== null && isSignIn(s, to)
        ? [
            "The new URL looks like a sign-in page. Preflights carry no cookies, so they always look signed out.",
          ]
        : []),
    ];
  },
  fix: (s) => {
    const to = destination(s);
    const answer = `Answer ${s.target} with 204 and the Access-Control-Allow-* headers before anything redirects.`;
    if (to === null || isSignIn(s, to)) return [answer];
    return [`Use ${plainText(to.href)} in your call.`, `Or on the server: ${answer}`];
  },
  learnMore: [PREFLIGHT_FETCH, mdnCorsError("CORSExternalRedirectNotAllowed")],
};

function destination(s: Subject): URL | null {
  const preflight = s.hop.preflight;
  const location = preflight?.redirect?.url ?? get(s.headers, "Location");
  return location === null ? null : parseUrl(location, preflight?.url ?? s.hop.url);
}

/** Another place, named as such places are. */
function isSignIn(s: Subject, to: URL): boolean {
  const from = parseUrl(s.hop.url);
  return (
    from?.pathname !== to.pathname &&
    /(?:^|[^a-z])(?:log-?in|sign-?in|auth\w*|oauth2?|sso|saml2?|idp)(?:$|[^a-z])/i.test(
      to.host + to.pathname,
    )
  );
}

function difference(s: Subject, to: URL): string {
  const from = parseUrl(s.hop.url);
  if (from === null) return "";
  const samePlace = from.host === to.host;
  if (samePlace && from.protocol === to.protocol) {
    if (to.pathname === `${from.pathname}/`) return " (with the slash)";
    if (from.pathname === `${to.pathname}/`) return " (without the slash)";
  }
  if (samePlace && from.pathname === to.pathname && to.protocol === "https:") return " (https)";
  return "";
}
