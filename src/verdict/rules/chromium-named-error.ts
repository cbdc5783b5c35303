import { type Hop, judgedHeaders } from "../../exchange/exchange.ts";
import { causeOfError } from "../browsers/error-names.ts";
import type { StoppingCode } from "../codes.ts";
import { blocked, causeFrom, stopped } from "../decision.ts";
import { causeOfResourcePolicy } from "../standard/resource-policy.ts";
import type { Stage } from "../verdict.ts";
import { evidenceOfRedirect } from "./evidence-of-redirect.ts";
import { localNetworkCauses } from "./local-network-causes.ts";
import { refusedKeepalive } from "./password-in-redirect.ts";
import type { Rule } from "./rule.ts";

/**
 * A Chromium error that names its reason.
 *
 * @before the next rule: an error that names its reason needs no hypothesis.
 */
export const chromiumNamedError: Rule = {
  id: "chromium-named-error",
  appliesTo: "chromium",
  decide({ exchange, chosen, hop, at }) {
    if (exchange.ending.kind !== "failed") return null;
    const { error } = exchange.ending;
    const code = codeOf(error, hop);
    // "aborted" belongs to the rule `chromium-aborted`.
    if (code === null || code === "aborted") return null;
    // The page's process refused the redirect before the network reported its error.
    const refused = refusedKeepalive(exchange);
    if (refused !== null) return refused;
    const isRedirect = code === "unsafe-redirect" && hop.response !== null;
    const stage = isRedirect && !failedInPreflight(hop) ? "redirect" : stageOfFailure(hop);
    const [cause, ...alternatives] =
      code === "local-network-access-denied"
        ? localNetworkCauses(exchange, stage, at)
        : ([causeFrom(code, stage, at, error)] as const);
    const { problems } = chosen.walk;
    const mode = isRedirect ? (exchange.call?.redirect ?? "follow") : "follow";
    if (mode === "follow") {
      const evidence = isRedirect ? evidenceOfRedirect(hop) : [];
      return stopped(cause, { alternatives, findings: problems }, evidence);
    }
    // The page does not follow the redirect, so nothing is wrong with its URL.
    const findings = problems.filter((problem) => problem.stage !== "redirect");
    return mode === "error"
      ? blocked(
          causeFrom("redirect-mode-error", "redirect", at),
          { findings },
          evidenceOfRedirect(hop),
        )
      : stopped(cause, { alternatives, findings });
  },
};

function codeOf(error: string, { response }: Hop): StoppingCode | null {
  return response !== null && error.startsWith("net::ERR_BLOCKED_BY_RESPONSE")
    ? causeOfResourcePolicy(judgedHeaders(response))
    : causeOfError(error);
}

const failedInPreflight = ({ preflight }: Hop) => preflight?.ending.kind === "failed";

/** The stage at which the request failed on its last hop. */
export function stageOfFailure(hop: Hop): Stage {
  if (failedInPreflight(hop)) return "preflight";
  return hop.response === null ? "request" : "response";
}
