import { listMembers } from "../../http/field-values.ts";
import { get } from "../../http/header-list.ts";
import { say } from "../../words/words.ts";
import { mdnCorsError, PREFLIGHT_FETCH } from "../references.ts";
import { lineToSend, responseSays, type Subject } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

const HEADER = "Access-Control-Allow-Methods";

export const methodDisallowed: CauseEntry = {
  code: "method-disallowed",
  reason: (parameter) =>
    parameter === ""
      ? say("reason_method_disallowed")
      : say("reason_method_disallowed_named", parameter),
  title: (s) =>
    differsInCase(s)
      ? say("why_method_disallowed_title_case", method(s).toUpperCase())
      : say("why_method_disallowed_title", method(s), s.target),
  short: (s) =>
    differsInCase(s)
      ? say("why_method_disallowed_short_case", method(s).toUpperCase())
      : say("why_method_disallowed_short", method(s)),
  because: (s) => [
    responseSays(s, HEADER),
    // Readers see the first two: why this list does not allow the method comes before what it must list.
    ...(s.withCredentials && allowed(s).includes("*")
      ? [say("why_wildcard_with_credentials")]
      : []),
    ...(listDiffersInCase(s) ? [say("why_method_disallowed_because_list_case", method(s))] : []),
    differsInCase(s)
      ? say("why_method_disallowed_because_case", method(s))
      : say("why_method_disallowed_because", method(s)),
  ],
  fix: (s) => [
    differsInCase(s)
      ? say("why_method_disallowed_fix_case", method(s).toUpperCase())
      : say("why_send", s.responseName, lineToSend(s, HEADER, method(s))),
  ],
  learnMore: [PREFLIGHT_FETCH, mdnCorsError("CORSMethodNotFound")],
};

function method(s: Subject): string {
  return s.parameter || s.method;
}

function allowed(s: Subject): string[] {
  return listMembers(get(s.headers, HEADER));
}

function differsInCase(s: Subject): boolean {
  const upper = method(s).toUpperCase();
  return upper !== method(s) && allowed(s).includes(upper);
}

/** Whether the list has the method in lower case; names are case-sensitive. */
function listDiffersInCase(s: Subject): boolean {
  const wanted = method(s);
  return allowed(s).some((one) => one !== wanted && one.toUpperCase() === wanted);
}
