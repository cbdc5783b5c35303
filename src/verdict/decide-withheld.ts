import { type Exchange, judgedHeaders, lastHop } from "../exchange/exchange.ts";
import { get } from "../http/header-list.ts";
import { includesCredentials } from "../http/origin.ts";
import { causeFrom, type Decision } from "./decision.ts";
import { isReadable } from "./evidence.ts";
import type { Hypothesis } from "./hypotheses.ts";
import type { Cause, Certainty } from "./verdict.ts";

/**
 * A response that arrived whole and passed every check, and that the page did not get all the same,
 * as the probe saw, or as its timeline shows: its hash was wrong, or a redirect's URL held a
 * password. null otherwise.
 */
export function decideWithheld(exchange: Exchange, chosen: Hypothesis): Decision | null {
  if (exchange.ending.kind !== "completed" || chosen.walk.cause !== null) return null;
  const { call, callResult, hops } = exchange;
  const at = hops.length - 1;
  const error = callResult?.result === "rejected" ? callResult.errorName : null;
  // An EventSource tells an error also of a response that it has no use for.
  const rejected =
    error === "TypeError" || (error === "NetworkError" && call?.api !== "event-source");
  if (!rejected) {
    const unreadable = callResult === null && isReadable(exchange) === false;
    const untold =
      unreadable && chosen.walk.outcome === "allowed"
        ? withheld(causeFrom("network-error", "response", at, null), "ambiguous")
        : null;
    return decideUnmatched(exchange, chosen, at) ?? untold;
  }
  const atPassword = causeOfPassword(exchange);
  if (atPassword !== null) return withheld(atPassword, "likely");
  // https://fetch.spec.whatwg.org/#main-fetch : the last reason to give a network error instead.
  if (call?.hasIntegrity) return withheld(causeFrom("integrity", "response", at, null), "certain");
  return withheld(causeFrom("network-error", "response", at, null), "ambiguous");
}

/**
 * What stopped a call in the page's process at a redirect to a URL with a password, which a request
 * with keepalive follows all the same (seen in Chromium 156); null where there was none.
 */
export function causeOfPassword({ hops }: Exchange): Cause | null {
  const at = hops.findIndex((hop, i) => i > 0 && includesCredentials(hop.url));
  return at > 0 ? causeFrom("credentialed-subresource", "redirect", at - 1, null) : null;
}

/**
 * An element that demands a hash and told an error.
 * https://w3c.github.io/webappsec-subresource-integrity/#does-response-match-metadatalist
 */
function decideUnmatched(exchange: Exchange, { walk }: Hypothesis, at: number): Decision | null {
  const { response } = lastHop(exchange);
  if (!exchange.elementFailed || !exchange.element?.hasIntegrity || response === null) return null;
  // An element tells an error of a failed request as well, whatever came with it.
  if (response.status < 200 || response.status > 299) return null;
  const cause = causeFrom("integrity", "response", at, null);
  // What came without CORS cannot be checked, and never matches.
  if (walk.tainting === "opaque") return withheld(cause, "certain");
  const isUsable = USABLE.test(get(judgedHeaders(response), "Content-Type") ?? "");
  return isUsable
    ? withheld(cause, "likely")
    : withheld(cause, "ambiguous", [causeFrom("network-error", "response", at, null)]);
}

/** Types that a script or a style may have; none, too. */
const USABLE =
  /^\s*$|^\s*(?:text\/css|(?:text|application)\/(?:x-)?(?:java|ecma)script)\s*(?:;|$)/i;

export function withheld(
  cause: Cause,
  certainty: Certainty,
  alternatives: readonly Cause[] = [],
): Decision {
  const findings = [{ ...cause, severity: "blocker", evidence: [] } as const];
  return { outcome: "blocked", cause, certainty, alternatives, findings };
}
