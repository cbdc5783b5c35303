import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import type { DiagnosisEntry, DiagnosisSubject } from "./diagnosis-entry.ts";

/** Entries for causes in which several layers send a value. */
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

/** The header's name as it was sent. */
const spelt = ({ found }: DiagnosisSubject) => plainText(found.parameter, 60);
/** The correct name. */
const known = ({ found }: DiagnosisSubject) => plainText(found.evidence[1]?.what);

export const headerMisspelt: DiagnosisEntry = {
  title: (s) => say("cause_misspelt_title", spelt(s), known(s), s.target),
  short: () => say("cause_misspelt_short"),
  because: (s) => [say("cause_misspelt_because", spelt(s), known(s))],
  fix: () => [],
  below: "all",
  remedyHelps: true,
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
