import { protocolNamed } from "../../diagnosis/tables/client-protocols.ts";
import { programNamed, SOME_TRACER, TRACERS } from "../../diagnosis/tables/sdk-headers.ts";
import { get } from "../../http/header-list.ts";
import { type FindingCode, isCauseCode } from "../../verdict/codes.ts";
import { say, sayForm, sayList } from "../../words/words.ts";
import { callAdvice } from "../call-advice.ts";
import { entryOf } from "../catalogue/catalogue.ts";
import { headerName } from "../header-name.ts";
import { plainText } from "../plain-text.ts";
import { lineToSend, refusedUrl } from "../subject.ts";
import type { DiagnosisEntry, DiagnosisSubject } from "./diagnosis-entry.ts";
import { oddMembers } from "./odd-members.ts";
import { belowUnlessVendors, isVendors } from "./vendor-server.ts";

const ALLOW_HEADERS = "Access-Control-Allow-Headers";

export const beaconWithCredentials: DiagnosisEntry = {
  title: (s) => say("cause_beacon_title", s.host),
  short: () => say("cause_beacon_short"),
  because: (s) => [
    say("cause_beacon_because"),
    ...(s.verdict.preflight.needed === true ? [say("cause_beacon_type")] : []),
  ],
  fix: () => [
    say("cause_beacon_fix_text"),
    say("cause_beacon_fix_fetch"),
    say("cause_beacon_fix_server"),
  ],
  below: "reasons",
  remedyHelps: true,
  fixFirst: true,
};

const library = ({ found }: DiagnosisSubject) => plainText(found.parameter);

/** The option by which each library that sends credentials by default omits them; SockJS has none. */
const WITHOUT_CREDENTIALS: Readonly<Record<string, string>> = {
  SignalR: "withCredentials: false",
  "Socket.IO": "withCredentials: false",
};

export const librarySendsCredentials: DiagnosisEntry = {
  because: (s) => [say("cause_library_credentials", library(s))],
  fix: (s) => {
    const option = WITHOUT_CREDENTIALS[library(s)];
    return option === undefined
      ? []
      : [say("cause_library_no_cookies", s.host, option, library(s))];
  },
  below: "all",
  without: (s) => callAdvice(s, "omit-credentials", s.host),
  remedyHelps: true,
};

const vendorTitle = (s: DiagnosisSubject) =>
  isVendors(s)
    ? say("cause_vendor_header_title", sayList(s.parameters.map(headerName)), s.host)
    : null;

/** Adds sentences about tracing headers, which pages do not set themselves, and about odd list members. */
export const headerDisallowed: DiagnosisEntry = {
  beside: ["header-disallowed"],
  title: vendorTitle,
  because: (s) => {
    const traced = s.parameters.filter((name) => TRACING.test(name));
    return [
      ...oddMembers(get(s.headers, "Access-Control-Allow-Headers")),
      ...(traced.length === 0
        ? []
        : [sayForm("why_header_disallowed_tracing", traced.length, sayList(traced))]),
    ];
  },
  fix: (s) => [
    ...(isVendors(s) ? [say("cause_vendor_header_fix", s.host)] : []),
    ...(s.caller === "fetch" && s.parameters.every((name) => OF_CACHES.test(name))
      ? [say("cause_no_cache_fix")]
      : []),
  ],
  below: belowUnlessVendors,
  remedyHelps: (s) => !isVendors(s),
};

/** Request headers that demand a fresh response; the browser adds them itself by its settings. */
const OF_CACHES = /^(?:cache-control|pragma|expires)$/i;

const TRACING =
  /^(?:traceparent|tracestate|baggage|sentry-trace|b3|x-b3-.*|x-datadog-.*|newrelic|request-id)$/i;

/** The headers that the library adds, as listed by the rule. */
const addedNames = ({ found }: DiagnosisSubject) =>
  sayList((found.evidence[0]?.wanted ?? "").split(", ").map((name) => plainText(name, 60)));

export const libraryAddsHeaders: DiagnosisEntry = {
  title: vendorTitle,
  because: (s) => [
    s.found.parameter === SOME_TRACER
      ? say("cause_library_tracer", addedNames(s))
      : say("cause_library_headers", library(s), addedNames(s)),
  ],
  fix: (s) => [
    ...(TRACERS.has(s.found.parameter ?? "") ? [say("cause_library_tracing", s.host)] : []),
    ...turnedOff(s),
    ...laterRequests(s),
  ],
  below: belowUnlessVendors,
  without: (s) => [
    ...callAdvice(s, "leave-out-header", s.host),
    ...callAdvice(s, "leave-out-headers", s.host),
  ],
  remedyHelps: (s) => !isVendors(s),
};

/** Headers that a library adds only by default, with the option that omits them. */
const OPTIONAL: readonly (readonly [headers: RegExp, option: string])[] = [
  [/^x-stainless-/, 'defaultHeaders: { "x-stainless-os": null, … }'],
  [/^x-amz-(?:sdk-checksum-algorithm|checksum-.*)$/, 'requestChecksumCalculation: "WHEN_REQUIRED"'],
];

/** The option that omits all disallowed headers. */
function turnedOff(s: DiagnosisSubject): string[] {
  const option = OPTIONAL.find(([headers]) =>
    s.parameters.every((name) => headers.test(name)),
  )?.[1];
  return option === undefined ? [] : [say("cause_library_omit", option, library(s))];
}

/** What other requests of the library's protocol need: the list of this one does not have it. */
function laterRequests({ found }: DiagnosisSubject): string[] {
  const protocol = protocolNamed(found.parameter);
  if (protocol === null) return [];
  const { name, later, reads } = protocol;
  return [
    ...(later === null ? [] : [say("cause_library_later", name, later.methods, later.headers)]),
    say("cause_library_reads", name, sayList(reads)),
  ];
}

export const responseHeaderInRequest: DiagnosisEntry = {
  title: (s) => say("cause_response_header_title", names(s)),
  short: () => say("cause_response_header_short"),
  because: (s) => [
    say("cause_response_header_because", names(s)),
    say("cause_response_header_preflight"),
  ],
  fix: (s) => [say("cause_response_header_fix", s.host)],
  below: "reasons",
  remedyHelps: (s) => s.verdict.cause?.code !== "header-disallowed",
  fixFirst: true,
};

const names = ({ found }: DiagnosisSubject) =>
  sayList((found.parameter ?? "").split(", ").map((name) => plainText(name, 60)));

export const contentTypeWithoutBody: DiagnosisEntry = {
  title: (s) => say("cause_no_body_title", `${s.method} ${s.path}`),
  short: () => say("cause_no_body_short"),
  because: () => [say("cause_no_body_because")],
  fix: (s) => [
    say("cause_no_body_fix"),
    say(
      "why_send",
      s.responseName,
      lineToSend(s, ALLOW_HEADERS, get(s.headers, ALLOW_HEADERS) ?? ""),
    ),
  ],
  below: "reasons",
  remedyHelps: true,
  fixFirst: true,
};

export const platformDefaultHeaders: DiagnosisEntry = {
  because: (s) => [say("cause_platform_because", plainText(s.found.parameter))],
  fix: (s) => {
    const setting = programNamed(s.found.parameter)?.setting ?? null;
    return setting === null
      ? []
      : [say("cause_413_setting", plainText(s.found.parameter), setting)];
  },
  below: "all",
  remedyHelps: true,
};

export const trackWithoutCrossorigin: DiagnosisEntry = {
  title: () => say("cause_track_title"),
  short: () => say("cause_track_short"),
  because: () => [say("cause_track_because")],
  fix: (s) => [say("cause_track_fix", s.host)],
  below: "nothing",
  remedyHelps: false,
};

/** The finding's parameter is the cause of the service worker's own request. */
export const serviceWorkerRequest: DiagnosisEntry = {
  title: (s) => say("cause_sw_request_title", s.path),
  short: () => say("cause_sw_request_short"),
  because: (s) => [
    say("cause_sw_request_because", s.pageOrigin, s.target),
    ...reasonOfOther(s.found.parameter as FindingCode),
  ],
  fix: (s) => [say("cause_sw_request_fix", s.host)],
  below: "nothing",
  remedyHelps: false,
};

const reasonOfOther = (code: FindingCode) =>
  isCauseCode(code) ? [say("cause_sw_request_failed", entryOf(code).reason(""))] : [];

export const workerCrossOrigin: DiagnosisEntry = {
  title: (s) => say("cause_worker_title", s.pageOrigin),
  short: () => say("cause_worker_short"),
  because: (s) => [
    s.found.stage === "redirect"
      ? say("cause_worker_because_redirect", s.target, refusedUrl(s).site, s.pageOrigin)
      : say("cause_worker_because", s.site, s.pageOrigin),
  ],
  fix: () => [say("cause_worker_fix_serve"), say("cause_worker_fix_blob")],
  below: "nothing",
  remedyHelps: false,
};
