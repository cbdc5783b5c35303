import { judgedHeaders } from "../../exchange/exchange.ts";
import { get } from "../../http/header-list.ts";
import { isOkStatus } from "../../http/statuses.ts";
import { blocked, causeFrom } from "../decision.ts";
import type { Rule } from "./rule.ts";

/**
 * An element with `integrity` that reported an error although the response passed every check.
 * https://w3c.github.io/webappsec-subresource-integrity/#does-response-match-metadatalist
 *
 * @before the next rule: that one names no reason for an unreadable response.
 */
export const elementHashMismatch: Rule = {
  id: "element-hash-mismatch",
  appliesTo: "any",
  decide({ exchange, chosen, hop, at }) {
    if (exchange.ending.kind !== "completed" || chosen.walk.cause !== null) return null;
    const { response } = hop;
    if (!exchange.elementFailed || !exchange.element?.hasIntegrity || response === null)
      return null;
    // An element also reports an error for an error status, whatever its body is.
    if (!isOkStatus(response.status)) return null;
    const cause = causeFrom("integrity", "response", at);
    // The body of an opaque response cannot be hashed, so it never matches.
    if (chosen.walk.tainting === "opaque") return blocked(cause);
    return USABLE.test(get(judgedHeaders(response), "Content-Type") ?? "")
      ? blocked(cause, { certainty: "likely" })
      : blocked(cause, { alternatives: [causeFrom("network-error", "response", at)] });
  },
};

/** Media types that a script or a style sheet may have, or none. */
const USABLE =
  /^\s*$|^\s*(?:text\/css|(?:text|application)\/(?:x-)?(?:java|ecma)script)\s*(?:;|$)/i;
