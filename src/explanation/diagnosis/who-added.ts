import { say } from "../../words/words.ts";
import type { DiagnosisEntry } from "./diagnosis-entry.ts";

/** Entries of which layer sent which value. */
export const wildcardBesideOwnOrigin: DiagnosisEntry = {
  title: () => say("cause_wildcard_beside_title"),
  short: () => say("cause_wildcard_beside_short"),
  because: (s) => [
    say("cause_wildcard_beside_because", s.origin),
    say("cause_wildcard_beside_why"),
  ],
  fix: () => [say("cause_wildcard_beside_fix"), say("cause_wildcard_beside_proxy")],
  below: "nothing",
  remedyHelps: false,
};

export const allowOriginList: DiagnosisEntry = {
  because: (s) => [
    say("cause_list_because"),
    ...(Number(s.found.parameter) > 1 ? [say("cause_list_twice")] : []),
  ],
  fix: () => [say("cause_list_fix")],
  below: "reasons",
  remedyHelps: true,
};
