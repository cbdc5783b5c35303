import { TRACERS } from "../../diagnosis/tables/sdk-headers.ts";
import { say, sayList } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import type { DiagnosisEntry, DiagnosisSubject } from "./diagnosis-entry.ts";

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
};

const library = ({ found }: DiagnosisSubject) => plainText(found.parameter);

export const librarySendsCredentials: DiagnosisEntry = {
  because: (s) => [say("cause_library_credentials", library(s))],
  fix: () => [],
  below: "all",
  remedyHelps: true,
};

export const libraryAddsHeaders: DiagnosisEntry = {
  because: (s) => [say("cause_library_headers", library(s), sayList(s.parameters))],
  fix: (s) => (TRACERS.has(s.found.parameter ?? "") ? [say("cause_library_tracing", s.host)] : []),
  below: "all",
  remedyHelps: true,
};

export const platformDefaultHeaders: DiagnosisEntry = {
  because: (s) => [say("cause_platform_because", plainText(s.found.parameter))],
  fix: () => [],
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

export const workerCrossOrigin: DiagnosisEntry = {
  title: (s) => say("cause_worker_title", s.pageOrigin),
  short: () => say("cause_worker_short"),
  because: (s) => [say("cause_worker_because", s.site, s.pageOrigin)],
  fix: () => [say("cause_worker_fix_serve"), say("cause_worker_fix_blob")],
  below: "nothing",
  remedyHelps: false,
};
