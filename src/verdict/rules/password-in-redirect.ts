import type { Exchange } from "../../exchange/exchange.ts";
import { includesCredentials } from "../../http/origin.ts";
import { causeFrom } from "../decision.ts";
import type { Cause } from "../verdict.ts";

/**
 * What stopped a call in the page's process at a redirect to a URL with a password, which a request
 * with keepalive follows all the same (seen in Chromium 156); null where there was none.
 */
export function causeOfPassword({ hops }: Exchange): Cause<"credentialed-subresource"> | null {
  const at = hops.findIndex((hop, i) => i > 0 && includesCredentials(hop.url));
  return at > 0 ? causeFrom("credentialed-subresource", "redirect", at - 1) : null;
}
