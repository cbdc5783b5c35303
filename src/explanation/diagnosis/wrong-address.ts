import { API_GATEWAY } from "../../diagnosis/rules/nothing-deployed.ts";
import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import { endpoint } from "../subject.ts";
import type { DiagnosisEntry, DiagnosisSubject } from "./diagnosis-entry.ts";

const status = (s: DiagnosisSubject) => s.statusCode;

/** Whether a missing signature can be the cause as well. */
const isUnsigned = ({ found }: DiagnosisSubject) => found.parameter === API_GATEWAY;

export const nothingDeployed: DiagnosisEntry = {
  title: (s) =>
    say(isUnsigned(s) ? "cause_nothing_title_open" : "cause_nothing_title", endpoint(s), status(s)),
  short: (s) => say("cause_nothing_short", status(s)),
  because: (s) => [
    isUnsigned(s)
      ? say("cause_nothing_unsigned")
      : say("cause_nothing_because", plainText(s.found.parameter), status(s)),
  ],
  fix: (s) => [
    say("cause_nothing_fix"),
    ...(isUnsigned(s) ? [say("cause_nothing_fix_signature")] : []),
  ],
  below: "nothing",
  remedyHelps: false,
};
