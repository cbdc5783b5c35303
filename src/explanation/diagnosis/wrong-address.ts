import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import type { DiagnosisEntry, DiagnosisSubject } from "./diagnosis-entry.ts";

const status = (s: DiagnosisSubject) => String(s.response?.status ?? "");

export const nothingDeployed: DiagnosisEntry = {
  title: (s) => say("cause_nothing_title", `${s.host}${s.path}`, status(s)),
  short: (s) => say("cause_nothing_short", status(s)),
  because: (s) => [
    say(
      "cause_nothing_because",
      plainText(s.found.parameter) || say("cause_nothing_platform"),
      status(s),
    ),
  ],
  fix: () => [say("cause_nothing_fix")],
  below: "nothing",
  remedyHelps: false,
};
