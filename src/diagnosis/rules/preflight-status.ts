import { get } from "../../http/header-list.ts";
import { findingOf, rootCauseOf } from "../../verdict/root-cause.ts";
import { leadsToSignIn } from "../../verdict/sign-in.ts";
import type { DiagnosisCode, Side } from "../diagnosis.ts";
import { type DiagnosisRule, headerEvidence, statusEvidence } from "../rule.ts";
import { isCrossSite, isLocalHost } from "../sites.ts";
import { atPreflight, type Situation } from "../situation.ts";

/** The preflight response is an error: what each status means of OPTIONS. */
export const preflightStatus: DiagnosisRule = {
  id: "preflight-status",
  before: "A preflight that is an error fails with every header in place.",
  find: (s) => {
    const { status, blockedByCors, verdict, headers } = s;
    if (!blockedByCors || status === null || !atPreflight(s)) return null;
    if (status >= 300 && status <= 399) return signIn(s);
    if (status < 400) return null;
    const { code, side } = kindOf(status, s);
    const root =
      verdict.cause === null ? undefined : rootCauseOf(verdict, findingOf(verdict, verdict.cause));
    return {
      code,
      side,
      certainty: root?.code === code ? "certain" : "likely",
      parameter: String(status),
      evidence: [
        statusEvidence(status, "200"),
        ...["WWW-Authenticate", "Allow", "Retry-After", "Server"].flatMap((name) => {
          const value = get(headers, name);
          return value === null ? [] : [headerEvidence(name, value)];
        }),
      ],
    };
  },
  hides: ["host-without-cors", "allowed-without-preflight-only"],
};

/** A preflight that is sent to a page for signing in met authentication. */
function signIn({ headers, hop }: Situation): ReturnType<DiagnosisRule["find"]> {
  const from = hop.preflight?.url ?? hop.url;
  const to = hop.preflight?.redirect?.url ?? get(headers, "Location");
  if (to === null || !leadsToSignIn(from, to)) return null;
  return {
    code: "preflight-met-authentication",
    side: "server",
    certainty: "likely",
    parameter: null,
    evidence: [headerEvidence("Location", to)],
  };
}

function kindOf(
  status: number,
  { headers, exchange, hop }: Situation,
): { readonly code: DiagnosisCode; readonly side: Side } {
  const isChallenge = get(headers, "WWW-Authenticate") !== null;
  switch (status) {
    case 401:
    case 407:
      return { code: "preflight-met-authentication", side: "server" };
    case 403:
      // API Gateway's name for OPTIONS that no resource has, as where CORS was not enabled.
      if (/^MissingAuthenticationToken/i.test(get(headers, "X-Amzn-ErrorType") ?? "")) {
        return { code: "preflight-not-routed", side: "server" };
      }
      return isChallenge
        ? { code: "preflight-met-authentication", side: "server" }
        : { code: "preflight-refused", side: "server" };
    case 404:
    case 405:
    case 501:
      return { code: "preflight-not-routed", side: "server" };
    case 421: {
      const isForeign = isCrossSite(exchange, hop) && !isLocalHost(hop.url);
      return { code: "misdirected-request", side: isForeign ? "third-party" : "proxy" };
    }
    case 429:
      return { code: "rate-limited", side: "proxy" };
    case 502:
      return { code: "gateway-error", side: "proxy" };
    case 503:
      return { code: "preflight-met-server-error", side: "server" };
    case 504:
      return { code: "gateway-timeout", side: "proxy" };
  }
  if (status >= 520 && status <= 530) return { code: "gateway-error", side: "proxy" };
  return status >= 500
    ? { code: "preflight-met-server-error", side: "server" }
    : { code: "preflight-refused", side: "server" };
}
