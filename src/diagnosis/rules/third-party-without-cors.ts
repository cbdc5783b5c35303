import { parseUrl } from "../../http/origin.ts";
import { type DiagnosisRule, headerEvidence, statusEvidence } from "../rule.ts";
import { isCrossSite, isLocalHost } from "../sites.ts";
import {
  atPreflight,
  isOk,
  lacksAllowOrigin,
  mediaType,
  requestHeaderNames,
} from "../situation.ts";

/**
 * A foreign API that was called with a secret, and that answers no preflight: it is not made for
 * pages. Whether the host is the reader's own nothing tells, so the words leave that open.
 */
export const thirdPartyWithoutCors: DiagnosisRule = {
  id: "third-party-without-cors",
  before: "No header of the page's own can open an API that is meant for servers.",
  find: (s) => {
    const { exchange, hop, host, status } = s;
    if (!lacksAllowOrigin(s) || !atPreflight(s) || status === null) return null;
    if (host.withCors > 0 || !isCrossSite(exchange, hop)) return null;
    if (isLocalHost(hop.url) || isLocalHost(s.verdict.initiatorOrigin)) return null;
    const refuses = status === 404 || status === 405 || status === 501 || status === 400 || isOk(s);
    // An HTML page is no API's: there the address may be wrong.
    if (!refuses || mediaType(s.headers) === "text/html") return null;
    const names = requestHeaderNames(s);
    const secret = SECRET_HEADERS.find((name) => names.has(name));
    const isVendor = VENDORS.test(parseUrl(hop.url)?.hostname ?? "");
    if (secret === undefined && !isVendor) return null;
    // An empty or plain yes says nothing of who runs it.
    if (isOk(s) && !isVendor) return null;
    return {
      side: "third-party",
      certainty: "likely",
      parameter: secret ?? null,
      evidence: [
        statusEvidence(status, "200"),
        headerEvidence("Access-Control-Allow-Origin", null, s.origin),
      ],
    };
  },
  hides: ["preflight-not-routed", "preflight-refused", "host-without-cors", "origin-not-listed"],
};

/** Headers that carry a secret. */
const SECRET_HEADERS: readonly string[] = [
  "authorization",
  "x-api-key",
  "api-key",
  "apikey",
  "x-auth-token",
  "x-access-token",
  "xi-api-key",
  "x-goog-api-key",
  "ocp-apim-subscription-key",
];

/** Hosts of APIs that are known to be for servers. */
const VENDORS =
  /(?:^|\.)(?:api\.(?:notion|stripe|mailchimp|sendgrid|twitter|x|linkedin|brevo|airtable-internal|anthropic|hubapi)\.com|api\.twilio\.com|oauth2\.googleapis\.com|accounts\.spotify\.com|login\.salesforce\.com|slack\.com)$/;
