import { factsOf } from "../browsers/facts-of.ts";
import { type Exchange, firstHop } from "../exchange/exchange.ts";
import { sameHeaderName } from "../http/header-list.ts";
import { isReadable } from "../verdict/hypotheses/evidence.ts";
import { LANES } from "../verdict/lane-name.ts";
import { LANE_NAMES } from "../verdict/lanes/names.ts";
import { rulesOf } from "../verdict/lanes/observed.ts";
import type { Verdict } from "../verdict/verdict.ts";
import { say, sayList } from "../words/words.ts";
import { isOfWorker } from "./caller.ts";
import { reasonOf } from "./describe-outcome.ts";
import { sayOpen } from "./open-lane.ts";
import { plainText } from "./plain-text.ts";

/** A warning that withholding the response does not undo what the request did. */
export function sideEffectSentences(exchange: Exchange, verdict: Verdict): string[] {
  const { method } = firstHop(exchange);
  if (verdict.outcome !== "blocked" || verdict.reachedServer !== true) return [];
  if (method === "GET" || method === "HEAD") return [];
  return [say("why_side_effect", plainText(method, 40))];
}

/** What the page's timeline shows about a response, where Gecko's events and the probe show nothing. */
export function timelineSentences(exchange: Exchange, { outcome }: Verdict): string[] {
  const { completesWithheld } = factsOf(exchange.browser);
  if (!completesWithheld || exchange.callResult !== null) return [];
  const readable = isReadable(exchange);
  if (outcome === "allowed" && readable === true) return [say("why_timeline_readable")];
  const withheld = outcome === "blocked" || outcome === "opaque";
  return withheld && readable === false ? [say("why_timeline_withheld")] : [];
}

/** Why the remedy adds Vary: Origin, if it does: another origin also requests the resource. */
export function sharedCacheSentences(exchange: Exchange, { remedy }: Verdict): string[] {
  const varied = remedy?.find(({ set }) => set.some(({ name }) => sameHeaderName(name, "Vary")));
  const other = exchange.requesters.find(
    ({ hop, storedApart }) => hop === varied?.hop && !storedApart,
  );
  if (varied === undefined || other === undefined) return [];
  const url = plainText(varied.url);
  return [
    other.origin === null
      ? say("why_vary_for_no_origin", url)
      : say("why_vary_for_other_origin", plainText(other.origin), url),
  ];
}

/** Where the standard or another browser comes to a different outcome. */
export function laneSentences(exchange: Exchange, verdict: Verdict): string[] {
  const { outcome } = verdict;
  if (outcome !== "allowed" && outcome !== "blocked" && outcome !== "opaque") return [];
  const { lanes } = verdict;
  const own = rulesOf(exchange.browser).lane;
  const isUnsent = exchange.ending.kind === "not-sent";
  return LANES.flatMap((name) => {
    const lane = lanes[name];
    if (name === own) return [];
    const who = LANE_NAMES[name].product ?? say("why_lane_standard");
    const { product } = LANE_NAMES[name];
    if (lane.open !== null) {
      // Only for browsers, and only for requests that were sent: others would distract from the cause.
      const isAside = product === null || lane.open === "own-policy" || isUnsent;
      if (isAside || lane.outcome === outcome) return [];
      const message = lane.outcome === "blocked" ? "open_lane_blocked" : "open_lane";
      return [say(message, product, sayOpen(name, lane.open))];
    }
    if (lane.outcome === outcome) return [];
    if (lane.outcome === "allowed") return [say("why_lane_would_pass", who)];
    if (lane.outcome !== "blocked") return [];
    return [say("why_lane_would_block_reason", who, reasonOf(lane.cause))];
  });
}

/**
 * Whether a request passed but would not have passed with credentials, which are unknown. The page itself
 * then has to name the change.
 */
export function isAllowedWithoutCookies({ outcome, certainty, credentials }: Verdict): boolean {
  return (
    outcome === "allowed" &&
    certainty === "ambiguous" &&
    credentials.basis === "assumed" &&
    credentials.value !== "include"
  );
}

/** Why the certainty is not higher: a page older than the probe may have forged its reports. */
export function latePageSentences({ fromLatePage }: Exchange, { certainty }: Verdict): string[] {
  return fromLatePage && certainty === "likely" ? [say("why_late_page")] : [];
}

/** All explanations of an ambiguous exchange, and what would distinguish them. */
export function ambiguitySentences(exchange: Exchange, verdict: Verdict): string[] {
  if (verdict.certainty !== "ambiguous" || isAllowedWithoutCookies(verdict)) return [];
  const others = verdict.alternatives.map(reasonOf);
  const { outcome } = verdict;
  const sentences: string[] = [];
  if (others.length > 0) {
    sentences.push(say("why_ambiguous_also_fits", sayList([...new Set(others)])));
  } else if (outcome === "blocked") {
    sentences.push(say("why_ambiguous_passed"));
  }
  const codes = [verdict.cause, ...verdict.alternatives].map((cause) => cause?.code);
  if (outcome === "allowed" || outcome === "blocked" || outcome === "opaque") {
    if (verdict.mode.basis === "assumed" && verdict.mode.value !== "navigate") {
      sentences.push(say("why_ambiguous_mode"));
    }
    if (verdict.credentials.basis === "assumed") {
      sentences.push(
        isOfWorker(exchange)
          ? say("why_ambiguous_credentials_worker")
          : say("why_ambiguous_credentials"),
      );
    }
  }
  if (codes.includes("local-network-access-denied") && outcome === "unknown") {
    sentences.push(say("why_console"));
  }
  return sentences;
}
