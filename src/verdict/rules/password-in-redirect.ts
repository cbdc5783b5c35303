import type { Exchange } from "../../exchange/exchange.ts";
import { includesCredentials } from "../../http/origin.ts";
import { causeFrom } from "../decision.ts";
import type { Cause } from "../verdict.ts";

/**
 * The cause of a call that the page's process stopped at a redirect to a URL with a password; null where
 * there was none. The network follows such a redirect of a keepalive request (seen in Chromium 156).
 */
export function causeOfPassword({ hops }: Exchange): Cause<"credentialed-subresource"> | null {
  const at = hops.findIndex((hop, i) => i > 0 && includesCredentials(hop.url));
  return at > 0 ? causeFrom("credentialed-subresource", "redirect", at - 1) : null;
}
