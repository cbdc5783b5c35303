import { get } from "../../http/header-list.ts";
import { parseUrl } from "../../http/origin.ts";
import { type DiagnosisRule, headerEvidence } from "../rule.ts";
import { requestHeaderNames, type Situation } from "../situation.ts";
import { credentialedLibrary } from "../tables/sdk-headers.ts";

/** Whether CORS blocked the request because it has credentials. */
function failsByCredentials({ verdict, blockedByCors }: Situation): boolean {
  const code = verdict.cause?.code;
  return (
    blockedByCors &&
    (code === "wildcard-origin-not-allowed" || code === "invalid-allow-credentials")
  );
}

const evidenceOf = ({ headers, allowOrigin, origin }: Situation) => {
  const name = "Access-Control-Allow-Credentials";
  return [
    headerEvidence("Access-Control-Allow-Origin", allowOrigin, origin),
    headerEvidence(name, get(headers, name), "true"),
  ];
};

/** A beacon always has credentials: https://w3c.github.io/beacon/#sec-processing-model */
export const beaconWithCredentials: DiagnosisRule = {
  id: "beacon-with-credentials",
  before: "The API limits what the page can change: sendBeacon() always includes credentials.",
  find: (s) => {
    const { call, resourceType } = s.exchange;
    const isBeacon =
      call?.api === "beacon" || (call === null && /^(?:ping|beacon)$/.test(resourceType));
    if (!isBeacon || !failsByCredentials(s)) return null;
    return { side: "page", certainty: "certain", evidence: evidenceOf(s) };
  },
  hides: ["library-sends-credentials"],
};

/** The credentials come from a library, not from the page's own code. */
export const librarySendsCredentials: DiagnosisRule = {
  id: "library-sends-credentials",
  before: "The developer does not find the credentials mode in their own code.",
  find: (s) => {
    if (!failsByCredentials(s)) return null;
    const url = parseUrl(s.hop.url);
    const library = url === null ? null : credentialedLibrary(url, requestHeaderNames(s));
    if (library === null) return null;
    return { side: "server", certainty: "likely", parameter: library, evidence: evidenceOf(s) };
  },
};
