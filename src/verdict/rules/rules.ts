import { READS_CHROMIUM, READS_GECKO } from "../../browsers/scope.ts";
import type { Decision, RuledDecision } from "../decision.ts";
import { abortedAfterResponse } from "./aborted-after-response.ts";
import { byHypotheses } from "./by-hypotheses.ts";
import { chromiumAborted } from "./chromium-aborted.ts";
import { chromiumNamedError } from "./chromium-named-error.ts";
import { elementHashMismatch } from "./element-hash-mismatch.ts";
import { failedBeforeResponse } from "./failed-before-response.ts";
import { frameRefused } from "./frame-refused.ts";
import { frameShown } from "./frame-shown.ts";
import { geckoNamedError } from "./gecko-named-error.ts";
import { geckoRedirectNotFollowed } from "./gecko-redirect-not-followed.ts";
import { neverSent } from "./never-sent.ts";
import { neverSentUnexplained } from "./never-sent-unexplained.ts";
import { noHypothesisFits } from "./no-hypothesis-fits.ts";
import { opaqueRedirect } from "./opaque-redirect.ts";
import { orphanPreflight } from "./orphan-preflight.ts";
import { pageGaveUp } from "./page-gave-up.ts";
import { partMissed } from "./part-missed.ts";
import { passedAgainstTheRules } from "./passed-against-the-rules.ts";
import { pending } from "./pending.ts";
import { redirectStoppedInRenderer } from "./redirect-stopped-in-renderer.ts";
import { redirectToUnreportedScheme } from "./redirect-to-unreported-scheme.ts";
import { rejectedAfterPass } from "./rejected-after-pass.ts";
import { responseWithoutRequest } from "./response-without-request.ts";
import { byBrowser, type Case, type Rule } from "./rule.ts";
import type { RuleId } from "./rule-id.ts";
import { serviceWorker } from "./service-worker.ts";
import { unreadableAfterPass } from "./unreadable-after-pass.ts";
import { websocketRefused } from "./websocket-refused.ts";

const IN_ORDER: readonly (Rule | false)[] = [
  orphanPreflight,
  partMissed,
  // Evidence from the page itself.
  READS_CHROMIUM && frameShown,
  frameRefused,
  pageGaveUp,
  opaqueRedirect,
  // A redirect that was not followed.
  READS_CHROMIUM && redirectToUnreportedScheme,
  READS_CHROMIUM && redirectStoppedInRenderer,
  READS_GECKO && geckoRedirectNotFollowed,
  // No ending yet, or no request on the network.
  pending,
  neverSent,
  serviceWorker,
  neverSentUnexplained,
  // An ending that names its cause.
  READS_CHROMIUM && chromiumAborted,
  READS_CHROMIUM && chromiumNamedError,
  READS_GECKO && geckoNamedError,
  responseWithoutRequest,
  websocketRefused,
  // Endings that no hypothesis explains.
  passedAgainstTheRules,
  READS_CHROMIUM && failedBeforeResponse,
  abortedAfterResponse,
  noHypothesisFits,
  // Complete responses that passed every check and still failed in the page.
  rejectedAfterPass,
  elementHashMismatch,
  unreadableAfterPass,
  byHypotheses,
];

/** The ordered list of rules: the first one that applies decides. */
export const RULES: readonly Rule[] = IN_ORDER.filter((rule) => rule !== false);

const RULES_OF = byBrowser(RULES);

/** The decision of the first rule that applies. Pure and total. */
export function decide(given: Case): RuledDecision {
  for (const rule of RULES_OF[given.exchange.browser]) {
    const decision = rule.decide(given);
    if (decision !== null) return ruled(decision, rule.id);
  }
  return ruled(byHypotheses.decide(given), byHypotheses.id);
}

/** Copied member by member: a spread takes longer than all rules together. */
function ruled(
  { outcome, cause, certainty, alternatives, findings }: Decision,
  rule: RuleId,
): RuledDecision {
  return { outcome, cause, certainty, alternatives, findings, rule } as RuledDecision;
}
