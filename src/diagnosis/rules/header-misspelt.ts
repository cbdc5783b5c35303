import { get } from "../../http/header-list.ts";
import { edits } from "../edits.ts";
import { type DiagnosisRule, headerEvidence } from "../rule.ts";

/** The header that is missing in each cause. */
const WANTED: Readonly<Record<string, string>> = {
  "missing-allow-origin": "Access-Control-Allow-Origin",
  "invalid-allow-credentials": "Access-Control-Allow-Credentials",
  "method-disallowed": "Access-Control-Allow-Methods",
  "header-disallowed": "Access-Control-Allow-Headers",
};

/** The missing header is present under a name that browsers do not know. */
export const headerMisspelt: DiagnosisRule = {
  id: "header-misspelt",
  before: "The server already sends the value; only the header's name is wrong.",
  find: ({ verdict, headers, blockedByCors, origin }) => {
    const wanted = WANTED[verdict.cause?.code ?? ""];
    if (!blockedByCors || wanted === undefined || get(headers, wanted) !== null) return null;
    const wrong = headers.find(([name]) => isMisspelt(name.toLowerCase(), wanted.toLowerCase()));
    if (wrong === undefined) return null;
    // Under its right name, the value would not match either.
    if (origin === "null" && wanted === WANTED["missing-allow-origin"] && wrong[1] !== "*")
      return null;
    return {
      side: "server",
      certainty: "certain",
      parameter: wrong[0],
      evidence: [headerEvidence(wrong[0], wrong[1]), headerEvidence(wanted, null, wrong[1])],
    };
  },
  hides: [
    "passed-earlier",
    "passed-with-other-method",
    "passed-with-other-slash",
    "allowed-by-preflight-only",
    "allowed-without-preflight-only",
    "platform-default-headers",
    "library-adds-headers",
    "origin-not-listed",
    "host-without-cors",
  ],
};

/** Three edits cover "Access-Control-Allowed-Origins" and "AccessControlAllowOrigin". */
const MOST_EDITS = 3;

function isMisspelt(name: string, wanted: string): boolean {
  if (!name.includes("control") || KNOWN.test(name)) return false;
  // A request header in place of the corresponding response header.
  if (name.replace("request-method", "allow-methods").replace("request", "allow") === wanted) {
    return true;
  }
  return Math.abs(name.length - wanted.length) <= MOST_EDITS && edits(name, wanted) <= MOST_EDITS;
}

/** https://fetch.spec.whatwg.org/#http-responses and the header of Private Network Access. */
const KNOWN =
  /^access-control-(?:allow-(?:origin|credentials|methods|headers|private-network)|expose-headers|max-age)$/;
