import { get } from "../../http/header-list.ts";
import type { BehindCode, DiagnosisEvidence, Side } from "../diagnosis.ts";
import { isInFront, signOf } from "../layers/who-answered.ts";
import { type DiagnosisRule, headerEvidence, statusEvidence } from "../rule.ts";
import { isCrossSite, isLocalHost } from "../sites.ts";
import { atPreflight, type Situation } from "../situation.ts";

/**
 * The response to the request itself is an error: that is what is to be repaired first, whatever CORS
 * makes of it, also where the header is there and wrong.
 * https://httpwg.org/specs/rfc9110.html#status.codes
 */
export const responseStatus: DiagnosisRule = {
  id: "response-status",
  before:
    "An error is an error with every header in place; contrasts of successes say nothing of it.",
  find: (s) => {
    const { status, blockedByCors } = s;
    if (!blockedByCors || status === null || status < 400 || atPreflight(s)) return null;
    const { code, side } = kindOf(status, s);
    return {
      code,
      side,
      certainty: "likely",
      parameter: String(status),
      evidence: [statusEvidence(status), ...beside(s)],
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

interface Kind {
  readonly code: BehindCode;
  readonly side: Side;
}

function kindOf(status: number, s: Situation): Kind {
  const inFront = isInFront(signOf(s.response));
  switch (status) {
    case 401:
    case 407:
      return { code: "unauthenticated", side: "server" };
    case 403:
      return { code: "forbidden", side: "server" };
    case 404:
    case 410:
      return { code: "not-found", side: "server" };
    case 405:
    case 501:
      return { code: "method-not-supported", side: "server" };
    case 413:
      return { code: "body-too-large", side: inFront ? "proxy" : "server" };
    case 415:
      return { code: "unsupported-media-type", side: "page" };
    case 421:
      return { code: "misdirected-request", side: isForeign(s) ? "third-party" : "proxy" };
    case 429:
      return { code: "rate-limited", side: "page" };
    case 502:
      return { code: "gateway-error", side: "proxy" };
    case 503:
      return { code: "gateway-error", side: inFront ? "proxy" : "server" };
    case 504:
      return { code: "gateway-timeout", side: "proxy" };
  }
  // Cloudflare's own: it did not reach the server behind it.
  if (status >= 520 && status <= 530) return { code: "gateway-error", side: "proxy" };
  return status >= 500
    ? { code: "server-error", side: "server" }
    : { code: "client-error", side: "server" };
}

/** Whether the host is somebody else's, as far as that shows. */
function isForeign({ exchange, hop }: Situation): boolean {
  return isCrossSite(exchange, hop) && !isLocalHost(hop.url);
}

/** Headers that say more of such a status. */
function beside({ headers }: Situation): DiagnosisEvidence[] {
  return ["WWW-Authenticate", "Allow", "Retry-After", "Server"].flatMap((name) => {
    const value = get(headers, name);
    return value === null ? [] : [headerEvidence(name, value)];
  });
}
