import { ELSEWHERE } from "../../diagnosis/rules/contrast.ts";
import { knownServerOf } from "../../diagnosis/tables/local-servers.ts";
import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import type { DiagnosisEntry, DiagnosisSubject } from "./diagnosis-entry.ts";

export const notModifiedWithoutCors: DiagnosisEntry = {
  title: (s) => say("cause_304_title", s.target),
  short: () => say("cause_304_short"),
  because: (s) => [
    say("cause_304_because"),
    ...(s.found.exchanges.length > 0 ? [say("cause_304_earlier")] : []),
  ],
  fix: () => [say("cause_304_fix")],
  below: "nothing",
  remedyHelps: true,
};

export const passedEarlier: DiagnosisEntry = {
  title: (s) => say("cause_earlier_title", s.target),
  short: () => say("cause_earlier_short"),
  because: (s) => [
    say("cause_earlier_because", s.origin),
    ...(s.found.parameter === null
      ? []
      : [
          say(
            "cause_earlier_status",
            plainText(s.found.parameter),
            String(s.response?.status ?? ""),
          ),
        ]),
    ...(s.verdict.reachedServer === true ? [say("cause_earlier_reached")] : []),
  ],
  fix: () => [say("cause_earlier_fix")],
  below: "all",
  remedyHelps: true,
};

export const allowedByPreflightOnly: DiagnosisEntry = {
  title: (s) => say("cause_preflight_only_title", headerOf(s), s.target),
  short: () => say("cause_preflight_only_short"),
  because: (s) => [
    say("cause_preflight_only_because", s.origin, s.target),
    say("cause_preflight_only_why"),
  ],
  fix: (s) => [
    isKeycloak(s)
      ? say("cause_keycloak_fix", s.origin)
      : say("cause_preflight_only_fix", s.target, s.origin),
  ],
  below: "all",
  remedyHelps: true,
};

const headerOf = ({ found }: DiagnosisSubject) => plainText(found.parameter);
const isKeycloak = ({ hop, headers }: DiagnosisSubject) =>
  knownServerOf(hop.url, headers)?.server.id === "keycloak";

export const allowedWithoutPreflightOnly: DiagnosisEntry = {
  title: (s) => say("cause_simple_only_title", s.path),
  short: () => say("cause_simple_only_short"),
  because: (s) => [
    say(
      s.found.parameter === ELSEWHERE ? "cause_simple_only_elsewhere" : "cause_simple_only_because",
      s.host,
    ),
  ],
  fix: () => [],
  below: "all",
  remedyHelps: true,
};
