import type { Side } from "../diagnosis.ts";
import { lostAuthorization } from "../lost-authorization.ts";
import { type DiagnosisRule, statusEvidence } from "../rule.ts";
import { atPreflight, type Situation } from "../situation.ts";
import { isOfNetwork } from "../variants.ts";
import {
  allowedElsewhere,
  besideStatus,
  type ErrorKind,
  errorOnTheWay,
  isInFront,
  passedBefore,
  writerOf,
} from "./error-status.ts";
import { refusesOrigin } from "./origin-not-listed.ts";

/**
 * The response to the request itself is an error. The error has to be fixed first, whatever the CORS check
 * finds, even where the CORS header is present and wrong. https://httpwg.org/specs/rfc9110.html#status.codes
 */
export const responseStatus: DiagnosisRule = {
  id: "response-status",
  before:
    "An error stays an error even with all CORS headers; comparing it with successes explains nothing.",
  find: (s) => {
    const { status } = s;
    if (!s.blockedByCors && !isForType(s)) return null;
    if (status === null || status < 400 || atPreflight(s)) return null;
    // A 403 from a server that compares origins means that this origin is not listed.
    if (refusesOrigin(s)) return null;
    return {
      ...kindOf(status, s),
      // A 4xx blames the request: the page or the server may be at fault.
      certainty: status < 500 && status !== 421 ? "ambiguous" : "likely",
      parameter: String(status),
      exchanges: passedBefore(s),
      evidence: [statusEvidence(status), ...besideStatus(s), ...allowedElsewhere(s)],
    };
  },
  hides: [
    "passed-earlier",
    "allowed-by-preflight-only",
    "host-without-cors",
    "origin-not-listed",
    "third-party-without-cors",
    "error-status-hidden-by-cors",
  ],
};

/** Whether the response has another type than the resource: error pages are HTML, XML or JSON. */
const isForType = ({ verdict: { cause } }: Situation) =>
  cause?.code === "mime-type" || cause?.code === "orb";

function kindOf(status: number, s: Situation): ErrorKind {
  if (isOfNetwork(status, s.hop.url)) {
    return { code: status < 500 ? "client-error" : "server-error", side: "network" };
  }
  switch (status) {
    case 401:
    case 407:
      // The page can request the URL directly, with its token.
      return {
        code: "unauthenticated",
        side: lostAuthorization(s.exchange, s.hop) ? "page" : "server",
      };
    case 403:
      return { code: "forbidden", side: isInFront(s) ? "proxy" : "server" };
    case 404:
    case 410:
      return { code: "not-found", side: "server" };
    case 405:
    case 501:
      return { code: "method-not-supported", side: "server" };
    case 413:
      return { code: "body-too-large", side: writerOf(s) };
    case 415:
      return { code: "unsupported-media-type", side: "page" };
    case 429:
      return { code: "rate-limited", side: "page" };
    case 503:
      return { code: "gateway-error", side: writerOf(s) };
  }
  const code = status >= 500 ? "server-error" : "client-error";
  return errorOnTheWay(status, s) ?? { code, side: SIDES[status] ?? "server" };
}

/** The side that can fix a status without a code here. */
const SIDES: Readonly<Partial<Record<number, Side>>> = {
  406: "page",
  408: "network",
  412: "page",
  414: "page",
  416: "page",
  419: "page",
  422: "page",
  428: "page",
  431: "page",
  494: "page",
};
