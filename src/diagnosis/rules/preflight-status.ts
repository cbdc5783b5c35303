import { get } from "../../http/header-list.ts";
import { findingOf, rootCauseOf } from "../../verdict/root-cause.ts";
import type { Finding } from "../../verdict/verdict.ts";
import { frontThatWrote, marksOwn } from "../layers/who-responded.ts";
import { type DiagnosisRule, headerEvidence, statusEvidence } from "../rule.ts";
import { atPreflight, type Situation } from "../situation.ts";
import {
  besideStatus,
  type ErrorKind,
  errorOnTheWay,
  isAwsIdentity,
  isGoogleIdentity,
  passedBefore,
  passOf,
  writerOf,
} from "./error-status.ts";

/** The preflight response is an error: the cause that each status indicates. */
export const preflightStatus: DiagnosisRule = {
  id: "preflight-status",
  before: "A preflight response with an error status fails even with all CORS headers.",
  find: (s) => {
    const { status, blockedByCors } = s;
    if (!blockedByCors || status === null || !atPreflight(s)) return null;
    if (status < 400) return signIn(s);
    const kind = kindOf(status, s);
    // No list should have "null": the page or the redirect is at fault then.
    if (kind.code === "preflight-refused" && s.origin === "null") return null;
    return {
      ...kind,
      certainty: rootOf(s)?.code === kind.code && isWriterKnown(kind, s) ? "certain" : "likely",
      parameter: String(status),
      exchanges: kind.code === "preflight-refused" ? passOf(s) : passedBefore(s),
      evidence: [statusEvidence(status, "200"), ...besideStatus(s)],
    };
  },
  hides: ["host-without-cors", "allowed-without-preflight-only"],
};

/** A preflight that is redirected to a sign-in page: the server requires authentication for it. */
function signIn(s: Situation): ReturnType<DiagnosisRule["find"]> {
  const root = rootOf(s);
  if (root === undefined) return null;
  const to = s.hop.preflight?.redirect?.url ?? get(s.headers, "Location");
  return {
    code: root.code,
    side: "server",
    certainty: "likely",
    parameter: null,
    evidence: [headerEvidence("Location", to)],
  };
}

function kindOf(status: number, s: Situation): ErrorKind {
  if (status === 429) return { code: "rate-limited", side: writerOf(s) };
  // API Gateway sends this for OPTIONS without a route, for example where CORS is not enabled.
  const type = get(s.headers, "X-Amzn-ErrorType") ?? "";
  if (status === 403 && /^MissingAuthenticationToken/i.test(type)) {
    return { code: "preflight-not-routed", side: "server" };
  }
  if (status === 403 && (isGoogleIdentity(s) || isAwsIdentity(s))) {
    return { code: "preflight-met-authentication", side: "server" };
  }
  // If a proxy generated the 503 itself, the server behind it is down.
  if (status === 503 && frontThatWrote(s.response) !== null) {
    return { code: "gateway-error", side: "proxy" };
  }
  const code = rootOf(s)?.code ?? "preflight-refused";
  return errorOnTheWay(status, s) ?? { code, side: mayBeInFront(s) ? "proxy" : "server" };
}

/** Whether a CDN or gateway generated the response, so that the application never received the preflight. */
function mayBeInFront({ response }: Situation): boolean {
  const kind = frontThatWrote(response)?.kind;
  return kind === "cdn" || kind === "gateway";
}

/** Whether the side follows from more than the form of a response, which applications send as well. */
const isWriterKnown = ({ side }: ErrorKind, { response }: Situation) =>
  side === "server" || marksOwn(response);

/** The root cause that the engine found behind the status. */
function rootOf({ verdict }: Situation): Finding | undefined {
  const { cause } = verdict;
  return cause === null ? undefined : rootCauseOf(verdict, findingOf(verdict, cause));
}
