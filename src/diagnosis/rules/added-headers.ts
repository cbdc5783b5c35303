import { get } from "../../http/header-list.ts";
import { isCorsResponseHeaderName } from "../../http/safelist.ts";
import { type DiagnosisRule, headerEvidence } from "../rule.ts";
import { atPreflight, requestHeaderNames, type Situation } from "../situation.ts";
import { libraryOfHeaders, programOfList, TRACERS } from "../tables/sdk-headers.ts";

const ALLOW_HEADERS = "Access-Control-Allow-Headers";

function disallowed({ verdict, blockedByCors }: Situation): string[] {
  if (!blockedByCors || verdict.cause?.code !== "header-disallowed") return [];
  return verdict.findings.flatMap(({ code, parameter }) =>
    code === "header-disallowed" && parameter !== null ? [parameter.toLowerCase()] : [],
  );
}

/**
 * The page's code sets a CORS response header on its request. The header has no effect there, and requires a
 * preflight.
 */
export const responseHeaderInRequest: DiagnosisRule = {
  id: "response-header-in-request",
  before: "If the page removes the header, no server has to allow it.",
  find: (s) => {
    const { blockedByCors, verdict } = s;
    if (!blockedByCors || !atPreflight(s)) return null;
    const names = [...requestHeaderNames(s)].filter(isCorsResponseHeaderName).sort();
    const isDisallowed = disallowed(s).some((name) => names.includes(name));
    const { because } = verdict.preflight;
    const isOnlyReason =
      because.length > 0 &&
      because.every((reason) => reason.kind === "header" && names.includes(reason.name));
    if (names.length === 0 || !(isDisallowed || isOnlyReason)) return null;
    return {
      side: "page",
      // If the preflight fails for another reason, the request may fail without the header as well.
      certainty: isDisallowed ? "certain" : "likely",
      parameter: names.join(", "),
      evidence: names.map((name) => headerEvidence(name, name, null)),
    };
  },
};

/** A Content-Type on a request without a body, which is the only reason why the preflight fails. */
export const contentTypeWithoutBody: DiagnosisRule = {
  id: "content-type-without-body",
  before: "The page can omit a Content-Type that describes no body, so no list has to name it.",
  find: (s) => {
    const names = disallowed(s);
    const { call } = s.exchange;
    if (names.length !== 1 || names[0] !== "content-type" || call?.body !== "none") return null;
    return {
      side: "page",
      certainty: "likely",
      parameter: s.hop.method,
      evidence: [headerEvidence("content-type", "content-type", null)],
    };
  },
};

/** The list is a platform's default list: the list in the server's code perhaps had no effect. */
export const platformDefaultHeaders: DiagnosisRule = {
  id: "platform-default-headers",
  before: "The reader did not write this list, so it is not where they would look for it.",
  find: (s) => {
    if (disallowed(s).length === 0) return null;
    const list = get(s.headers, ALLOW_HEADERS);
    const program =
      list === null ? null : programOfList(list.split(",").map((name) => name.trim()));
    if (program === null) return null;
    return {
      side: program.side,
      // The platforms' examples contain the same list, and code copies it from there.
      certainty: "ambiguous",
      parameter: program.name,
      evidence: [headerEvidence(ALLOW_HEADERS, list)],
    };
  },
};

/** All disallowed headers come from one library, apart from those that every client sends. */
export const libraryAddsHeaders: DiagnosisRule = {
  id: "library-adds-headers",
  before: "The developer does not find the header in their own code.",
  find: (s) => {
    const names = disallowed(s);
    const added = libraryOfHeaders(names, requestHeaderNames(s));
    if (added === null) return null;
    const isAll = added.names.length === names.length;
    return {
      // The page configures which hosts are traced; other libraries need their headers.
      side: TRACERS.has(added.library) && isAll ? "page" : "server",
      certainty: "likely",
      parameter: added.library,
      evidence: [
        headerEvidence(ALLOW_HEADERS, get(s.headers, ALLOW_HEADERS), added.names.join(", ")),
      ],
    };
  },
};
