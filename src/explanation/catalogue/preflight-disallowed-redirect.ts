import { get } from "../../http/header-list.ts";
import { parseLocation, parseUrl } from "../../http/origin.ts";
import { losesSignature } from "../../http/signed-url.ts";
import { leadsToSignIn } from "../../verdict/sign-in.ts";
import { type MessageName, say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import { mdnCorsError, PREFLIGHT_FETCH } from "../references.ts";
import { type Subject, withoutQuery } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

export const preflightDisallowedRedirect: CauseEntry = {
  code: "preflight-disallowed-redirect",
  reason: () => say("reason_preflight_disallowed_redirect"),
  title: (s) => {
    const to = destination(s);
    if (to === null) return say("why_preflight_disallowed_redirect_title", s.target);
    if (isSignIn(s, to)) {
      return say("why_preflight_disallowed_redirect_title_sign_in", s.target, plainText(to.host));
    }
    return losesSignature(s.hop.url, to.href)
      ? say("why_signed_redirect_title", plainText(to.host))
      : callTitle(s, to);
  },
  short: () => say("why_preflight_disallowed_redirect_short"),
  because: (s) => {
    const to = destination(s);
    if (s.statusNamed && to !== null && isSignIn(s, to)) {
      return [
        say("why_preflight_disallowed_redirect_leads_to_sign_in", plainText(to.href)),
        say("why_preflight_disallowed_redirect_because", s.method),
      ];
    }
    const status = s.status || say("why_status_redirect");
    return [
      to === null
        ? say("why_preflight_disallowed_redirect_responded", s.host, s.target, status)
        : say(
            "why_preflight_disallowed_redirect_responded_to",
            s.host,
            s.target,
            status,
            plainText(to.href),
          ),
      say("why_preflight_disallowed_redirect_because", s.method),
      ...(to !== null && isSignIn(s, to) ? [say("why_preflight_disallowed_redirect_sign_in")] : []),
    ];
  },
  fix: (s) => {
    const to = destination(s);
    if (to === null || isSignIn(s, to)) {
      // "Before authentication" already implies "before the redirect".
      if (s.statusNamed) return [];
      return [say("why_preflight_disallowed_redirect_fix", s.target)];
    }
    if (losesSignature(s.hop.url, to.href)) return [say("why_signed_redirect_fix", s.host)];
    return [
      say("why_preflight_disallowed_redirect_fix_call", plainText(to.href)),
      say("why_preflight_disallowed_redirect_fix_or", s.target),
    ];
  },
  // Storage redirects to the bucket's own host, whatever its CORS rules are.
  remedyHelps: (s) => !losesSignature(s.hop.url, destination(s)?.href ?? ""),
  learnMore: [PREFLIGHT_FETCH, mdnCorsError("CORSExternalRedirectNotAllowed")],
};

function destination(s: Subject): URL | null {
  const preflight = s.hop.preflight;
  const location = preflight?.redirect?.url ?? get(s.headers, "Location");
  return location === null ? null : parseLocation(location, preflight?.url ?? s.hop.url);
}

function isSignIn(s: Subject, to: URL): boolean {
  const { method, preflight, url } = s.hop;
  const status = preflight?.response?.status ?? 0;
  return leadsToSignIn({ from: preflight?.url ?? url, to: to.href, status, method });
}

/** The advice to call the new URL, naming a difference that is easily overlooked. */
function callTitle(s: Subject, to: URL): string {
  const address = withoutQuery(to.href);
  // The URLs differ in their query only, which is too long for a title.
  if (address === withoutQuery(s.hop.url)) {
    return say("why_preflight_disallowed_redirect_title", s.target);
  }
  return say(callMessage(s, to), plainText(s.alikeLocation ?? address));
}

function callMessage(s: Subject, to: URL): MessageName {
  const from = parseUrl(s.hop.url);
  if (from?.host === to.host) {
    if (from.protocol === to.protocol) {
      if (to.pathname === `${from.pathname}/`) {
        return "why_preflight_disallowed_redirect_title_call_slash";
      }
      if (from.pathname === `${to.pathname}/`) {
        return "why_preflight_disallowed_redirect_title_call_no_slash";
      }
    }
    if (from.pathname === to.pathname && to.protocol === "https:") {
      return "why_preflight_disallowed_redirect_title_call_https";
    }
  }
  return "why_preflight_disallowed_redirect_title_call";
}
