import { type Exchange, judgedHeaders, lastHop } from "../exchange/exchange.ts";
import { isPotentiallyTrustworthy } from "../http/origin.ts";
import { causeOfPassword, withheld } from "./decide-withheld.ts";
import {
  causeFrom,
  causeOfWalk,
  type Decision,
  decideByMeaning,
  distinct,
  evidenceOfRedirect,
} from "./decision.ts";
import { meaningOfGeckoError } from "./gecko-endings.ts";
import type { Hypotheses, Hypothesis } from "./hypotheses.ts";
import { causeOfError } from "./net-errors.ts";
import { causeOfResourcePolicy } from "./resource-policy.ts";
import type { Cause, Finding } from "./verdict.ts";

/** An error that names its reason, or the ERR_FAILED of something that is not CORS. */
export function decideFailure(
  exchange: Exchange,
  chosen: Hypothesis,
  { consistent }: Hypotheses,
  error: string,
): Decision | null {
  if (exchange.browser === "gecko") {
    const { mode } = chosen.modes;
    // It checks the head of a response, and tells all the same that the body broke off.
    const { preflight, response } = lastHop(exchange);
    const inPreflight = preflight?.ending.kind === "failed" ? preflight.ending.error : null;
    const head = inPreflight === null ? response : (preflight?.response ?? null);
    const brokeOff = causeOfError(inPreflight ?? error) === "connection-reset" && head !== null;
    if (brokeOff && chosen.walk.cause !== null) return null;
    const failure = decideByMeaning(chosen, exchange, meaningOfGeckoError(exchange, mode, error));
    const stopped = brokeOff ? consistent.filter(({ walk }) => walk.cause !== null) : [];
    if (failure === null || stopped.length === 0) return failure;
    const causes = distinct(stopped.map(({ walk }) => causeOfWalk(walk)));
    const alternatives = [...failure.alternatives, ...causes.filter((it) => it !== null)];
    return { ...failure, certainty: "ambiguous", alternatives };
  }
  const at = exchange.hops.length - 1;
  const hop = lastHop(exchange);
  const code =
    hop.response !== null && error.startsWith("net::ERR_BLOCKED_BY_RESPONSE")
      ? causeOfResourcePolicy(judgedHeaders(hop.response))
      : causeOfError(error);
  if (code === null) return null;
  // Whatever the network did then, the page had been refused before.
  const atPassword = exchange.call?.keepalive ? causeOfPassword(exchange) : null;
  if (atPassword !== null && code !== "aborted") return withheld(atPassword, "likely");
  const inPreflight = hop.preflight?.ending.kind === "failed";
  const isRedirect = code === "unsafe-redirect" && hop.response !== null;
  const arrived = isRedirect ? "redirect" : "response";
  const stage = inPreflight ? "preflight" : hop.response !== null ? arrived : "request";
  if (code === "aborted") {
    // After a redirect the page's policy may have refused the next URL; that ends in the same way.
    const mayBeRefused = hop.redirect !== null && exchange.callResult?.errorName !== "AbortError";
    return {
      outcome: "aborted",
      cause: causeFrom("aborted", stage, at, error),
      certainty: mayBeRefused ? "ambiguous" : "certain",
      alternatives: mayBeRefused ? [causeFrom("csp", "redirect", at, null)] : [],
      findings: [],
    };
  }
  const [cause, ...alternatives] =
    code === "local-network-access-denied"
      ? localNetworkCauses(exchange, stage, at)
      : ([causeFrom(code, stage, at, error)] as const);
  const evidence = isRedirect ? evidenceOfRedirect(hop) : [];
  const finding: Finding = { ...cause, severity: "blocker", evidence };
  return {
    outcome: cause.family === "network" ? "failed" : "blocked",
    cause,
    certainty: alternatives.length > 0 ? "ambiguous" : "certain",
    alternatives,
    findings: [finding, ...chosen.walk.problems],
  };
}

/**
 * Local network access is refused to a page that is no secure context whatever the user says. An
 * opaque origin does not tell: a sandboxed frame or a data: document is as secure as those around
 * it (seen in 156). Where none of them is known, either may be.
 * https://wicg.github.io/local-network-access/
 * https://w3c.github.io/webappsec-secure-contexts/#is-url-trustworthy
 */
function localNetworkCauses(
  { initiatorOrigin, documentOrigins }: Exchange,
  stage: Cause["stage"],
  at: number,
): readonly [Cause, ...Cause[]] {
  const denied = causeFrom("local-network-access-denied", stage, at, null);
  const insecure = causeFrom("insecure-local-network", stage, at, null);
  const known = [initiatorOrigin ?? "null", ...documentOrigins].filter((it) => it !== "null");
  if (known.length === 0) return [denied, insecure];
  return [known.every(isPotentiallyTrustworthy) ? denied : insecure];
}

/**
 * ERR_FAILED before any response. A preflight that is reset, refused or answered with what is no
 * HTTP tells so; what ends like this, wherever its name may lead, is Chromium's check of the address
 * space (seen in 156). Of a request itself that check tells; but not where the page named the
 * address space and was mistaken. null for every other exchange.
 */
export function failedUnanswered(exchange: Exchange): Decision | null {
  const at = exchange.hops.length - 1;
  const hop = lastHop(exchange);
  if (hop.response !== null || exchange.browser !== "chromium") return null;
  const likely = ([cause, ...alternatives]: readonly [Cause, ...Cause[]]): Decision => ({
    outcome: "blocked",
    cause,
    certainty: alternatives.length > 0 ? "ambiguous" : "likely",
    alternatives,
    findings: [{ ...cause, severity: "blocker", evidence: [] }],
  });
  if (hop.preflight?.ending.kind === "failed" && hop.preflight.response === null) {
    return likely(localNetworkCauses(exchange, "preflight", at));
  }
  if (exchange.call?.targetAddressSpace != null) {
    return likely([causeFrom("invalid-local-network-access", "request", at, null)]);
  }
  return null;
}
