import { get } from "../../http/header-list.ts";
import { type DiagnosisRule, headerEvidence } from "../rule.ts";
import type { Situation } from "../situation.ts";
import { libraryOfHeaders, platformOfList, TRACERS } from "../tables/sdk-headers.ts";

const ALLOW_HEADERS = "Access-Control-Allow-Headers";

function disallowed({ verdict, blockedByCors }: Situation): string[] {
  if (!blockedByCors || verdict.cause?.code !== "header-disallowed") return [];
  return verdict.findings.flatMap(({ code, parameter }) =>
    code === "header-disallowed" && parameter !== null ? [parameter.toLowerCase()] : [],
  );
}

/** The list is one that a platform sends by itself: the list of the code perhaps did not arrive. */
export const platformDefaultHeaders: DiagnosisRule = {
  id: "platform-default-headers",
  before: "A list that nobody wrote is not changed where the reader would look for it.",
  find: (s) => {
    if (disallowed(s).length === 0) return null;
    const list = get(s.headers, ALLOW_HEADERS);
    const platform =
      list === null ? null : platformOfList(list.split(",").map((name) => name.trim()));
    if (platform === null) return null;
    return {
      side: "proxy",
      // The platforms' examples hold the same list, and code copies it from there.
      certainty: "ambiguous",
      parameter: platform,
      evidence: [headerEvidence(ALLOW_HEADERS, list)],
    };
  },
};

/** Every header that is not allowed is one that a library adds. */
export const libraryAddsHeaders: DiagnosisRule = {
  id: "library-adds-headers",
  before: "A developer who looks for the header in their own code does not find it.",
  find: (s) => {
    const names = disallowed(s);
    const library = libraryOfHeaders(names);
    if (library === null) return null;
    return {
      // The page sets which hosts are traced; other libraries need their headers.
      side: TRACERS.has(library) ? "page" : "server",
      certainty: "likely",
      parameter: library,
      evidence: [headerEvidence(ALLOW_HEADERS, get(s.headers, ALLOW_HEADERS), names.join(", "))],
    };
  },
};
