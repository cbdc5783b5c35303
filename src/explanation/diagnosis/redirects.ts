import { parseUrl } from "../../http/origin.ts";
import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import { withoutQuery } from "../subject.ts";
import type { DiagnosisEntry, DiagnosisSubject } from "./diagnosis-entry.ts";

const target = ({ found }: DiagnosisSubject) => plainText(found.parameter);
/** The same for a title. */
const address = ({ found, alikeLocation }: DiagnosisSubject) =>
  plainText(alikeLocation ?? withoutQuery(found.parameter ?? ""));
const atPreflight = ({ found }: DiagnosisSubject) => found.stage === "preflight";

/** That the server redirects, and why that stops it. */
function redirected(s: DiagnosisSubject): string[] {
  return [
    say("cause_redirect_because", s.host, s.target, String(s.response?.status ?? ""), target(s)),
    atPreflight(s) ? say("cause_redirect_preflight") : say("cause_redirect_refused"),
  ];
}

export const redirectToHttp: DiagnosisEntry = {
  title: (s) => say("cause_to_http_title", s.host),
  short: () => say("cause_to_http_short"),
  because: (s) => [say("cause_to_http_because", s.host, target(s)), say("cause_to_http_why")],
  fix: (s) => [say("cause_to_http_fix"), ...(onlySlash(s) ? [say("cause_to_http_slash")] : [])],
  below: "nothing",
  remedyHelps: false,
};

function onlySlash({ hop, found }: DiagnosisSubject): boolean {
  const from = parseUrl(hop.url)?.pathname;
  const to = parseUrl(found.parameter ?? "")?.pathname;
  return to === `${from}/` || from === `${to}/`;
}

export const redirectToHttps: DiagnosisEntry = {
  title: (s) => say("cause_to_https_title", s.host),
  short: () => say("cause_to_https_short"),
  because: redirected,
  fix: (s) => [say("cause_to_https_fix", target(s))],
  below: "nothing",
  remedyHelps: false,
};

export const redirectSlash: DiagnosisEntry = {
  title: (s) => say("cause_slash_title", address(s)),
  short: () => say("cause_slash_short"),
  because: redirected,
  fix: () => [say("cause_slash_fix")],
  below: "nothing",
  remedyHelps: true,
};

/** Whether the URL has moved for good: the target of any other redirect can change with each request. */
const isPermanent = ({ response }: DiagnosisSubject) =>
  response?.status === 301 || response?.status === 308;

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
  fix: (s) => [atPreflight(s) ? say("cause_moved_fix") : say("cause_moved_fix_request")],
  below: "nothing",
  remedyHelps: true,
};
