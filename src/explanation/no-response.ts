import type { Hop } from "../exchange/exchange.ts";
import { say, sayCount } from "../words/words.ts";
import { callAdvice } from "./call-advice.ts";
import type { Subject } from "./subject.ts";

/** What an aborted request waited for, in words. */
export interface Wait {
  readonly title: string;
  readonly short: string;
  readonly because: readonly string[];
  readonly fix: readonly string[];
}

/**
 * The shortest wait that points to the server. Pages that abort on purpose (typing, another view) mostly do so
 * within a second, and working servers mostly respond within it.
 */
export const LONG_WAIT_MS = 1000;

/**
 * The wait that an abort ended, where it matters: the page's time limit ran out, or there was no response for
 * long. Then the abort only revealed that the server did not respond. Null for any other abort.
 */
export function waitBefore(s: Subject): Wait | null {
  const { exchange, hop, method, path } = s;
  const isLimit = exchange.callResult?.errorName === "TimeoutError";
  const isUnfinished = hop.response !== null;
  const { endedAt } = exchange;
  const isPreflight = !isUnfinished && waitedForPreflight(hop);
  const isLate = isPreflight && hop.preflight?.response !== null;
  const waited = endedAt === null ? null : endedAt - waitingSince(hop);
  const isLong = waited !== null && waited >= LONG_WAIT_MS && !isUnfinished;
  // A signal that had timed out before the call ended it at once, and nothing was sent.
  if (!isLong && !(isLimit && exchange.kind === "requested")) return null;
  const target = `${isPreflight ? "OPTIONS" : method} ${path}`;
  const span =
    waited === null || isLate
      ? say("why_wait_in_time")
      : sayCount("why_wait_within", Math.max(1, Math.round(waited / 100)) / 10);
  return {
    title: say(isUnfinished ? "why_unfinished_title" : "why_no_response_title", target, span),
    short: say(isUnfinished ? "why_unfinished_short" : "why_no_response_short", span),
    because: [
      say(isLimit ? "why_time_limit_because" : "why_aborted_because", `${method} ${path}`),
      say(
        isUnfinished ? "why_unfinished_because" : "why_no_response_because",
        s.host,
        target,
        span,
      ),
    ],
    fix: [
      exchange.kind !== "requested" && exchange.call?.served === true
        ? say("why_no_response_fix_worker", target)
        : say(isUnfinished ? "why_unfinished_fix" : "why_no_response_fix", s.host, target),
      ...(isLimit
        ? [say("why_time_limit_fix")]
        : [...(isPreflight ? [] : [say("why_wait_meant")]), ...callAdvice(s, "look-for-abort")]),
    ],
  };
}

/** Whether the request itself was not sent yet: the response to its preflight was missing, or came too late. */
function waitedForPreflight({ preflight, sentAt }: Hop): boolean {
  return preflight !== null && (preflight.response === null || sentAt === null);
}

/** When the request that was last sent began to wait for its response. */
function waitingSince(hop: Hop): number {
  const { preflight, sentAt, startedAt } = hop;
  if (preflight !== null && waitedForPreflight(hop)) return preflight.startedAt;
  return Math.max(sentAt ?? startedAt, preflight?.response?.receivedAt ?? 0);
}
