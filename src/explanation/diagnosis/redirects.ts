import { isAfterPost, isDouble, isPermanent } from "../../diagnosis/variants.ts";
import { parseUrl } from "../../http/origin.ts";
import { losesSignature } from "../../http/signed-url.ts";
import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import { endpoint, withoutQuery } from "../subject.ts";
import { type DiagnosisEntry, type DiagnosisSubject, isOpen } from "./diagnosis-entry.ts";

const target = ({ found }: DiagnosisSubject) => plainText(found.parameter);
/** The same for a title. */
const address = ({ found, alikeLocation }: DiagnosisSubject) =>
  plainText(alikeLocation ?? withoutQuery(found.parameter ?? ""));
const atPreflight = ({ found }: DiagnosisSubject) => found.stage === "preflight";

/** The redirect, and why it stops the request. */
function redirected(s: DiagnosisSubject): string[] {
  return [
    say("cause_redirect_because", s.host, s.target, String(s.response?.status ?? ""), target(s)),
    ...differs(s),
    ...(atPreflight(s) ? [say("cause_redirect_preflight")] : []),
    ...(lacksHeaders(s) ? [say("cause_redirect_refused")] : []),
  ];
}

/** Whether the redirect was refused, as it lacks the CORS headers: it may also be a later response that failed. */
const lacksHeaders = ({ verdict: { cause }, found }: DiagnosisSubject) =>
  cause?.code === "missing-allow-origin" && cause.stage === "redirect" && cause.hop === found.hop;

/** The part that the redirect changes. */
function differs({ hop, found }: DiagnosisSubject): string[] {
  const from = parseUrl(hop.url);
  const to = parseUrl(found.parameter ?? "");
  if (from === null || to === null) return [];
  if (from.host !== to.host) return [say("cause_redirect_differs", from.host, to.host)];
  if (from.protocol !== to.protocol) return [];
  const [before, after] = [from.pathname.split("/"), to.pathname.split("/")];
  while (before.length > 1 && after.length > 1 && before[0] === after[0]) {
    before.shift();
    after.shift();
  }
  while (before.length > 1 && after.length > 1 && before.at(-1) === after.at(-1)) {
    before.pop();
    after.pop();
  }
  const [old, now] = [before.join("/"), after.join("/")];
  if (old === "" || now === "" || (old === from.pathname && now === to.pathname)) return [];
  return [say("cause_redirect_differs", plainText(old, 60), plainText(now, 60))];
}

const isSigned = ({ hop, found }: DiagnosisSubject) =>
  losesSignature(hop.url, found.parameter ?? "");

export const redirectHost: DiagnosisEntry = {
  title: (s) =>
    isSigned(s) ? say("why_signed_redirect_title", hostOf(s)) : say("cause_host_title", address(s)),
  short: () => say("cause_host_short"),
  because: redirected,
  fix: (s) => [
    isSigned(s) ? say("why_signed_redirect_fix", s.host) : say("cause_host_fix", target(s)),
  ],
  below: "nothing",
  remedyHelps: (s) => !isSigned(s),
};

export const redirectToHttp: DiagnosisEntry = {
  title: (s) => say("cause_to_http_title", s.host),
  short: () => say("cause_to_http_short"),
  because: (s) => [say("cause_to_http_because", s.host, target(s)), say("cause_to_http_why")],
  fix: (s) => [say("cause_to_http_fix"), ...(onlySlash(s) ? [say("cause_to_http_slash")] : [])],
  below: "nothing",
  remedyHelps: false,
};

export const redirectToInternal: DiagnosisEntry = {
  title: (s) => say("cause_internal_title", s.host, isLostPrefix(s) ? address(s) : hostOf(s)),
  short: () => say("cause_internal_short"),
  because: (s) => [...redirected(s), say("cause_internal_why")],
  fix: (s) => [
    say(isLostPrefix(s) ? "cause_internal_fix_prefix" : "cause_internal_fix"),
    ...(onlySlash(s) ? [say("cause_to_http_slash")] : []),
  ],
  below: (s) => (atPreflight(s) || lacksHeaders(s) ? "nothing" : "reasons"),
  remedyHelps: false,
};

const hostOf = ({ found }: DiagnosisSubject) => plainText(parseUrl(found.parameter ?? "")?.host);
const isLostPrefix = (s: DiagnosisSubject) => plainText(parseUrl(s.hop.url)?.host) === hostOf(s);

function onlySlash({ hop, found }: DiagnosisSubject): boolean {
  const from = parseUrl(hop.url)?.pathname;
  const to = parseUrl(found.parameter ?? "")?.pathname;
  return to === `${from}/` || from === `${to}/`;
}

export const redirectToHttps: DiagnosisEntry = {
  title: (s) => say("cause_to_https_title", hostOf(s)),
  short: () => say("cause_to_https_short"),
  because: redirected,
  fix: (s) => [say("cause_to_https_fix", target(s))],
  below: "nothing",
  remedyHelps: false,
};

export const redirectSlash: DiagnosisEntry = {
  title: (s) => say(isDouble(s) ? "cause_slash_title_double" : "cause_slash_title", address(s)),
  short: () => say("cause_slash_short"),
  because: redirected,
  // Headers on the redirect of a preflight do not help: preflights must not be redirected.
  fix: (s) => [say(atPreflight(s) ? "cause_slash_fix_preflight" : "cause_slash_fix")],
  below: "nothing",
  remedyHelps: true,
};

export const redirectMoved: DiagnosisEntry = {
  title: (s) => {
    if (isPermanent(s)) return say("cause_moved_title", address(s), s.target);
    return say(
      atPreflight(s) ? "cause_moved_title_preflight" : "cause_moved_title_redirect",
      s.target,
    );
  },
  short: () => say("cause_moved_short"),
  because: redirected,
  fix: (s) => [
    // For a temporary redirect, the title already advises to send the headers with it.
    say(
      atPreflight(s)
        ? "cause_moved_fix"
        : isPermanent(s)
          ? "cause_moved_fix_request"
          : "cause_moved_fix_target",
    ),
    ...(isPermanent(s) ? [say("cause_moved_fix_url", target(s))] : []),
  ],
  below: "nothing",
  remedyHelps: true,
};

export const redirectLoop: DiagnosisEntry = {
  title: (s) => say("cause_loop_title", endpoint(s)),
  short: () => say("cause_loop_short"),
  because: (s) => [say("cause_loop_because", s.host), say("cause_loop_headers")],
  fix: () => [say("why_too_many_redirects_fix")],
  below: "nothing",
  remedyHelps: false,
};

/** Whether the target is in the origin of the page whose script sent the request. */
const isOwn = (s: DiagnosisSubject) =>
  !atPreflight(s) && parseUrl(s.found.parameter ?? "")?.origin === s.verdict.initiatorOrigin;

export const redirectedToPage: DiagnosisEntry = {
  title: (s) =>
    isAfterPost(s) || isOwn(s)
      ? say("cause_page_form_title", s.target)
      : say("cause_page_title", s.target, address(s)),
  short: () => say("cause_page_short"),
  because: (s) => {
    if (isOwn(s)) return [say("cause_page_own_because", s.host, s.target, target(s))];
    return isAfterPost(s)
      ? [say("cause_page_form_because", s.host, s.target, target(s)), say("cause_page_form_why")]
      : [...redirected(s), isOpen(s) ? say("cause_page_start") : say("cause_page_because")];
  },
  fix: (s) => {
    if (isOwn(s)) return [say("cause_page_form_fix", s.target), say("cause_page_own_fix")];
    return isAfterPost(s)
      ? [say("cause_page_form_fix", s.target)]
      : [
          say("cause_page_fix", target(s)),
          say(atPreflight(s) ? "cause_moved_fix" : "cause_page_fix_server"),
        ];
  },
  below: "nothing",
  // The page would receive HTML instead of data.
  remedyHelps: atPreflight,
};
