import { type Exchange, firstHop } from "../exchange/exchange.ts";
import type { Verdict } from "../verdict/verdict.ts";
import { reasonOf } from "./describe-outcome.ts";
import { listing, plainText } from "./plain-text.ts";

/** That a withheld answer does not undo what the request did. */
export function sideEffectSentences(exchange: Exchange, verdict: Verdict): string[] {
  const { method } = firstHop(exchange);
  if (verdict.outcome !== "blocked" || verdict.reachedServer !== true) return [];
  if (method === "GET" || method === "HEAD") return [];
  return [`The ${plainText(method, 40)} itself reached the server, which may have acted on it.`];
}

/** What the standard or the other browser makes of the same exchange, where that differs. */
export function laneSentences(exchange: Exchange, verdict: Verdict): string[] {
  const { outcome } = verdict;
  if (outcome !== "allowed" && outcome !== "blocked" && outcome !== "opaque") return [];
  const { lanes } = verdict;
  const others = [
    { who: "The Fetch standard", lane: lanes.spec },
    exchange.browser === "chromium"
      ? { who: "Firefox", lane: lanes.gecko }
      : { who: "Chromium", lane: lanes.chromium },
  ];
  return others.flatMap(({ who, lane }) => {
    if (lane.outcome === outcome) return [];
    if (lane.outcome === "allowed") return [`${who} would let it pass.`];
    if (lane.outcome !== "blocked") return [];
    const why = lane.cause === null ? "" : `: ${reasonOf(lane.cause)}`;
    return [`${who} would block it${why}.`];
  });
}

/** Both readings of an ambiguous exchange, and what would tell them apart. */
export function ambiguitySentences(verdict: Verdict): string[] {
  if (verdict.certainty !== "ambiguous") return [];
  const others = verdict.alternatives.map(reasonOf);
  const { outcome } = verdict;
  const sentences: string[] = [];
  if (others.length > 0) {
    sentences.push(`What was seen also fits: ${listing([...new Set(others)])}.`);
  } else if (outcome === "blocked") {
    sentences.push("What was seen also fits a call that passed.");
  }
  const codes = [verdict.cause, ...verdict.alternatives].map((cause) => cause?.code);
  if (outcome === "allowed" || outcome === "blocked" || outcome === "opaque") {
    if (verdict.mode.basis === "assumed" && verdict.mode.value !== "navigate") {
      sentences.push('The mode of the call ("cors" or "no-cors") decides.');
    }
    if (verdict.credentials.basis === "assumed") {
      sentences.push(
        'Whether the call includes credentials decides: look for credentials: "include" or withCredentials in your code, or repeat the call with this panel open.',
      );
    }
  }
  if (codes.includes("local-network-access-denied") && outcome === "unknown") {
    sentences.push("The browser's console names the reason.");
  }
  return sentences;
}
