import type { Exchange } from "../../exchange/exchange.ts";
import { isPotentiallyTrustworthy } from "../../http/origin.ts";
import { causeFrom } from "../decision.ts";
import type { Cause, Stage } from "../verdict.ts";

type LocalNetworkCause = Cause<"local-network-access-denied" | "insecure-local-network">;

/**
 * Local network access is refused to an insecure context, whatever the user permits. An opaque origin
 * is no evidence: a sandboxed frame or a data: document is as secure as its ancestors (seen in
 * 156). Where no origin is known, both causes are possible.
 * https://wicg.github.io/local-network-access/
 * https://w3c.github.io/webappsec-secure-contexts/#is-url-trustworthy
 */
export function localNetworkCauses(
  { initiatorOrigin, documentOrigins }: Exchange,
  stage: Stage,
  at: number,
): readonly [LocalNetworkCause, ...LocalNetworkCause[]] {
  const denied = causeFrom("local-network-access-denied", stage, at);
  const insecure = causeFrom("insecure-local-network", stage, at);
  const known = [initiatorOrigin ?? "null", ...documentOrigins].filter((it) => it !== "null");
  if (known.length === 0) return [denied, insecure];
  return [known.every(isPotentiallyTrustworthy) ? denied : insecure];
}
