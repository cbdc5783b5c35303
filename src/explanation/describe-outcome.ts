import type { Cause, Verdict } from "../verdict/verdict.ts";
import { type MessageName, say } from "../words/words.ts";
import { entryOf } from "./catalogue/catalogue.ts";
import { plainText } from "./plain-text.ts";

/**
 * The outcome in a few words, with the stage that decided and whether the server was reached: "Blocked by the
 * preflight · request not sent".
 */
export function describeOutcome(verdict: Verdict): string {
  const outcome = say(...outcomeOf(verdict));
  return [...reached(verdict), ...doubt(verdict)].reduce(
    (text, detail) => say("outcome_with_detail", text, say(detail)),
    outcome,
  );
}

function outcomeOf(verdict: Verdict): [MessageName, ...string[]] {
  switch (verdict.outcome) {
    case "allowed":
      return [allowedAs(verdict)];
    case "opaque":
      return [
        verdict.cause.code === "opaque-redirect" ? "outcome_opaque_redirect" : "outcome_opaque",
      ];
    case "blocked":
      return verdict.cause.family === "cors"
        ? [BLOCKED[verdict.cause.stage]]
        : ["outcome_not_cors", reasonOf(verdict.cause)];
    case "failed":
      return ["outcome_not_cors", reasonOf(verdict.cause)];
    case "aborted":
      return ["outcome_aborted"];
    case "pending":
      return ["outcome_pending"];
    case "unknown":
      return ["outcome_unknown"];
  }
}

const BLOCKED: Readonly<Record<Cause["stage"], MessageName>> = {
  request: "outcome_blocked_at_request",
  preflight: "outcome_blocked_at_preflight",
  redirect: "outcome_blocked_at_redirect",
  response: "outcome_blocked_at_response",
};

function allowedAs(verdict: Verdict): MessageName {
  if (verdict.mode.value === "navigate") return "outcome_allowed_navigation";
  if (verdict.mode.value === "websocket") return "outcome_allowed_websocket";
  if (!verdict.crossOrigin) return "outcome_allowed_same_origin";
  return verdict.preflight.seen === "cached" ? "outcome_allowed_cached" : "outcome_allowed";
}

function reached({ outcome, cause, reachedServer }: Verdict): MessageName[] {
  if (outcome !== "blocked") return [];
  if (reachedServer === true) return ["outcome_reached"];
  return reachedServer === false && cause.stage !== "request" ? ["outcome_never_reached"] : [];
}

function doubt({ certainty }: Verdict): MessageName[] {
  if (certainty === "certain") return [];
  return [certainty === "likely" ? "outcome_likely" : "outcome_ambiguous"];
}

/** The everyday name of a cause, with the method or header at fault. */
export function reasonOf(cause: Cause): string {
  return entryOf(cause.code).reason(plainText(cause.parameter, 60));
}
