import { mayBeOwn } from "../../diagnosis/rules/third-party-without-cors.ts";
import { isCrossSite } from "../../diagnosis/sites.ts";
import { get } from "../../http/header-list.ts";
import { readable } from "../../http/isomorphic.ts";
import { mediaType } from "../../http/media-type.ts";
import { isLocalHost, maySameSite } from "../../http/origin.ts";
import { say } from "../../words/words.ts";
import { allowOriginAdvice, allowOriginShort, allowOriginTitle } from "../allow-origin-advice.ts";
import { missingAllowOrigin } from "../catalogue/missing-allow-origin.ts";
import { plainText } from "../plain-text.ts";
import { type DiagnosisEntry, type DiagnosisSubject, isOpen } from "./diagnosis-entry.ts";
import { settingsOfWriter, whereToSet } from "./layer-settings.ts";
import { developmentProxy } from "./local-server.ts";
import { requestedNames } from "./requested-names.ts";

export const originNotListed: DiagnosisEntry = {
  title: (s) => say("cause_listed_title", s.origin, s.host),
  short: () => say("cause_listed_short"),
  because: (s) => [
    mayBeOfLists(s)
      ? say("cause_listed_bare", s.host, sign(s), s.origin, requestedNames(s))
      : say(isOpen(s) ? "cause_listed_says" : "cause_listed_because", s.host, sign(s), s.origin),
    ...(isRefusal(s) ? [say("cause_listed_refused", s.host, String(s.response?.status))] : []),
  ],
  fix: (s) => [
    ...ofUnusualPage(s),
    say("cause_listed_exact"),
    ...(mayBeOfLists(s) ? [say("cause_refused_passed_fix", s.host, requestedNames(s))] : []),
    ...settingsOfWriter(s, "refused"),
    ...developmentProxy(s),
    ...(isRefusal(s) ? allowOriginAdvice(s) : []),
  ],
  // The refusal's own words look for another reason than the origin.
  below: (s) => (isRefusal(s) ? "reasons" : "all"),
  remedyHelps: true,
};

/** Whether the server refused the request by its status as well. */
const isRefusal = ({ response }: DiagnosisSubject) => (response?.status ?? 0) >= 400;

/** Whether the server may have refused the method or a header instead: it sent Vary, and no CORS header. */
const mayBeOfLists = (s: DiagnosisSubject) =>
  isOpen(s) && s.found.stage === "preflight" && s.found.evidence.at(-1)?.what === "Vary";

/** Origins of packaged apps. */
const APPS =
  /^(?:https?:\/\/localhost|capacitor:\/\/.*|ionic:\/\/.*|tauri:\/\/.*|https?:\/\/tauri\.localhost|app:\/\/.*)$/;

/** Advice for a page that is packaged with an app, or belongs to a browser extension. */
function ofUnusualPage(s: DiagnosisSubject): string[] {
  if (/^[a-z]+-extension:/.test(s.origin)) return [say("cause_local_fix_extension", s.site)];
  return APPS.test(s.origin) ? [say("cause_listed_packed", s.origin), say("cause_listed_app")] : [];
}

/** Advice for a third-party host that the reader may not control. */
export function foreignAdvice(s: DiagnosisSubject): string[] {
  const isForeign = isCrossSite(s.exchange, s.hop) && !isLocalHost(s.hop.url);
  return isForeign && !mayBeOwn(s.hop) && s.found.exchanges.length === 0
    ? [say("cause_none_foreign", s.host)]
    : [];
}

/** The header line that indicates a list: the last of the evidence. */
function sign({ found }: DiagnosisSubject): string {
  const line = found.evidence.at(-1);
  return plainText(line === undefined ? "" : `${line.what}: ${line.got ?? ""}`);
}

/** Whether an HTML page was sent where a script or a preflight requested data. */
function isPageForData({ found, headers, hop }: DiagnosisSubject): boolean {
  const wanted = get(hop.requestHeaders ?? [], "Accept") ?? "";
  // A framework's own response to OPTIONS lists the methods, as HTML or not.
  const isOfFramework = found.stage === "preflight" && get(headers, "Allow") !== null;
  if (isOfFramework) return false;
  const isForData = found.stage === "preflight" || /json/i.test(wanted);
  return isForData && mediaType(headers) === "text/html";
}

export const hostWithoutCors: DiagnosisEntry = {
  title: (s) => say("cause_none_title", s.host, s.origin),
  short: () => say("cause_none_short"),
  because: (s) => [
    say(
      Number(s.found.parameter) > 1 ? "cause_none_because" : "cause_none_because_one",
      ...[s.host, s.origin],
    ),
    ...(isPageForData(s) ? [say("cause_none_html")] : []),
    ...(s.found.stage === "preflight" && s.response?.status === 200
      ? [say("cause_none_status")]
      : []),
    ...(s.found.stage === "preflight" && get(s.headers, "Allow") !== null
      ? [say("cause_none_allow")]
      : []),
  ],
  fix: (s) => [
    ...ofUnusualPage(s),
    say("cause_none_fix"),
    ...whereToSet(s),
    ...(isCrossSite(s.exchange, s.hop) && !isLocalHost(s.hop.url)
      ? [say("cause_none_foreign", s.host)]
      : []),
    ...developmentProxy(s),
  ],
  below: "all",
  remedyHelps: true,
};

/** Whether the host allows its own site only, as services do that serve only their own pages. */
function isForItself({ headers, hop }: DiagnosisSubject): boolean {
  const allowed = get(headers, "Access-Control-Allow-Origin");
  return allowed !== null && maySameSite(readable(allowed), hop.origin);
}

/** Whether the verdict's own cause explains an error status: a server that compares origins refused "null". */
const refusesNull = ({ origin, found, response }: DiagnosisSubject) =>
  origin === "null" && found.stage === "response" && (response?.status ?? 0) >= 400;

/** Adds that a third party's host cannot be changed, and puts the origin "null" above a status that refuses it. */
export const originNotAllowed: DiagnosisEntry = {
  beside: ["missing-allow-origin", "allow-origin-mismatch"],
  title: (s) => (refusesNull(s) ? allowOriginTitle(s) : null),
  short: (s) => (refusesNull(s) ? allowOriginShort(s) : null),
  because: (s) => (refusesNull(s) ? missingAllowOrigin.because(s) : []),
  fix: (s) => {
    if (refusesNull(s)) return allowOriginAdvice(s);
    return s.verdict.cause?.stage === "redirect" || isForItself(s) ? foreignAdvice(s) : [];
  },
  below: (s) => (refusesNull(s) ? "nothing" : "all"),
  remedyHelps: true,
};
