import type { Exchange } from "../../exchange/exchange.ts";
import { includesCredentials } from "../../http/origin.ts";
import { blocked, causeFrom, type EndedDecision } from "../decision.ts";
import type { Cause } from "../verdict.ts";

/**
 * The cause of a call that the page's process stopped at a redirect to a URL with a password; null where
 * there was none. The network follows such a redirect of a keepalive request (seen in Chromium 156).
 */
export function causeOfPassword({ hops }: Exchange): Cause<"credentialed-subresource"> | null {
  const at = hops.findIndex((hop, i) => i > 0 && includesCredentials(hop.url));
  return at > 0 ? causeFrom("credentialed-subresource", "redirect", at - 1) : null;
}

/**
 * The decision for a keepalive call that its page's process stopped there, however the network ended it. No page
 * sees how a beacon ended, so the network's ending counts.
 */
export function refusedKeepalive(exchange: Exchange): EndedDecision | null {
  const { call } = exchange;
  const cause = call?.keepalive && call.api !== "beacon" ? causeOfPassword(exchange) : null;
  return cause && blocked(cause, { certainty: "likely" });
}
