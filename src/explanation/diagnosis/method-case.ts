import { listMembers } from "../../http/field-values.ts";
import { get } from "../../http/header-list.ts";
import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import type { DiagnosisEntry, DiagnosisSubject } from "./diagnosis-entry.ts";
import { oddMethods } from "./odd-members.ts";

const ALLOW_METHODS = "Access-Control-Allow-Methods";

const upper = (s: DiagnosisSubject) => plainText(s.found.parameter || s.method).toUpperCase();
const allowed = ({ headers }: DiagnosisSubject) => listMembers(get(headers, ALLOW_METHODS));

/** Whether the call's method is in lower case, and the list lacks it in any case. */
const isMisspelt = (s: DiagnosisSubject) =>
  s.found.parameter !== null && s.found.parameter !== upper(s) && !allowed(s).includes(upper(s));

export const methodDisallowed: DiagnosisEntry = {
  beside: ["method-disallowed"],
  title: (s) => (isMisspelt(s) ? say("cause_method_case_title", upper(s), s.target) : null),
  because: (s) =>
    isMisspelt(s)
      ? [say("why_method_disallowed_because_case", s.parameter)]
      : oddMethods(get(s.headers, ALLOW_METHODS)),
  fix: (s) => [
    ...(isMisspelt(s)
      ? [
          say("cause_method_case_fix", upper(s)),
          say(
            "why_send",
            s.responseName,
            `${ALLOW_METHODS}: ${[...allowed(s), upper(s)].join(", ")}`,
          ),
        ]
      : []),
  ],
  below: (s) => (isMisspelt(s) ? "reasons" : "all"),
  // A server that allows the method in lower case does not handle such a method.
  remedyHelps: (s) => s.found.side !== "page",
};
