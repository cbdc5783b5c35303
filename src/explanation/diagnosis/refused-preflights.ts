import { namesNotListed, refusalOf } from "../../diagnosis/variants.ts";
import { get } from "../../http/header-list.ts";
import { say, sayList } from "../../words/words.ts";
import type { NoteEntry } from "../catalogue/catalogue-entry.ts";
import { preflightMetAuthentication as authenticationNote } from "../catalogue/preflight-met-authentication.ts";
import { preflightNotRouted as routedNote } from "../catalogue/preflight-not-routed.ts";
import { plainText } from "../plain-text.ts";
import { endpoint } from "../subject.ts";
import type { DiagnosisEntry, DiagnosisSubject } from "./diagnosis-entry.ts";
import { layerOf, namedError, statusOf } from "./error-responder.ts";
import { type Obstacle, settingsOfWriter } from "./layer-settings.ts";
import { foreignAdvice } from "./lists.ts";
import { requestedNames } from "./requested-names.ts";
import { urlTooLong } from "./status-meanings.ts";

/** Names that the preflight requested and the response's lists lack. */
const notListed = (s: DiagnosisSubject): string[] =>
  namesNotListed(s).map((name) => plainText(name, 60));

/** Whether the preflight is refused because of the lists only: the origin itself is allowed. */
const isForLists = (s: DiagnosisSubject) => refusalOf(s) === "lists";

/** Whether another request shows that the server allows the origin, and no list in the response says otherwise. */
const isOriginAllowed = ({ found, headers }: DiagnosisSubject) =>
  found.exchanges.length > 0 && !headers.some(([name]) => /^access-control-/i.test(name));

/** Whether parsers, validation or limits send this status; a preflight must not reach them. */
const isParsed = (s: DiagnosisSubject) => refusalOf(s) === "parsed";

/** Whether the server read no more than the head of the preflight, in which only the URL can be too long. */
const isTooLong = (s: DiagnosisSubject) => refusalOf(s) === "too-long";

export const preflightRefused: DiagnosisEntry = {
  title: (s) => {
    if (isTooLong(s)) return say("cause_status_title", endpoint(s), statusOf(s));
    if (isParsed(s)) return say("cause_refused_title_parsed", endpoint(s), statusOf(s));
    const named = isForLists(s) ? sayList(notListed(s)) : s.origin;
    const refused = isOriginAllowed(s) ? requestedNames(s) : named;
    return say("cause_refused_title", endpoint(s), refused, statusOf(s));
  },
  short: (s) => say("cause_refused_short", statusOf(s)),
  because: (s) => {
    const layer = layerOf(s);
    return [
      ...(isTooLong(s) ? urlTooLong.because(s) : [whyRefused(s)]),
      ...alsoNotListed(s).map((names) => say("cause_refused_also", names)),
      ...namedError(s),
      ...(layer === null ? [] : [say("cause_status_sent_by", layer)]),
    ];
  },
  fix: (s) => [
    ...(isTooLong(s) ? urlTooLong.fix(s) : [howToPass(s)]),
    ...alsoNotListed(s).map((names) => say("cause_refused_fix_lists", s.host, names)),
    ...settingsOfWriter(s, isForLists(s) || isOriginAllowed(s) ? "unlisted" : "refused"),
    ...mcpServer(s),
    ...foreignAdvice(s),
  ],
  below: (s) => (isParsed(s) && s.response?.status !== 400 ? "all" : "reasons"),
  remedyHelps: (s) => !isTooLong(s),
};

function whyRefused(s: DiagnosisSubject): string {
  if (isParsed(s)) return say("cause_refused_parsed", s.host, s.status);
  if (isForLists(s)) {
    return say("cause_refused_lists", s.host, s.status, s.origin, sayList(notListed(s)));
  }
  return isOriginAllowed(s)
    ? say("cause_refused_passed", s.host, s.status, s.origin, requestedNames(s))
    : say("cause_refused_because", s.host, s.status);
}

function howToPass(s: DiagnosisSubject): string {
  if (isParsed(s)) return say("cause_refused_fix_parsed", s.target);
  if (isForLists(s)) return say("cause_refused_fix_lists", s.host, sayList(notListed(s)));
  return isOriginAllowed(s)
    ? say("cause_refused_passed_fix", s.host, requestedNames(s))
    : say("cause_refused_fix", s.origin, s.host);
}

/** Other names that the lists lack, as one item; empty where the lists themselves are the reason. */
function alsoNotListed(s: DiagnosisSubject): string[] {
  const names = notListed(s);
  return names.length === 0 || isForLists(s) ? [] : [sayList(names)];
}

/** The words for a root cause that the engine can find too, with the settings of the responding program. */
const ofLayer = (obstacle: Obstacle, note: NoteEntry): DiagnosisEntry => ({
  title: (s) => (isOfEngine(s, note) ? null : note.title(s)),
  because: (s) => {
    const layer = layerOf(s);
    return [
      ...note.because(s),
      ...namedError(s),
      ...(layer === null ? [] : [say("cause_status_sent_by", layer)]),
    ];
  },
  fix: (s) => [
    // The symptom has the same advice, but it belongs here: the action comes before the place.
    ...note.fix(s),
    ...settingsOfWriter(s, obstacle),
    ...mcpServer(s),
    ...foreignAdvice(s),
    ...(obstacle === "unrouted" ? asText(s) : []),
  ],
  below: "all",
  remedyHelps: true,
});

/** Whether the engine also found the root cause by the status alone; the symptom's own words name it then. */
const isOfEngine = ({ verdict, found }: DiagnosisSubject, { code }: NoteEntry) =>
  verdict.findings.some((one) => one.code === code && one.hop === found.hop);

/** Advice for a server of the Model Context Protocol, where its client sent the request. */
function mcpServer({ hop }: DiagnosisSubject): string[] {
  const names = get(hop.preflight?.requestHeaders ?? [], "Access-Control-Request-Headers") ?? "";
  return /(?:^|,)\s*mcp-/i.test(names) ? [say("cause_library_mcp_server")] : [];
}

/** Advice where only the body's type requires the preflight, and another type would not. */
function asText(s: DiagnosisSubject): string[] {
  const { because } = s.verdict.preflight;
  const [only] = because;
  const isType = because.length === 1 && only?.kind === "header" && only.name === "content-type";
  return isType && s.hop.method === "POST" && (s.caller === "fetch" || s.caller === "xhr")
    ? [say("cause_as_text", s.host)]
    : [];
}

export const preflightNotRouted: DiagnosisEntry = {
  ...ofLayer("unrouted", routedNote),
  beside: ["preflight-not-routed"],
};
export const preflightMetAuthentication: DiagnosisEntry = {
  ...ofLayer("authentication", authenticationNote),
  beside: ["preflight-met-authentication"],
};
