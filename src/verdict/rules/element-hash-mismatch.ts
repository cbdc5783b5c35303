import { judgedHeaders } from "../../exchange/exchange.ts";
import { get } from "../../http/header-list.ts";
import { isOkStatus } from "../../http/statuses.ts";
import { blocked, causeFrom } from "../decision.ts";
import type { Rule } from "./rule.ts";

/**
 * An element that demands a hash and reported an error, of a response that passed every check.
 * https://w3c.github.io/webappsec-subresource-integrity/#does-response-match-metadatalist
 *
 * @before the next rule: it names a reason for what the timeline shows as unreadable.
 */
export const elementHashMismatch: Rule = {
  id: "element-hash-mismatch",
  appliesTo: "any",
  decide({ exchange, chosen, hop, at }) {
    if (exchange.ending.kind !== "completed" || chosen.walk.cause !== null) return null;
    const { response } = hop;
    if (!exchange.elementFailed || !exchange.element?.hasIntegrity || response === null)
      return null;
    // An element reports an error of a failed request as well, whatever came with it.
    if (!isOkStatus(response.status)) return null;
    const cause = causeFrom("integrity", "response", at);
    // What came without CORS cannot be checked, and never matches.
    if (chosen.walk.tainting === "opaque") return blocked(cause);
    return USABLE.test(get(judgedHeaders(response), "Content-Type") ?? "")
      ? blocked(cause, { certainty: "likely" })
      : blocked(cause, { alternatives: [causeFrom("network-error", "response", at)] });
  },
};

/** Types that a script or a style may have; none, too. */
const USABLE =
  /^\s*$|^\s*(?:text\/css|(?:text|application)\/(?:x-)?(?:java|ecma)script)\s*(?:;|$)/i;
