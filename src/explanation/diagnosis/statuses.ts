import type { BehindCode } from "../../diagnosis/diagnosis.ts";
import { applicationOf, frontThatWrote, signOf } from "../../diagnosis/layers/who-answered.ts";
import { get } from "../../http/header-list.ts";
import { type MessageName, say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import { endpoint } from "../subject.ts";
import type { DiagnosisEntry, DiagnosisSubject } from "./diagnosis-entry.ts";
import { sessionAdvice } from "./session-advice.ts";

const statusOf = (s: DiagnosisSubject) => s.statusCode || (s.found.parameter ?? "");
const layerOf = (s: DiagnosisSubject) => signOf(s.response)?.name ?? null;
/** The program that wrote the response, as far as that shows. */
const writerOf = ({ response }: DiagnosisSubject) =>
  (frontThatWrote(response) ?? applicationOf(response))?.name ?? null;
const atPreflight = (s: DiagnosisSubject) => s.found.stage === "preflight";

/** An error status: what it means, and what to do first. */
function status(
  short: MessageName,
  because: (s: DiagnosisSubject) => readonly string[],
  fix: (s: DiagnosisSubject) => readonly string[],
): DiagnosisEntry {
  return {
    title: (s) => say("cause_status_title", endpoint(s), statusOf(s)),
    short: (s) => say("cause_status_short", statusOf(s), say(short)),
    because: (s) => {
      const layer = layerOf(s);
      return [
        ...because(s),
        ...(layer === null ? [] : [say("cause_status_sent_by", layer)]),
        ...(isHidden(s) ? [say("cause_status_hidden", statusOf(s))] : []),
      ];
    },
    fix: (s) => [
      ...fix(s),
      ...(isHidden(s) && !atPreflight(s) ? [say("cause_status_headers")] : []),
      ...(isHidden(s) && layerOf(s) === "nginx" ? [say("cause_status_nginx")] : []),
    ],
    // Where the header is there and wrong, it has to be repaired as well.
    below: (s) => (isHidden(s) ? "reasons" : "all"),
    remedyHelps: true,
  };
}

/** Whether the response keeps its status from the script for want of the header alone. */
function isHidden({ headers, verdict }: DiagnosisSubject): boolean {
  return verdict.outcome === "blocked" && get(headers, "Access-Control-Allow-Origin") === null;
}

/** The setting that limits the size of a body, by the program that has it. */
const SIZE_SETTINGS: Readonly<Record<string, string>> = {
  nginx: "client_max_body_size",
  OpenResty: "client_max_body_size",
  Apache: "LimitRequestBody",
  IIS: "maxAllowedContentLength",
  Express: "express.json({ limit })",
  Caddy: "request_body max_size",
};

type StatusCode = Extract<
  BehindCode,
  | "unauthenticated"
  | "forbidden"
  | "not-found"
  | "method-not-supported"
  | "body-too-large"
  | "unsupported-media-type"
  | "misdirected-request"
  | "rate-limited"
  | "gateway-error"
  | "gateway-timeout"
  | "server-error"
  | "client-error"
>;

export const STATUSES: Readonly<Record<StatusCode, DiagnosisEntry>> = {
  unauthenticated: {
    ...status(
      "cause_401_short",
      (s) => [say("cause_401_because", s.host)],
      (s) => [
        say("cause_401_fix"),
        ...(s.withCredentials || s.verdict.credentials.basis !== "observed"
          ? []
          : [say("cause_401_fix_credentials", s.verdict.credentials.value)]),
        ...sessionAdvice(s),
      ],
    ),
  },
  forbidden: status(
    "cause_403_short",
    (s) => [say("cause_403_because", s.host)],
    (s) => [say("cause_403_fix", s.host, s.target)],
  ),
  "not-found": status(
    "cause_404_short",
    (s) => [say("cause_404_because", s.host, s.target)],
    (s) => [say("cause_404_fix", s.host)],
  ),
  "method-not-supported": status(
    "cause_405_short",
    (s) => {
      const allow = get(s.headers, "Allow");
      return [
        say("cause_405_because", s.host),
        ...(allow ? [say("cause_405_allow", plainText(allow))] : []),
      ];
    },
    (s) => [say("cause_405_fix", s.target)],
  ),
  "body-too-large": status(
    "cause_413_short",
    (s) => [say("cause_413_because", s.target, writerOf(s) ?? s.host)],
    (s) => {
      const writer = writerOf(s) ?? "";
      const setting = SIZE_SETTINGS[writer];
      return [
        say("cause_413_fix"),
        ...(s.found.side === "proxy" ? [say("cause_413_in_front")] : []),
        ...(setting === undefined ? [] : [say("cause_413_setting", writer, setting)]),
      ];
    },
  ),
  "unsupported-media-type": status(
    "cause_415_short",
    (s) => [say("cause_415_because", s.host)],
    () => [say("cause_415_fix")],
  ),
  "misdirected-request": {
    ...status(
      "cause_421_short",
      (s) => [say("cause_421_because", s.host)],
      (s) => [
        say("cause_421_fix", s.host),
        ...(s.found.side === "third-party" ? [say("cause_421_fix_copy")] : []),
      ],
    ),
    remedyHelps: false,
  },
  "rate-limited": status(
    "cause_429_short",
    (s) => {
      const after = get(s.headers, "Retry-After");
      return [
        say("cause_429_because", s.host),
        ...(after ? [say("cause_429_after", plainText(after))] : []),
      ];
    },
    (s) => [atPreflight(s) ? say("cause_429_fix_preflight") : say("cause_429_fix")],
  ),
  "gateway-error": status(
    "cause_502_short",
    (s) => [
      s.response?.status === 503 && s.found.side === "server"
        ? say("cause_503_because", s.host)
        : say("cause_502_because", statusOf(s)),
    ],
    (s) => [say("cause_502_fix", s.host)],
  ),
  "gateway-timeout": status(
    "cause_504_short",
    () => [say("cause_504_because")],
    (s) => [say("cause_504_fix", s.target)],
  ),
  "server-error": status(
    "cause_500_short",
    (s) => [say("cause_500_because", s.host, s.target)],
    (s) => [say("cause_500_fix", s.host)],
  ),
  "client-error": status(
    "cause_400_short",
    (s) => [say("cause_400_because", s.host)],
    (s) => [say("cause_400_fix", s.host, s.target)],
  ),
};

export const preflightRefused: DiagnosisEntry = {
  title: (s) => say("cause_refused_title", endpoint(s), s.origin, statusOf(s)),
  short: (s) => say("cause_refused_short", statusOf(s)),
  because: (s) => [say("cause_refused_because", s.host, s.status)],
  fix: (s) => [say("cause_refused_fix", s.origin, s.host)],
  below: "reasons",
  remedyHelps: true,
};
