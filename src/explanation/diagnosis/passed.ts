import { isNearHeader } from "../../diagnosis/rules/member-misspelt.ts";
import { THIRD_PARTY } from "../../diagnosis/rules/passed.ts";
import { isCrossSite } from "../../diagnosis/sites.ts";
import { protocolOf } from "../../diagnosis/tables/client-protocols.ts";
import { listMembers } from "../../http/field-values.ts";
import { get, sameHeaderName } from "../../http/header-list.ts";
import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import { type DiagnosisEntry, type DiagnosisSubject, isOpen } from "./diagnosis-entry.ts";
import { sessionAdvice } from "./session-advice.ts";

/** The cookie's name and the attribute at fault, from the finding. */
function cookieOf({ found }: DiagnosisSubject): { name: string; attribute: string } {
  const [name = "", reason = ""] = (found.parameter ?? "").split("; ");
  return { name: plainText(name, 40), attribute: plainText(reason) };
}

function attributeOf(s: DiagnosisSubject): string {
  const { attribute } = cookieOf(s);
  if (attribute === "no SameSite") return say("cause_cookie_default");
  return attribute === "no Secure" ? say("cause_cookie_insecure") : attribute;
}

const isReason = (s: DiagnosisSubject, reason: string) => cookieOf(s).attribute === reason;

/** Whether page and server are same-site: then only cookies that no request can set are refused. */
const isOfSite = ({ exchange, hop }: DiagnosisSubject) => !isCrossSite(exchange, hop);

function cookieTitle(s: DiagnosisSubject): string {
  if (isReason(s, THIRD_PARTY)) return say("cause_third_party_cookie_title", cookieOf(s).name);
  if (isReason(s, "Domain")) return say("cause_cookie_domain_title", cookieOf(s).name, s.host);
  if (isOfSite(s)) return say("cause_cookie_site_title", cookieOf(s).name);
  return say(isOpen(s) ? "cause_cookie_title_open" : "cause_cookie_title", cookieOf(s).name);
}

/** Why the browser does not send the cookie. */
function whyCookie(s: DiagnosisSubject): string {
  const { name } = cookieOf(s);
  if (isReason(s, THIRD_PARTY)) return say("cause_third_party_cookie_because", s.host, name);
  if (isReason(s, "Domain")) return say("cause_cookie_domain_because", s.host, name);
  if (isOfSite(s)) return say("cause_cookie_site_because", s.host, name, attributeOf(s));
  return say("cause_cookie_because", s.host, name, attributeOf(s), s.pageOrigin);
}

function cookieFix(s: DiagnosisSubject): string[] {
  if (isOfSite(s)) {
    const isDomain = isReason(s, "Domain");
    return [isDomain ? say("cause_cookie_domain_fix", s.host) : say("cause_cookie_site_fix")];
  }
  const site = say("cause_cookie_fix_site", s.host);
  if (isReason(s, THIRD_PARTY)) return [site, say("cause_third_party_cookie_fix")];
  return isReason(s, "Domain")
    ? [say("cause_cookie_domain_fix", s.host), say("cause_cookie_fix")]
    : [say(isOpen(s) ? "cause_cookie_fix" : "cause_cookie_fix_https"), site];
}

const isBlocked = ({ verdict }: DiagnosisSubject) => verdict.outcome === "blocked";

export const cookieNotSent: DiagnosisEntry = {
  title: cookieTitle,
  short: (s) => say("cause_cookie_short", cookieOf(s).attribute),
  because: (s) => [
    say(
      isBlocked(s) ? "cause_cookie_blocked" : "cause_cookie_passed",
      s.host,
      String(s.response?.status ?? ""),
    ),
    whyCookie(s),
  ],
  fix: (s) => [...cookieFix(s), ...(isBlocked(s) ? [say("cause_status_headers")] : [])],
  below: (s) => (isBlocked(s) ? "reasons" : "nothing"),
  remedyHelps: isBlocked,
};

export const cookieRefused: DiagnosisEntry = {
  title: cookieTitle,
  short: (s) => say("cause_cookie_refused_short", cookieOf(s).attribute),
  because: (s) => [whyCookie(s)],
  fix: cookieFix,
  below: "reasons",
  remedyHelps: false,
};

export const cookieIgnored: DiagnosisEntry = {
  title: (s) => say("cause_ignored_title", s.target, plainText(s.found.parameter, 40)),
  short: (s) => say("cause_ignored_short", plainText(s.found.parameter, 40)),
  because: (s) => [
    say(
      "cause_ignored_because",
      s.verdict.credentials.value ?? "",
      plainText(s.found.parameter, 40),
      s.host,
    ),
  ],
  fix: (s) => [...sessionAdvice(s), say("cause_ignored_fix_server", s.host, s.pageOrigin)],
  below: "reasons",
  remedyHelps: false,
};

export const headersNotExposed: DiagnosisEntry = {
  title: (s) =>
    isNeeded(s)
      ? say("cause_exposed_title_needed", names(s), s.target, protocolOf(s.headers)?.name ?? "")
      : say("cause_exposed_title", names(s), s.target),
  short: (s) => say("cause_exposed_short", names(s)),
  because: (s) => [
    say(
      "cause_exposed_because",
      names(s),
      s.caller === "xhr" ? "getResponseHeader()" : "headers.get()",
    ),
    ...whyHidden(s),
  ],
  fix: (s) => [
    say("cause_exposed_fix", plainText(s.found.evidence[0]?.wanted, 300)),
    ...(isNeeded(s) ? [] : [say("cause_exposed_optional")]),
  ],
  below: "reasons",
  remedyHelps: false,
};

/** Whether the response's protocol requires the page to read the headers. */
const isNeeded = ({ found }: DiagnosisSubject) => found.certainty === "certain";

const EXPOSE = "Access-Control-Expose-Headers";

/** Why headers are hidden that the server seems to expose. */
function whyHidden(s: DiagnosisSubject): string[] {
  const members = listMembers(get(s.headers, EXPOSE));
  if (members.includes("*") && s.withCredentials) return [say("why_wildcard_with_credentials")];
  const misnamed = s.headers.find(
    ([name]) => /^access[-_]?control[-_]?expose/i.test(name) && !sameHeaderName(name, EXPOSE),
  );
  if (misnamed !== undefined) return [say("cause_exposed_misspelt", plainText(misnamed[0], 60))];
  return (s.found.parameter ?? "").split(", ").flatMap((name) => {
    const member = members.find((one) => isNearHeader(one, name));
    return member === undefined
      ? []
      : [say("cause_exposed_member", plainText(member, 60), plainText(name, 60))];
  });
}

export const htmlInsteadOfData: DiagnosisEntry = {
  title: (s) => say("cause_html_title", s.target),
  short: (s) => say("cause_html_short", wantedType(s)),
  because: (s) => [say("cause_html_because", wantedType(s))],
  fix: () => [say("cause_html_fix")],
  below: "reasons",
  remedyHelps: false,
};

/** The type that the request's Accept names. */
function wantedType({ found }: DiagnosisSubject): string {
  const wanted = plainText(found.evidence[0]?.wanted);
  return wanted === "application/json" ? "JSON" : wanted;
}

const names = ({ found }: DiagnosisSubject) => plainText(found.parameter);

export const noCorsStripsHeader: DiagnosisEntry = {
  title: (s) => say("cause_no_cors_title", s.target),
  short: (s) => say("cause_no_cors_short", plainText(s.found.parameter)),
  because: (s) => {
    const names = (s.found.parameter ?? "").split(", ");
    const others = names.filter((name) => name !== "Content-Type");
    return [
      ...(others.length === names.length
        ? []
        : [
            say(
              "cause_no_cors_because",
              plainText(get(s.hop.requestHeaders ?? [], "Content-Type")) ||
                say("cause_no_cors_nothing"),
            ),
          ]),
      ...(others.length === 0 ? [] : [say("cause_no_cors_others", plainText(others.join(", ")))]),
      ...(s.response === null ? [] : [say("cause_no_cors_status", String(s.response.status))]),
      say("cause_no_cors_opaque"),
    ];
  },
  fix: (s) => [say("cause_no_cors_fix", s.host)],
  below: "nothing",
  remedyHelps: false,
};
