import { asciiLowercase, listMembers } from "../../http/field-values.ts";
import { get } from "../../http/header-list.ts";
import { type Counted, say, sayCount, sayForm, sayList } from "../../words/words.ts";
import { callAdvice } from "../call-advice.ts";
import { headerName } from "../header-name.ts";
import { mdnCorsError, PREFLIGHT_FETCH } from "../references.ts";
import { lineToSend, responseSays, type Subject } from "../subject.ts";
import type { CauseEntry } from "./catalogue-entry.ts";

const HEADER = "Access-Control-Allow-Headers";

export const headerDisallowed: CauseEntry = {
  code: "header-disallowed",
  reason: (parameter) =>
    parameter === ""
      ? say("reason_header_disallowed")
      : say("reason_header_disallowed_named", headerName(parameter)),
  title: (s) => sayOfNames(s, "why_header_disallowed_title", s.target),
  short: (s) => sayOfNames(s, "why_header_disallowed_short"),
  because: (s) => {
    const wildcard = listMembers(get(s.headers, HEADER)).includes("*");
    return [
      responseSays(s, HEADER),
      // Readers see the first two: why "*" does not count comes before what the list must have.
      ...(wildcard && s.withCredentials
        ? [say("why_wildcard_with_credentials")]
        : wildcard && s.parameters.includes("authorization")
          ? [say("why_header_disallowed_authorization")]
          : []),
      sayOfNames(s, "why_header_disallowed_because"),
    ];
  },
  fix: (s) => [
    say("why_send", s.responseName, withAll(s)),
    ...callAdvice(s, s.parameters.length > 1 ? "leave-out-headers" : "leave-out-header", s.host),
  ],
  learnMore: [PREFLIGHT_FETCH, mdnCorsError("CORSMissingAllowHeaderFromPreflight")],
};

/** The header line to send, with the names that other requests with the problem need. */
function withAll(s: Subject): string {
  const line = lineToSend(s, HEADER, s.parameters.join(", "));
  const names = listMembers(line.slice(HEADER.length + 1)).map(asciiLowercase);
  const more = s.parameters.filter((name) => !names.includes(asciiLowercase(name)));
  return [line, ...more].join(", ");
}

/** A message about the disallowed headers; its first value is the list of their names. */
function sayOfNames({ parameters }: Subject, message: Counted, ...others: string[]): string {
  const names = parameters.map(headerName);
  const shown =
    names.length > 6
      ? [...names.slice(0, 5), sayCount("why_header_disallowed_more", names.length - 5)]
      : names;
  return sayForm(message, Math.max(1, names.length), sayList(shown) || "…", ...others);
}
