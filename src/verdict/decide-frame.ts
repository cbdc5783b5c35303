import { type Exchange, judgedHeaders, lastHop } from "../exchange/exchange.ts";
import { causeFrom, type Decision } from "./decision.ts";
import { isCrossOrigin } from "./evidence.ts";
import { causeOfError, causeOfUnembeddable, refusesFraming } from "./net-errors.ts";

/**
 * A frame's document that arrived and was not shown. Chromium tells it as completed, or as aborted if
 * the body had not come yet. null for every other exchange.
 */
export function decideFrame(exchange: Exchange): Decision | null {
  const { response } = lastHop(exchange);
  if (exchange.resourceType !== "sub_frame" || response === null) return null;
  const { ending } = exchange;
  const headers = judgedHeaders(response);
  const aborted = ending.kind === "failed" && causeOfError(ending.error) === "aborted";
  if (ending.kind !== "completed" && !aborted) return null;
  const isForeign = isCrossOrigin(exchange);
  const refused = refusesFraming(headers, isForeign);
  const unembeddable =
    exchange.embedderPolicy === null ? null : causeOfUnembeddable(headers, isForeign);
  const code = refused ? "frame-not-allowed" : unembeddable;
  if (code === null) return null;
  const cause = causeFrom(code, "response", exchange.hops.length - 1, null);
  return {
    outcome: "blocked",
    cause,
    certainty: "likely",
    alternatives: [],
    findings: [{ ...cause, severity: "blocker", evidence: [] }],
  };
}
